"""What a card shows: letters that differ, evidence, what would happen, who is getting on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import exp
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.alignment import alignments
from resolver.batches import answer_many
from resolver.casefile import CaseFile, casefile
from resolver.compare import judge
from resolver.desk import Act, Desk
from resolver.differing import runs
from resolver.errors import BadInput
from resolver.history import shown
from resolver.mention import Kind, Mention
from resolver.names import analyze
from resolver.store.protocol import EntityFounded, MentionRecorded, Ruling, SuggestionRaised
from resolver.store.sqlite import SqliteStore
from resolver.tally import last_before, last_of, pace
from resolver.web import halves, web


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 23, 59, 50, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "names.db", clock=clock) as opened:
        yield opened


def add(store: SqliteStore, entity_id: str, *mentions: Mention) -> None:
    with store.writing() as writer:
        writer.append(EntityFounded(entity_id, mentions[0].kind, mentions[0].name))
        for number, mention in enumerate(mentions):
            writer.append(MentionRecorded(f"{entity_id}{number}", entity_id, mention, "given"))


def file_of(store: SqliteStore, a: str, b: str, score: float = 0.5) -> CaseFile:
    with store.writing() as writer:
        number = writer.append(SuggestionRaised(a, b, score, "alike"))
    with store.reading() as reader:
        return casefile(reader, shown(reader, number))


Marks = list[tuple[str, str]]


def marked(a: str, b: str) -> tuple[Marks, Marks]:
    """The letters that differ on each side, and how."""
    lines = alignments(judge(analyze(a), analyze(b)).items)
    left, right = (
        [(run.text, run.differs.value) for run in runs(text, lines, side) if run.differs]
        for text, side in ((a, "a"), (b, "b"))
    )
    return left, right


def test_letters_that_differ_by_script_alone_are_not_marked() -> None:
    assert marked("Руслан Мовлаев", "Ruslan Movlaev") == ([], [])


def test_only_the_letter_that_is_too_many_is_marked() -> None:
    assert marked("Мовлаев", "Movlayev") == ([], [("y", "written")])


def test_another_convention_is_told_from_another_sound() -> None:
    assert marked("Movlayev", "Mowlayev") == ([("v", "written")], [("w", "written")])
    left, right = marked("Mansur Movlaev", "Mansur Movlalev")
    assert left == []
    assert right == [("l", "heard")]


@given(st.text(max_size=40), st.text(alphabet="аеёиvwylz' -", max_size=30))
def test_the_runs_make_up_the_spelling(text: str, other: str) -> None:
    try:
        found = judge(analyze(text), analyze(other))
    except Exception:
        return
    for name, side in ((found.a, "a"), (found.b, "b")):
        assert (
            "".join(run.text for run in runs(name.text, alignments(found.items), side)) == name.text
        )


def test_the_evidence_of_a_card_adds_up_to_its_score(store: SqliteStore) -> None:
    add(store, "a", Mention("Мансур Ёлкин", birth_date="1970-01-02"))
    add(store, "b", Mention("M. Jolkin", birth_date="1970-01-02"))
    file = file_of(store, "a", "b")
    assert file.comparison is not None
    total = sum(item.weight for item in (*file.pros, *file.cons))
    assert file.comparison.score == pytest.approx(1 / (1 + exp(-total)))
    assert any("birth" in item.code for item in file.pros)
    assert [e.weight for e in file.pros] == sorted((e.weight for e in file.pros), reverse=True)


def test_the_nearest_spellings_are_the_ones_compared(store: SqliteStore) -> None:
    add(store, "a", Mention("Somebody Else"), Mention("Мансур Ёлкин"))
    add(store, "b", Mention("Mansur Jolkin"))
    file = file_of(store, "a", "b")
    assert file.a.spelling == "Мансур Ёлкин"
    assert file.b.romanized == ""


def test_a_side_tells_sources_dates_and_contexts(store: SqliteStore) -> None:
    add(
        store,
        "a",
        Mention("Анна Ёлкина", source="x", date="2004-05-01", context="one", language="ru"),
        Mention("Анна Ёлкина", source="x", date="1999-01-01"),
        Mention("Anna Jolkina", source="y", context="two"),
    )
    add(store, "b", Mention("Anna Elkina"))
    side = file_of(store, "a", "b").a
    assert side.sources == {"x": 2, "y": 1}
    assert side.dates == ("1999-01-01", "2004-05-01")
    assert [one.mention.context for one in side.contexts] == ["one", "two"]
    assert side.spellings == [("Анна Ёлкина", 2), ("Anna Jolkina", 1)]
    assert (side.language, side.romanized) == ("ru", "Anna Elkina")


def test_what_would_happen_is_what_happens(store: SqliteStore) -> None:
    add(store, "a", Mention("A. Jolkina"), Mention("A. Jolkina"))
    add(store, "b", Mention("Анна Ивановна Ёлкина"))
    file = file_of(store, "a", "b")
    Desk(store).merge(["a", "b"], Act("vera"))
    with store.reading() as reader:
        assert reader.entity("a").name in file.names
        assert file.names == ("Анна Ивановна Ёлкина",)


def test_cards_about_the_same_entities_are_counted(store: SqliteStore) -> None:
    for entity_id in "abcd":
        add(store, entity_id, Mention("Анна Ёлкина"))
    file_of(store, "a", "c")
    file_of(store, "c", "d")
    assert file_of(store, "a", "b").others == 1


def test_the_last_decisions_of_a_clerk_are_told_once_each(store: SqliteStore, clock: Clock) -> None:
    for entity_id in "abcdefgh":
        add(store, entity_id, Mention("Анна Ёлкина"))
    desk = Desk(store)
    with store.writing() as writer:
        cards = [
            writer.append(SuggestionRaised(a, b, 0.5, "alike")) for a, b in (("a", "b"), ("c", "d"))
        ]
    batch = answer_many(store, cards, Ruling.SAME, Act("vera")).decisions
    desk.decide(Ruling.DIFFERENT, "e", "f", Act("anna"))
    for other in "fgh":
        clock.now += timedelta(seconds=4)
        last = desk.decide(Ruling.UNSURE, "e", other, Act("vera")).decision
    desk.undo(last, Act("vera"))
    with store.reading() as reader:
        mine = last_of(reader, "vera", 10)
        assert [one.decision.event.kind for one in mine] == ["decided"] * 4
        assert mine[0].decision.undone_by is not None
        assert mine[-1].batch == batch
        assert mine[-1].decision.event.seq == batch[0]
        assert len(last_of(reader, None, 10)) == 5
        assert len(last_of(reader, "vera", 2)) == 2
        assert pace(mine) == 4.0
        assert pace(mine[:2]) is None


def test_the_last_event_before_a_moment_is_found(store: SqliteStore, clock: Clock) -> None:
    with store.reading() as reader:
        assert last_before(reader, "2026-03-02") == 0
    for number in range(9):
        add(store, f"e{number}", Mention("Анна Ёлкина"))
        clock.now += timedelta(seconds=4)
    with store.reading() as reader:
        found = last_before(reader, "2026-03-02")
        assert reader.event(found)["at"] < "2026-03-02" <= reader.event(found + 1)["at"]
        assert last_before(reader, "2026-03-03") == 18
        assert last_before(reader, "2026-02-01") == 0


def test_a_web_holds_spellings_and_neighbours_and_says_what_is_weak(store: SqliteStore) -> None:
    add(store, "a", *map(Mention, ("Зелимхан Дадуев", "Selimchan Dadujew", "Олег Ким")))
    add(store, "b", Mention("Z. Daduev"))
    file_of(store, "a", "b")
    with store.reading() as reader:
        found = web(reader, "a")
    spellings = [member.spelling for member in found.members]
    assert spellings[-1] == "Z. Daduev"
    assert [entity.entity_id for entity in found.others.values()] == ["b"]
    by_pair = {frozenset((spellings[t.a], spellings[t.b])): t for t in found.ties}
    assert not by_pair[frozenset(("Зелимхан Дадуев", "Selimchan Dadujew"))].weak
    assert found.nearest(spellings.index("Олег Ким")) is None


def test_the_halves_of_a_split_are_what_the_split_makes(store: SqliteStore) -> None:
    add(store, "a", *map(Mention, ("Зелимхан Дадуев", "Зелимхан Дадуев", "Олег Ким")))
    with store.reading() as reader:
        stays, leaves = halves(reader, reader.entity("a"), ["Олег Ким"])
    done = Desk(store).split("a", [one.mention_id for one in leaves.mentions], Act("vera"))
    with store.reading() as reader:
        old, new = (reader.entity(entity_id) for entity_id in done.entity_ids)
    assert (old.name, dict(old.spellings)) == (stays.name, dict(stays.spellings))
    assert (new.name, dict(new.spellings)) == (leaves.name, dict(leaves.spellings))


@pytest.mark.parametrize("leaving", [[], ["nobody"], ["Олег Ким", "Oleg Kim"]])
def test_a_split_must_leave_something_on_both_sides(store: SqliteStore, leaving: list[str]) -> None:
    add(store, "a", Mention("Олег Ким"), Mention("Oleg Kim"))
    with store.reading() as reader, pytest.raises(BadInput, match="at least one spelling"):
        halves(reader, reader.entity("a"), leaving)


def test_two_kinds_have_no_evidence_in_common(store: SqliteStore) -> None:
    add(store, "a", Mention("Анна", Kind.PLACE))
    add(store, "b", Mention("Анна"))
    file = file_of(store, "a", "b")
    assert file.comparison is None
    assert file.pros == file.cons == []
