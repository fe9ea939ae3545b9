"""The generator of the tables of places, on countries and cities made up for it."""

from __future__ import annotations

from typing import Any

from generators.places import city_rows, territory_rows


def city(
    name: str, people: int, *also: str, country: str = "FR", number: int = 1
) -> dict[str, Any]:
    return {
        "name": name,
        "population": people,
        "countrycode": country,
        "timezone": f"Europe/{name}",
        "geonameid": number,
        "alternatenames": list(also),
    }


def test_a_name_that_locales_give_to_two_territories_is_neithers() -> None:
    locales = {
        "en": {"AA": "Aland", "BB": "Bland", "001": "World", "ZZ": "Nowhere"},
        "de": {"AA": "Aaland", "BB": "Blandien"},
        "bm": {"AA": "Bland"},
    }
    rows = {row["place"]: row for row in territory_rows(locales, {"AA": 7})}
    assert rows.keys() == {"AA", "BB"}
    assert rows["AA"]["people"] == "7"
    assert rows["AA"]["usual"] == "Aland|Aaland"
    assert rows["BB"]["usual"] == "Blandien"


def test_codes_and_machine_made_transliterations_are_no_names() -> None:
    names = ("ALA", "al ma ti", "Алматы", "Алма-Ата", "アルマトイ", "Almaty (KZ)", "Àlmaty")
    (row,) = city_rows([city("Almaty", 2_000_000, *names)], {}, {}, set())
    assert row["usual"] == "Almaty|Алматы|Алма-Ата"
    assert row["other"] == "アルマトイ"


def test_small_towns_are_left_out_but_where_the_product_is_at_home() -> None:
    towns = [city("Ville", 20_000), city("Gorodok", 20_000, country="RU", number=2)]
    assert [row["place"] for row in city_rows(towns, {}, {}, set())] == ["gorodok_ru"]


def test_a_city_is_the_group_that_has_its_names_already() -> None:
    cities = [city("Wien", 2_000_000, "Vienna", country="AT"), city("Vienna", 150_000, number=2)]
    rows = list(city_rows(cities, {}, {"vienna": {"wien", "vienna", "вена"}}, set()))
    assert [row["place"] for row in rows] == ["vienna", "vienna_fr"]


def test_two_cities_of_one_name_and_country_are_told_apart() -> None:
    cities = [city("Suzhou", 7_000_000), city("Suzhou", 500_000, number=2)]
    assert [row["place"] for row in city_rows(cities, {}, {}, set())] == [
        "suzhou_fr",
        "suzhou_fr_2",
    ]


def test_a_city_keeps_no_usual_name_of_a_territory_unless_cldr_gives_it() -> None:
    tunis = city("Tunis", 1_000_000, "Тунис", "Tunisia")
    taken = {"тунис", "tunisia"}
    (row,) = city_rows([tunis], {}, {}, taken)
    assert row["usual"] == "Tunis"
    (row,) = city_rows([tunis], {"Europe/Tunis": ["Tunis", "Тунис"]}, {}, taken)
    assert row["usual"] == "Tunis|Тунис"


def test_a_city_that_is_its_country_is_not_another_place() -> None:
    rows = city_rows(
        [city("Singapore", 5_600_000, country="SG")], {}, {}, {"singapore"}, {"SG": 5_700_000}
    )
    assert list(rows) == []
