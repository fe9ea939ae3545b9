"""Places: what the gazetteer knows, and what the letters must tell."""

from __future__ import annotations

import pytest

from resolver.compare import Verdict, compare
from resolver.gazetteer import find_place, plain, territory_of_word
from resolver.mention import Kind
from resolver.names import analyze


def verdict(a: str, b: str) -> Verdict:
    return compare(analyze(a, Kind.PLACE), analyze(b, Kind.PLACE)).verdict


def place(text: str) -> str:
    found = find_place(text)
    return found.place_id if found else ""


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Kazakhstan", "KZ"),
        ("Казахстан", "KZ"),
        ("Қазақстан", "KZ"),
        ("Kasachstan", "KZ"),
        ("Kazakhstaan", "KZ"),
        ("Qazaqstan", "KZ"),
        ("Kyrgystan", "KG"),
        ("Kirghizia", "KG"),
        ("Ukrane", "UA"),
        ("Weißrussland", "BY"),
        ("Belorussia", "BY"),
        ("Alemania", "DE"),
        ("Чехия", "CZ"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
    ],
)
def test_a_country_is_known_in_any_language_and_with_a_typo(spelling: str, code: str) -> None:
    assert place(spelling) == code


@pytest.mark.parametrize("nonsense", ["Qqqqqqqq", "Щщщщщщщ", "鄧小平", "abc"])
def test_what_is_near_no_place_is_unknown(nonsense: str) -> None:
    assert find_place(nonsense) is None


def test_a_typo_counts_its_letters() -> None:
    found = find_place("Ukrane")
    assert found is not None
    assert found.typos == 1
    exact = find_place("Ukraine")
    assert exact is not None
    assert exact.typos == 0


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Niger", "Nigeria"),
        ("Slovakia", "Словения"),
        ("Austria", "Australia"),
        ("Iran", "Iraq"),
        ("Чечня", "Czechia"),
        ("Guinea", "Guinea-Bissau"),
        ("Omsk", "Томск"),
    ],
)
def test_two_places_stay_two_however_alike(a: str, b: str) -> None:
    assert verdict(a, b) is not Verdict.MATCH


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Kazakhstaan", "Қазақстан"),
        ("Tschetschenien", "Chechnya"),
        ("Grosny", "Грозный"),
        ("Kiew", "Kyiv"),
        ("KAZAKHSTAN", "kazakhstan"),
        ("Krasnaya Polyana", "Krasnaja Poljana"),
    ],
)
def test_one_place_is_one_under_every_name(a: str, b: str) -> None:
    assert verdict(a, b) is Verdict.MATCH


def test_a_word_of_a_longer_name_points_to_its_country() -> None:
    assert territory_of_word("Kazakhstan") == "KZ"
    assert territory_of_word("Russian") == "RU"
    assert territory_of_word("Office") is None
    assert territory_of_word("of") is None


def test_plain_text_has_letters_and_digits_alone() -> None:
    assert plain("St. Pétersbourg-2") == "stpetersbourg2"
