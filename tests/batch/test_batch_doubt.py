"""Surnames that look like one: where an archive may say that they are two."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from resolver.batch import kin
from resolver.batch.doubt import doubtful, doubtful_words
from resolver.batch.run import Run
from resolver.compare import judge
from resolver.mention import Kind
from resolver.names import Part, analyze
from resolver.relating import relate
from resolver.tokens import token

Batch = Callable[[Sequence[tuple[str, Kind]]], Run]


@pytest.mark.parametrize(
    ("a", "b", "marked", "expected"),
    [
        ("Кирилоик", "Кирилоюк", False, True),  # a letter apart
        ("Kyrylochuk", "Кирилоюк", False, True),  # by ear
        ("Нозарбаева", "Назарбаева", False, True),  # by a habit of spelling ...
        ("Нозарбаева", "Назарбаева", True, False),  # ... which a Belarusian has
        ("Назарбаова", "Назарбаева", False, True),  # women of two men's surnames, or of one
        ("Мовлаева", "Мовлаев", False, False),  # a woman and a man of one surname
        ("Movlayev", "Мовлаев", False, False),  # one source form
        ("Выговская", "Виговська", False, False),  # a woman in Russian and in Ukrainian
    ],
)
def test_evidence_that_an_archive_may_doubt(a: str, b: str, marked: bool, expected: bool) -> None:
    one, other = token(a), token(b)
    for left, right in ((one, other), (other, one)):
        item = relate(Part.SURNAME, left, right, marked)
        assert doubtful(item, left, right, belarusian=marked) is expected


def test_the_doubtful_words_of_two_names_are_their_surnames() -> None:
    items = judge(analyze("Олександр Кирилоик"), analyze("Олександр Кирилоюк")).items
    assert set(doubtful_words(items, belarusian=False)) == {"кирилоик", "кирилоюк"}
    items = judge(analyze("Олександр Кирилоик"), analyze("Олексадр Кирилоик")).items
    assert doubtful_words(items, belarusian=False) == ("", "")


def test_surnames_with_two_slips_meet_beside_the_same_names(batch: Batch) -> None:
    names = ["Dosmuhamedbeov Janat Erlanuly", "Dosmuuhamedbekov Janat Erlanuly", "Ivanov Ivan"]
    engine = batch([(name, Kind.PERSON) for name in names]).engine
    assert engine.fetch("SELECT count(*) AS n FROM wanted_s WHERE a <> b").to_pylist()[0]["n"] == 1


def test_a_large_block_of_fellows_is_refined_by_a_second_sound(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kin, "LARGE", 1)
    names = ["Kozlov Ivan Petrovich", "Kotov Ivan Petrovich", "Kirov Ivan Petrovich"]
    engine = batch([(name, Kind.PERSON) for name in names]).engine
    blocks = [row["block"] for row in engine.fetch("SELECT block FROM fellow_s").to_pylist()]
    assert len(set(blocks)) == 3
    assert {len(block) for block in blocks} == {2}


def test_slips_that_outnumber_their_word_are_of_people_of_their_own(batch: Batch) -> None:
    """Of one word mentioned often, beside one given name and patronymic hardly but in slips."""
    known = [f"Мельник {given} Иванович" for given in ("Иван", "Пётр", "Олег", "Антон") * 4]
    slips = ["Мелньик", "Мельнпик", "Мелбник", "Мельнак", "Мелоник"]
    rare = [f"{word} Тарас Богданович" for word in ("Мельник", *slips)]
    found = [entity for _, entity, _, _ in batch([(n, Kind.PERSON) for n in known + rare]).rows()]
    assert len(set(found[: len(known)])) == 4
    assert len(set(found[len(known) :])) > 2


def test_a_slip_beside_its_word_is_of_one_person_with_it(batch: Batch) -> None:
    known = ["Мельник Тарас Богданович"] * 30 + ["Мелбник Тарас Богданович"]
    assert len({entity for _, entity, _, _ in batch([(n, Kind.PERSON) for n in known]).rows()}) == 1
