"""Which spelling of an entity is its canonical name."""

from __future__ import annotations

import pytest

from resolver.entities import FULL, SHORT, WITHOUT_PATRONYMIC, completeness, elect
from resolver.mention import Kind
from resolver.names import analyze


def elected(mentions: dict[str, int]) -> str:
    return elect({analyze(name): count for name, count in mentions.items()}).text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Иван Петрович Сидоров", FULL),
        ("Иван Сидоров", WITHOUT_PATRONYMIC),
        ("И. П. Сидоров", SHORT),
        ("Сидоров", SHORT),
    ],
)
def test_completeness_counts_the_parts_spelled_out(raw: str, expected: int) -> None:
    assert completeness(analyze(raw)) == expected


def test_places_and_organisations_are_always_complete() -> None:
    assert completeness(analyze("Минск", Kind.PLACE)) == FULL
    assert completeness(analyze("ООО Восток", Kind.ORGANIZATION)) == FULL


def test_the_most_complete_spelling_is_elected() -> None:
    assert elected({"Сидоров": 50, "Ivan Petrovich Sidorov": 1}) == "Ivan Petrovich Sidorov"


def test_among_complete_ones_the_most_frequent_is_elected() -> None:
    assert elected({"Ivan Sidorov": 2, "Iwan Sidorow": 5}) == "Iwan Sidorow"


def test_a_tie_goes_to_latin_letters() -> None:
    assert elected({"Иван Сидоров": 1, "Ivan Sidorov": 1}) == "Ivan Sidorov"


def test_one_odd_mention_never_changes_the_name() -> None:
    mentions = {"Sergei Shcherbakov": 3, "Sergej Schtscherbakow": 2}
    before = elected(mentions)
    assert elected({**mentions, "Serguei Chtcherbakov": 1}) == before


def test_the_election_does_not_depend_on_order() -> None:
    mentions = {"Сергей Орлов": 2, "Sergei Orlov": 2, "Sergej Orlow": 2}
    backwards = dict(reversed(mentions.items()))
    assert elected(mentions) == elected(backwards)
