"""Which suggestion is open, and which comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.desk import Act, Desk
from resolver.ledger.events import EntityFounded, MentionRecorded, Ruling, SuggestionRaised
from resolver.ledger.review import news, priority, uncertainty
from resolver.mention import Kind, Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

CLERK = Act("vera", "seen")


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    """Four entities of 1, 1, 8 and 1 mentions."""
    store = SqliteStore(tmp_path / "store.db", keys=lambda name, kind: name.split())
    with store.writing() as writer:
        for entity, mentions in (("a", 1), ("b", 1), ("c", 8), ("d", 1)):
            writer.append(EntityFounded(entity, Kind.PERSON, "Anna"))
            for number in range(mentions):
                mention = MentionRecorded(f"{entity}{number}", entity, Mention("Anna"), "given")
                writer.append(mention)
    return store


def suggest(store: SqliteStore, a: str, b: str, score: float, *evidence: str) -> int:
    with store.writing() as writer:
        return writer.append(SuggestionRaised(a, b, score, "why", evidence))


def queue(store: SqliteStore) -> list[int]:
    with store.reading() as reader:
        return [one.suggestion_id for one in reader.suggestions()]


def test_uncertainty_is_greatest_where_both_answers_are_as_likely() -> None:
    assert uncertainty(0.5) == 1.0
    assert uncertainty(0.9) == pytest.approx(uncertainty(0.1))
    assert uncertainty(0.0) == uncertainty(1.0) == 0.0
    assert uncertainty(0.7) > uncertainty(0.8)


def test_the_queue_is_ordered_by_uncertainty_times_mentions(store: SqliteStore) -> None:
    sure = suggest(store, "a", "b", 0.88)
    doubtful = suggest(store, "b", "d", 0.5)
    large = suggest(store, "a", "c", 0.5)
    assert queue(store) == [large, doubtful, sure]
    assert priority(0.5, 1, 8) > priority(0.5, 1, 1) > priority(0.88, 1, 1)


def test_a_suggestion_moves_up_when_an_entity_has_doubled(store: SqliteStore) -> None:
    first = suggest(store, "a", "b", 0.5)
    second = suggest(store, "a", "d", 0.5)
    assert queue(store) == [first, second]
    with store.writing() as writer:
        writer.append(MentionRecorded("d1", "d", Mention("Anna"), "given"))
    assert queue(store) == [second, first]
    assert store.compare_with_log() == ()


def test_another_decision_answers_a_suggestion_and_its_undo_asks_again(store: SqliteStore) -> None:
    number = suggest(store, "a", "b", 0.5)
    desk = Desk(store)
    desk.merge(["a", "c"], CLERK)
    done = desk.merge(["b", "c"], CLERK)
    with store.reading() as reader:
        assert reader.suggestion(number).state == "superseded"
    assert queue(store) == []
    desk.undo(done.decision, CLERK)
    assert queue(store) == [number]


def test_two_suggestions_between_the_same_clusters_are_one_card(store: SqliteStore) -> None:
    weaker = suggest(store, "a", "c", 0.4)
    better = suggest(store, "b", "c", 0.6)
    done = Desk(store).merge(["a", "b"], CLERK)
    assert queue(store) == [better]
    Desk(store).undo(done.decision, CLERK)
    assert set(queue(store)) == {weaker, better}


@pytest.mark.parametrize("ruling", [Ruling.DIFFERENT, Ruling.UNSURE])
def test_what_was_decided_is_not_asked_again_but_for_new_evidence(
    store: SqliteStore, ruling: Ruling
) -> None:
    number = suggest(store, "a", "b", 0.5, "surname.same")
    done = Desk(store).answer(number, ruling, CLERK)
    assert queue(store) == []
    with store.reading() as reader:
        assert reader.suggestion(number).state == "decided"
    suggest(store, "b", "a", 0.5, "surname.same", "birth.year")
    with store.reading() as reader:
        (again,) = reader.suggestions()
    assert (again.suggestion_id, again.again, again.news) == (number, done.decision, "birth.year")
    assert store.compare_with_log() == ()


def test_news_are_attributes_or_a_clearly_better_score() -> None:
    assert news(0.5, ["surname.same"], 0.5, ["surname.near"]) == ()
    assert news(0.5, ["birth.same"], 0.5, []) == ("birth.same",)
    assert news(0.5, ["birth.same"], 0.5, ["birth.same"]) == ()
    assert news(0.6, [], 0.5, []) == ("score",)


def test_recording_raises_again_what_was_decided_when_a_birth_date_speaks(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "store.db") as store:
        service, desk = Service(store), Desk(store)
        service.record(Mention("Иван Петрович Сидоров", birth_date="1950-02-03"), "known")
        service.record(Mention("Иван Сидоров", birth_date="1950"), "other")
        with store.writing() as writer:
            number = writer.append(SuggestionRaised("known", "other", 0.6, "why"))
        done = desk.answer(number, Ruling.UNSURE, CLERK)
        assert queue(store) == []
        found = service.record(Mention("Ivan Petrovich Sidorov", birth_date="1950-02-03"))
        assert (found.entity_id, found.suggestions) == ("known", 1)
        with store.reading() as reader:
            (card,) = reader.suggestions()
        assert (card.again, card.suggestion_id) == (done.decision, number)
        assert "birth.year" in card.news


def test_homonyms_go_to_review_with_what_would_tell_them_apart(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "store.db") as store:
        service = Service(store)
        service.record(Mention("Иван Петрович Сидоров", birth_date="1950"), "old")
        service.record(Mention("Иван Петрович Сидоров", birth_date="1981"), "young")
        found = service.record(Mention("Ivan Petrovich Sidorov"))
        assert (found.how, found.suggestions) == ("founded", 2)
        with store.reading() as reader:
            for card in reader.suggestions():
                assert "birth_date" in card.missing
        known = service.record(Mention("Ivan Petrovich Sidorov", birth_date="1981-05"))
        assert known.entity_id == "young"
