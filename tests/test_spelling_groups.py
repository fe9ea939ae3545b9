"""Spellings of an entity, grouped by the convention that writes them so."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.mention import Kind
from resolver.spelling_groups import MOST, Group, Grouped, Sort, grouped


def of(found: Grouped, sort: Sort) -> list[Group]:
    return [group for group in found.groups if group.sort is sort]


def holding(found: Grouped, text: str) -> Group:
    (group,) = [g for g in found.groups if text in {one.text for one in g.spellings}]
    return group


MANSUR = {
    "Мансур Мовлаев": 9,
    "Мовлаєв": 1,
    "Mansur Movlaev": 4,
    "Mansur Movlayev": 3,
    "M. Movlayev": 1,
    "Mowlajew": 1,
    "Mansur Mowlajew": 2,
    "Mansour Movlaïev": 1,
}


def test_each_spelling_stands_under_the_convention_that_writes_it_so() -> None:
    found = grouped(MANSUR, Kind.PERSON)
    german = holding(found, "Mowlajew")
    assert german.sort is Sort.STANDARD
    assert german.standards[0].short == "German press"
    assert {one.text for one in german.spellings} == {"Mowlajew", "Mansur Mowlajew"}
    assert holding(found, "Mansour Movlaïev").standards[0].short == "French press"
    assert holding(found, "Mansur Movlaev").standards[0].id == "icao-9303"
    assert {one.text for one in holding(found, "Mansur Movlayev").spellings} == {
        "Mansur Movlayev",
        "M. Movlayev",
    }


def test_originals_come_first_by_language() -> None:
    found = grouped(MANSUR, Kind.PERSON)
    first, second = found.groups[:2]
    assert (first.sort, first.languages[0]) == (Sort.ORIGINAL, "ru")
    assert (second.sort, second.languages[0]) == (Sort.ORIGINAL, "uk")
    assert first.mentions == 9


def test_what_no_single_standard_writes_says_how_it_is_read() -> None:
    found = grouped({"Мовлаев": 1, "Mowlayew": 1, "Kazak": 1}, Kind.PERSON)
    (mixed,) = of(found, Sort.MIXED)
    assert mixed.spellings[0].text == "Mowlayew"
    assert "German" in mixed.spellings[0].notes[0]
    assert holding(found, "Kazak").sort is Sort.OTHER


def test_one_word_in_common_makes_no_spelling_of_a_long_name() -> None:
    found = grouped({"Мовлаев": 2, "Mansur Mowlajew": 1, "Gruppe Berg Mowlajew": 1}, Kind.PERSON)
    assert holding(found, "Mansur Mowlajew").sort is Sort.STANDARD
    assert holding(found, "Gruppe Berg Mowlajew").sort is Sort.OTHER


def test_without_a_cyrillic_spelling_the_original_is_inferred_and_said_to_be() -> None:
    found = grouped({"Mansur Mowlajew": 2, "Mansur Movlayev": 1}, Kind.PERSON)
    assert found.assumed == "Мансур Мовлаев"
    assert holding(found, "Mansur Mowlajew").standards


def test_nothing_is_inferred_for_names_from_elsewhere() -> None:
    found = grouped({"John Smith": 2}, Kind.PERSON)
    assert found.assumed == ""
    assert holding(found, "John Smith").sort is Sort.OTHER


def test_places_are_grouped_too() -> None:
    found = grouped({"Казахстан": 3, "Kasachstan": 1, "Kazakhstan": 2}, Kind.PLACE)
    assert holding(found, "Kasachstan").standards[0].short == "German press"


def test_a_great_many_spellings_are_counted_and_left_out() -> None:
    found = grouped({f"Мовлаев {n}": n for n in range(1, MOST + 6)}, Kind.PERSON)
    assert found.left_out == 5
    assert sum(len(group.spellings) for group in found.groups) == MOST


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.text(alphabet=st.characters(codec=None), max_size=20)
        | st.text("МовлаевMowlayjiüš .-'", max_size=18),
        st.integers(1, 9),
        max_size=5,
    ),
    st.sampled_from([Kind.PERSON, Kind.PLACE, Kind.ORGANIZATION]),
)
def test_every_spelling_is_in_exactly_one_group(spellings: dict[str, int], kind: Kind) -> None:
    found = grouped(spellings, kind)
    told = [(one.text, one.mentions) for group in found.groups for one in group.spellings]
    assert sorted(told) == sorted(spellings.items())
    assert grouped(dict(reversed(spellings.items())), kind) == found


def test_worst_spellings_stay_quick() -> None:
    grouped(MANSUR, Kind.PERSON)
    worst = {f"{'Movlayevshch' * 30} {n} Мовлаев": 1 for n in range(40)}
    worst |= {" ".join([f"Мовлаев{chr(0x430 + n % 30)}"] * 15): 1 for n in range(40)}
    began = time.perf_counter()
    grouped(worst, Kind.PERSON)
    assert time.perf_counter() - began < 5
