"""Surnames of one folded reading that an archive knows apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from resolver.batch.homographs import known_apart, nearest_of
from resolver.batch.run import Run
from resolver.mention import Kind
from resolver.readings import fold, readings, unfolded

Batch = Callable[[Sequence[tuple[str, Kind]]], Run]
KNOWN = {"малишев": 20, "малишов": 9}


def test_what_cyrillic_tells_apart_is_kept_apart_until_it_is_folded() -> None:
    assert [*unfolded("малышов", "cyrillic")] == ["малишов"]
    assert [*unfolded("малышев", "cyrillic")] == ["малишев"]
    for word in ("malyshov", "chtcherbakov", "schumaijew"):
        assert {*map(fold, unfolded(word, "latin"))} == {*readings(word, "latin")}


def test_an_archive_knows_two_surnames_where_each_is_too_frequent_for_a_slip() -> None:
    assert known_apart("малишев", [("малышов", 9), ("малышев", 20)]) == KNOWN
    assert not known_apart("малишев", [("малышов", 3), ("малышев", 20)])
    assert not known_apart("малишев", [("малышов", 9), ("малышев", 2000)])
    assert not known_apart("малишев", [("малышев", 20), ("малишев", 20), ("маллышев", 9)])


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("malyshov", "малишов"),
        ("malyshev", "малишев"),
        ("malychev", "малишев"),
        ("малышшов", "малишов"),
        ("малыхов", "малишов"),  # can be read as neither
        ("малыхев", "малишев"),
    ],
)
def test_other_spellings_go_with_the_one_that_they_are_of(word: str, expected: str) -> None:
    assert nearest_of(KNOWN, "малишев", word) == expected


def test_two_surnames_that_are_read_alike_are_two_people_for_a_clerk_to_look_at(
    batch: Batch,
) -> None:
    rest = ["Иван Петрович", "Олег Павлович", "Пётр Ильич", "Яков Львович", "Юрий Ильич"]
    names = [f"{surname} {other}" for surname in ("Малышов", "Малышев") for other in rest]
    names += ["Malyshov Ivan Petrovich", "Malyshev Ivan Petrovich"]
    run = batch([(name, Kind.PERSON) for name in names])
    entity = {names[row]: found for row, found, _, _ in run.rows()}
    assert entity["Malyshov Ivan Petrovich"] == entity["Малышов Иван Петрович"]
    assert entity["Malyshev Ivan Petrovich"] == entity["Малышев Иван Петрович"]
    assert len({*entity.values()}) == 10
    told = {frozenset((one["entity_a"], one["entity_b"])) for one in run.suggestions()}
    assert frozenset(entity[f"{x} Иван Петрович"] for x in ("Малышов", "Малышев")) in told


def test_one_of_them_alone_is_spelled_as_either(batch: Batch) -> None:
    rest = ["Иван Петрович", "Олег Павлович", "Пётр Ильич", "Яков Львович", "Юрий Ильич"]
    names = [f"Малышев {other}" for other in rest] + ["Малышов Иван Петрович"]
    found = [entity for _, entity, _, _ in batch([(name, Kind.PERSON) for name in names]).rows()]
    assert found[0] == found[-1]
