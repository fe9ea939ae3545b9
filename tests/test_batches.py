"""Batches: many cards decided in one go, and taken back in one go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver.batches import MAX_CARDS, answer_many, batch_of, undo_batch
from resolver.desk import Act, Desk
from resolver.errors import BadInput, NotFound, Stale
from resolver.mention import Kind, Mention
from resolver.store.protocol import EntityFounded, MentionRecorded, Ruling, SuggestionRaised
from resolver.store.sqlite import SqliteStore

CHAIN = "abcde"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "names.db") as opened, opened.writing() as writer:
        for entity_id in CHAIN:
            writer.append(EntityFounded(entity_id, Kind.PERSON, "Анна Ёлкина"))
            mention = Mention("Анна Ёлкина")
            writer.append(MentionRecorded(f"m{entity_id}", entity_id, mention, "given"))
    with SqliteStore(tmp_path / "names.db") as opened:
        yield opened


def suggest(store: SqliteStore, *pairs: str) -> list[int]:
    with store.writing() as writer:
        return [writer.append(SuggestionRaised(pair[0], pair[1], 0.6, "alike")) for pair in pairs]


def entities(store: SqliteStore) -> int:
    with store.reading() as reader:
        return reader.counts()["entities"]


def test_a_batch_is_decided_and_taken_back_as_a_whole(store: SqliteStore) -> None:
    numbers = suggest(store, "ab", "cd")
    done = answer_many(store, numbers, Ruling.SAME, Act("vera", "all alike", key="k1"))
    assert (len(done.decisions), done.left_out, entities(store)) == (2, (), 3)
    with store.reading() as reader:
        assert batch_of(reader, done.decisions[0]) == done.decisions
        event = reader.event(done.decisions[1])
        assert (event["actor"], event["reason"]) == ("vera", "all alike")
    undone = undo_batch(store, done.decisions[0], Act("vera"))
    assert (len(undone.decisions), entities(store)) == (2, 5)
    with store.reading() as reader:
        assert [one.suggestion_id for one in reader.suggestions()] == numbers
    with pytest.raises(Stale):
        undo_batch(store, done.decisions[0], Act("vera"))


def test_what_a_batch_itself_answers_is_left_out(store: SqliteStore) -> None:
    numbers = suggest(store, "ab", "bc", "ac")
    done = answer_many(store, numbers, Ruling.SAME, Act("vera"))
    assert (len(done.decisions), done.left_out) == (2, (numbers[2],))
    assert entities(store) == 3


def test_a_batch_sent_twice_counts_once(store: SqliteStore) -> None:
    numbers = suggest(store, "ab", "cd")
    first = answer_many(store, numbers, Ruling.SAME, Act("vera", key="k"))
    assert answer_many(store, numbers, Ruling.SAME, Act("vera", key="k")) == first
    undone = undo_batch(store, first.decisions[0], Act("vera", key="u"))
    assert undo_batch(store, first.decisions[0], Act("vera", key="u")) == undone
    with pytest.raises(BadInput, match="came with another request"):
        answer_many(store, numbers, Ruling.DIFFERENT, Act("vera", key="k"))


def test_a_decision_of_a_batch_can_be_undone_by_itself(store: SqliteStore) -> None:
    done = answer_many(store, suggest(store, "ab", "cd"), Ruling.SAME, Act("vera"))
    Desk(store).undo(done.decisions[0], Act("vera"))
    assert entities(store) == 4
    assert len(undo_batch(store, done.decisions[0], Act("vera")).decisions) == 1
    assert entities(store) == 5


def test_only_the_first_decision_of_a_batch_stands_for_it(store: SqliteStore) -> None:
    done = answer_many(store, suggest(store, "ab", "cd"), Ruling.SAME, Act("vera"))
    alone = Desk(store).decide(Ruling.DIFFERENT, "a", "e", Act("vera")).decision
    again = answer_many(store, suggest(store, "de"), Ruling.SAME, Act("vera"))
    for number in (done.decisions[1], alone, 1, 10**9):
        with pytest.raises(NotFound):
            undo_batch(store, number, Act("vera"))
    with store.reading() as reader:
        assert batch_of(reader, again.decisions[0]) == again.decisions


def test_a_batch_with_a_card_that_is_not_there_changes_nothing(store: SqliteStore) -> None:
    numbers = suggest(store, "ab")
    with pytest.raises(NotFound):
        answer_many(store, [*numbers, 10**6], Ruling.SAME, Act("vera"))
    assert entities(store) == 5


@pytest.mark.parametrize("count", [0, MAX_CARDS + 1])
def test_a_batch_has_its_bounds(store: SqliteStore, count: int) -> None:
    with pytest.raises(BadInput, match=r"1 to 100 cards"):
        answer_many(store, range(1, count + 1), Ruling.SAME, Act("vera"))


def test_what_is_not_a_name_is_not_decided_in_bulk(store: SqliteStore) -> None:
    with pytest.raises(BadInput, match="one by one"):
        answer_many(store, suggest(store, "ab"), Ruling.NOT_A_NAME, Act("vera"))
