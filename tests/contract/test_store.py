"""What every store must do, whatever it keeps its data in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta, timezone
from math import inf, log, nan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.errors import BadInput, BadName, Conflict, NotFound, ResolverError, StoreBusy
from resolver.mention import Kind, Mention
from resolver.pool import Pool, Scripts, Waiting
from resolver.store.audited import AuditedStore
from resolver.store.postgres import PostgresStore
from resolver.store.protocol import (
    Decided,
    EntitiesMerged,
    EntityFounded,
    Event,
    MentionRecorded,
    Reader,
    Ruling,
    Store,
    StoredMention,
    StoredName,
    SuggestionRaised,
    Writer,
)
from resolver.store.sqlite import SqliteStore
from resolver.typed import typed_words

from .postgres_server import postgres

OpenStore = Callable[..., AuditedStore]
"""Opens the same storage again at each call, with options of the constructor."""


def open_sqlite(folder: Path, **options: Any) -> AuditedStore:
    return SqliteStore(folder / "store.db", **options)


def open_postgres(folder: Path, **options: Any) -> AuditedStore:
    url = folder / "url"
    if not url.exists():
        url.write_text(postgres().schema())
    return PostgresStore(url.read_text(), **options)


BACKENDS: dict[str, OpenStore] = {"sqlite": open_sqlite, "postgres": open_postgres}
"""Each opens the store that is kept in a folder; another store is one more line here."""


def words(name: str, kind: Kind) -> Sequence[str]:
    """Blocking keys that a test can read: the words of the name."""
    if name == "refused":
        raise BadName("marks", "this name cannot be analysed")
    return tuple(name.split())


@pytest.fixture(params=list(BACKENDS), scope="session")
def backend(request: pytest.FixtureRequest) -> OpenStore:
    return BACKENDS[request.param]


@pytest.fixture
def open_store(backend: OpenStore, tmp_path: Path) -> Iterator[OpenStore]:
    opened: list[AuditedStore] = []

    def open_again(**options: Any) -> AuditedStore:
        store = backend(tmp_path, **{"keys": words, **options})
        opened.append(store)
        return store

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: OpenStore) -> AuditedStore:
    return open_store()


def append(store: Store, *events: Event) -> int:
    seq = 0
    with store.writing() as writer:
        for event in events:
            seq = writer.append(event)
    return seq


def founded(entity_id: str, name: str = "Anna Orlova", kind: Kind = Kind.PERSON) -> EntityFounded:
    return EntityFounded(entity_id, kind, name)


def mention(
    mention_id: str, entity_id: str, name: str = "Anna Orlova", kind: Kind = Kind.PERSON
) -> MentionRecorded:
    return MentionRecorded(mention_id, entity_id, Mention(name, kind), "given")


def everything(store: Store) -> tuple[object, ...]:
    """All that a reader can see."""
    with store.reading() as reader:
        entities = list(reader.entities())
        return (
            entities,
            [reader.mentions(entity.entity_id) for entity in entities],
            reader.suggestions(),
            dict(reader.counts()),
            [[reader.candidates(kind, (key,), 100) for key in "abcde"] for kind in Kind],
        )


# Entities and mentions


def test_a_founded_entity_can_be_read_back(store: AuditedStore) -> None:
    append(store, founded("e1", "Anna Orlova"))
    with store.reading() as reader:
        entity = reader.entity("e1")
        assert reader.has_entity("e1")
    assert (entity.entity_id, entity.kind, entity.name) == ("e1", Kind.PERSON, "Anna Orlova")
    assert (entity.mentions, dict(entity.spellings)) == (0, {})


def test_an_unknown_entity_is_not_found(store: AuditedStore) -> None:
    with store.reading() as reader:
        assert not reader.has_entity("nobody")
        assert reader.mentions("nobody") == []
        with pytest.raises(NotFound):
            reader.entity("nobody")


def test_an_entity_counts_its_spellings_and_goes_by_the_most_frequent(store: AuditedStore) -> None:
    append(
        store,
        founded("e1", "Anna Orlova"),
        mention("m1", "e1", "Anna Orlowa"),
        mention("m2", "e1", "Anna Orlova"),
        mention("m3", "e1", "Anna Orlowa"),
    )
    with store.reading() as reader:
        entity = reader.entity("e1")
    assert entity.name == "Anna Orlowa"
    assert entity.mentions == 3
    assert list(entity.spellings.items()) == [("Anna Orlowa", 2), ("Anna Orlova", 1)]


def test_mentions_come_back_whole_in_the_order_of_the_log(open_store: OpenStore) -> None:
    moment = datetime(2024, 5, 6, 7, 8, 9, 123_456, tzinfo=timezone(timedelta(hours=3)))
    store = open_store(clock=lambda: moment)
    full = Mention(
        name="Анна Орлова",
        language="ru",
        birth_date="1950-02",
        country="KZ",
        context="chair of the \\u0000 committee\n",
        source="paper",
        date="1999",
        external_id="7",
    )
    append(
        store,
        founded("e1"),
        founded("e2"),
        MentionRecorded("z", "e1", full, "joined", 0.1 + 0.2),
        mention("m", "e2"),
        mention("a", "e1"),
    )
    at = "2024-05-06T04:08:09.123+00:00"
    with store.reading() as reader:
        assert reader.mentions("e1") == [
            StoredMention("z", "e1", full, "joined", 0.1 + 0.2, at),
            StoredMention("a", "e1", Mention("Anna Orlova"), "given", None, at),
        ]
        assert [found.mention_id for found in reader.mentions("e1", limit=1)] == ["z"]
        assert reader.mentions("e1", limit=0) == []


def test_entities_come_in_the_order_they_were_founded(store: AuditedStore) -> None:
    # More than a page, with ids whose order is not that of founding.
    ids = [f"e{number * 7919 % 2003}" for number in range(2_003)]
    kinds = [Kind.PLACE if number % 3 else Kind.PERSON for number in range(2_003)]
    append(store, *(founded(id_, "Orsk", kind) for id_, kind in zip(ids, kinds, strict=True)))
    append(store, mention("m1", ids[-1], "Orsk", kinds[-1]))
    with store.reading() as reader:
        assert [entity.entity_id for entity in reader.entities()] == ids
        persons = [entity.entity_id for entity in reader.entities(Kind.PERSON)]
        last = list(reader.entities())[-1]
    assert persons == ids[::3]
    assert dict(last.spellings) == {"Orsk": 1}


@pytest.mark.parametrize(
    "contradiction",
    [
        founded("e1"),
        mention("m2", "nobody"),
        mention("m1", "e1"),
        mention("m2", "e1", kind=Kind.PLACE),
        SuggestionRaised("e1", "nobody", 0.5, "why"),
        SuggestionRaised("e1", "e1", 0.5, "why"),
    ],
    ids=["founded twice", "unknown entity", "known mention", "kind", "unknown pair", "itself"],
)
def test_a_contradiction_is_a_conflict_and_leaves_nothing(
    store: AuditedStore, contradiction: Event
) -> None:
    append(store, founded("e1"), mention("m1", "e1"))
    before = everything(store)
    with pytest.raises(Conflict):
        append(store, contradiction)
    assert everything(store) == before
    assert store.verify_log() == 2


def test_a_transaction_goes_on_after_a_refused_event(store: AuditedStore) -> None:
    with store.writing() as writer:
        writer.append(founded("e1"))
        for bad in (mention("m1", "nobody"), mention("m1", "e1", "refused")):
            with pytest.raises((Conflict, BadName)):
                writer.append(bad)
        assert writer.append(mention("m1", "e1")) == 2
    assert store.verify_log() == 2
    with store.reading() as reader:
        assert dict(reader.entity("e1").spellings) == {"Anna Orlova": 1}


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "b\udfff"])
def test_text_that_no_database_holds_is_bad_input(store: AuditedStore, text: str) -> None:
    bad: list[Event] = [
        founded(text),
        founded("e2", text),
        mention(text, "e1"),
        MentionRecorded("m1", "e1", Mention("Anna", context=text), "given"),
        SuggestionRaised("e1", "e2", 0.5, text),
    ]
    append(store, founded("e1"), founded("e2x"))
    for event in bad:
        with pytest.raises(BadInput):
            append(store, event)
    with store.reading() as reader:
        assert dict(reader.counts())["events"] == 2


@pytest.mark.parametrize("score", [nan, inf, -inf])
def test_a_score_that_is_no_number_is_bad_input(store: AuditedStore, score: float) -> None:
    append(store, founded("e1"), founded("e2"))
    with pytest.raises(BadInput):
        append(store, SuggestionRaised("e1", "e2", score, "why"))
    with pytest.raises(BadInput):
        append(store, MentionRecorded("m1", "e1", Mention("Anna"), "joined", score))


# Candidates


def test_candidates_share_a_key_and_are_of_the_kind(store: AuditedStore) -> None:
    append(
        store,
        founded("e1"),
        mention("m1", "e1", "a b"),
        mention("m2", "e1", "c"),
        mention("m3", "e1", "a b"),
        founded("e2", kind=Kind.PLACE),
        mention("m4", "e2", "a", Kind.PLACE),
    )
    with store.reading() as reader:
        assert reader.candidates(Kind.PERSON, ["a", "x"], 10) == [StoredName("e1", "a b", 2)]
        assert reader.candidates(Kind.PLACE, ["a"], 10) == [StoredName("e2", "a", 1)]
        assert reader.candidates(Kind.ORGANIZATION, ["a"], 10) == []
        assert reader.candidates(Kind.PERSON, ["x"], 10) == []
        assert reader.candidates(Kind.PERSON, [], 10) == []
        assert reader.candidates(Kind.PERSON, ["a"], 0) == []


def test_a_rare_shared_key_ranks_above_a_common_one(store: AuditedStore) -> None:
    append(
        store,
        founded("e1"),
        mention("m1", "e1", "common one"),
        mention("m2", "e1", "common two"),
        mention("m3", "e1", "rare three"),
        mention("m4", "e1", "common rare"),
    )
    with store.reading() as reader:
        found = reader.candidates(Kind.PERSON, ["common", "rare"], 3)
    assert [name.name for name in found] == ["common rare", "rare three", "common one"]


class OnlyWithAnE:
    least = 0.0

    def passes(self, name: str) -> bool:
        return "e" in name


def test_likely_candidates_are_those_that_pass_in_the_same_order(store: AuditedStore) -> None:
    names = ("common one", "common two", "rare three", "common rare", "common", "one rare")
    append(store, founded("e1"), *(mention(f"m{i}", "e1", name) for i, name in enumerate(names)))
    with store.reading() as reader:
        every = reader.candidates(Kind.PERSON, ["common", "rare"], 5)
        likely = list(reader.likely(Kind.PERSON, ["common", "rare"], 5, OnlyWithAnE()))
    assert likely == [one for one in every if "e" in one.name]
    assert 0 < len(likely) < len(every)


def test_a_writer_sees_what_it_has_appended(store: AuditedStore) -> None:
    with store.writing() as writer:
        writer.append(founded("e1"))
        writer.append(mention("m1", "e1", "a b"))
        assert writer.candidates(Kind.PERSON, ["b"], 10) == [StoredName("e1", "a b", 1)]
        assert writer.has_entity("e1")


letters = st.lists(st.sampled_from("abcde"), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(letters, min_size=1, max_size=12), st.sets(st.sampled_from("abcdef")))
def test_candidates_are_ranked_by_the_rarity_of_the_keys_they_share(
    backend: OpenStore,
    tmp_path_factory: pytest.TempPathFactory,
    names: list[str],
    keys: set[str],
) -> None:
    with closing(backend(tmp_path_factory.mktemp("candidates"), keys=words)) as store:
        append(store, founded("e1"))
        append(store, *(mention(f"m{i}", "e1", name) for i, name in enumerate(names)))
        with store.reading() as reader:
            found = [name.name for name in reader.candidates(Kind.PERSON, sorted(keys), 5)]
    distinct = list(dict.fromkeys(names))
    carriers = {key: sum(key in name.split() for name in distinct) for key in keys}
    rarest_first = sorted((count, key) for key, count in carriers.items() if count)
    worth = dict.fromkeys(distinct, 0.0)
    for count, key in rarest_first:
        for name in distinct:
            if key in name.split():
                worth[name] += log(1 + len(distinct) / count)
    ranked = sorted((name for name in distinct if worth[name]), key=lambda name: -worth[name])
    assert found == ranked[:5]


# Words as they are typed


def test_entities_are_found_by_how_a_word_begins_with_whole_words_before_it(
    store: AuditedStore,
) -> None:
    names = ["Анна Орлова", "Йозеф Орлов-Анненский", "Orlova, Anna", "Анна Зуева", "Ann O'Orl"]
    for number, name in enumerate(names):
        append(store, founded(f"e{number}", name), mention(f"m{number}", f"e{number}", name))
    with store.reading() as reader:
        for typed, found in (
            ("орл", [1, 0]),
            ("Анн", [0, 3, 1]),
            ("анна", [0, 3]),
            ("анна орл", [0]),
            ("ОРЛОВА анн", [0]),
            ("йоз", [1]),
            ("ИОЗ", [1]),
            ("o'orl", [4]),
            ("anna", [2]),
            ("анна нет", []),
            ("рлова", []),
            ("%", []),
            ("", []),
            ("\ud800\0", []),
        ):
            ids = [f"e{number}" for number in found]
            assert reader.starting(typed_words(typed), 10) == ids, typed
            assert reader.starting(typed_words(typed), 1) == ids[:1]
        assert reader.starting(typed_words("анна"), 0) == []


def test_what_is_not_a_name_or_merged_away_is_not_suggested(store: AuditedStore) -> None:
    for number in range(3):
        append(store, founded(f"e{number}"), mention(f"m{number}", f"e{number}"))
    append(store, Decided(Ruling.NOT_A_NAME, "e1"), EntitiesMerged(("e0", "e2")))
    with store.reading() as reader:
        assert reader.starting(["orl"], 10) == ["e0"]


# Answers to requests


def test_an_answer_is_kept_with_its_transaction_and_forgotten_after_a_day(
    open_store: OpenStore,
) -> None:
    moment = datetime(2024, 5, 6, 7, tzinfo=UTC)
    store = open_store(clock=lambda: moment)
    for number in range(30):
        with store.writing() as writer:
            writer.remember(f"key {number}", "digest", f"answer {number}")
    with suppress(RuntimeError), store.writing() as writer:
        writer.remember("never", "digest", "answer")
        raise RuntimeError
    moment += timedelta(hours=23)
    with store.writing() as writer:
        writer.remember("later", "digest", "answer")
    with store.reading() as reader:
        assert reader.recall("key 0") == ("digest", "answer 0")
        assert reader.recall("never") is None
    moment += timedelta(hours=2)
    for number in range(3):
        with store.writing() as writer:
            writer.remember(f"new {number}", "digest", "answer")
    with store.reading() as reader:
        assert [reader.recall(f"key {number}") for number in range(30)] == [None] * 30
        assert reader.recall("later") is not None


# Suggestions


def test_open_suggestions_come_most_uncertain_first_with_the_older_entity_first(
    store: AuditedStore,
) -> None:
    append(store, founded("z"), founded("y"), founded("x"))
    append(
        store,
        SuggestionRaised("y", "z", 0.5, "one letter"),
        SuggestionRaised("x", "z", 0.75, "no patronymic"),
        SuggestionRaised("x", "y", 0.5, "initials"),
    )
    with store.reading() as reader:
        found = [(s.entity_a, s.entity_b, s.score, s.why) for s in reader.suggestions()]
        assert len(reader.suggestions(limit=2)) == 2
    assert found == [
        ("z", "y", 0.5, "one letter"),
        ("y", "x", 0.5, "initials"),
        ("z", "x", 0.75, "no patronymic"),
    ]


def people_in_pools(store: Store) -> dict[str, int]:
    """Cards by what they are between."""
    names = {"a": "Анна", "b": "Anna", "c": "Анька", "d": "Anka"}
    with store.writing() as writer:
        for number, (entity_id, name) in enumerate(names.items()):
            writer.append(founded(entity_id, name))
            said = Mention(name, source="хроника" if number < 2 else 'O\'Brien "%_"')
            writer.append(MentionRecorded(f"m{entity_id}", entity_id, said, "given"))
        for entity_id in ("p", "q"):
            writer.append(founded(entity_id, "Анна", Kind.PLACE))
        return {
            f"{a}{b}": writer.append(SuggestionRaised(a, b, score, "why", codes))
            for a, b, score, codes in (
                ("a", "c", 0.5, ("given.same", "surname.far")),
                ("a", "b", 0.6, ("given.same",)),
                ("b", "d", 0.7, ("given.same", "surname.far")),
                ("p", "q", 0.8, ()),
            )
        }


@pytest.mark.parametrize(
    ("pool", "cards"),
    [
        (Pool(), ["ac", "ab", "bd", "pq"]),
        (Pool(kind=Kind.PLACE), ["pq"]),
        (Pool(at_least=0.6, at_most=0.7), ["ab", "bd"]),
        (Pool(scripts=Scripts.CYRILLIC), ["ac", "pq"]),
        (Pool(scripts=Scripts.ACROSS), ["ab"]),
        (Pool(scripts=Scripts.OTHER), ["bd"]),
        (Pool(path=("given.same", "surname.far")), ["ac", "bd"]),
        (Pool(source="хроника"), ["ac", "ab", "bd"]),
        (Pool(source='O\'Brien "%_"'), ["ac", "bd"]),
        (Pool(source="nobody"), []),
        (Pool(kind=Kind.PERSON, scripts=Scripts.CYRILLIC, at_most=0.5), ["ac"]),
    ],
)
def test_a_pool_is_a_part_of_the_queue_in_its_order(
    store: AuditedStore, pool: Pool, cards: list[str]
) -> None:
    numbers = people_in_pools(store)
    wanted = [numbers[card] for card in cards]
    with store.reading() as reader:
        found = [one.suggestion_id for one in reader.suggestions(10, pool)]
        assert sorted(found) == sorted(wanted)
        assert found == [n for n in (s.suggestion_id for s in reader.suggestions()) if n in found]
        assert [one.suggestion_id for one in reader.suggestions(1, pool)] == found[:1]
        assert reader.waiting(0, pool).suggestions == len(wanted)


def test_a_card_is_leased_among_some_in_their_order(store: AuditedStore) -> None:
    numbers = people_in_pools(store)
    wanted = [numbers["bd"], numbers["ab"], numbers["pq"]]
    with store.writing() as writer:
        writer.append(Decided(Ruling.UNSURE, "a", "b", numbers["ab"]))
        assert writer.lease("vera", 60, [*wanted, 10**9]) == numbers["bd"]
        assert writer.lease("anna", 60, wanted) == numbers["pq"]
        assert writer.lease("olga", 60, wanted) is None
        assert writer.lease("olga", 60, []) is None
        assert writer.lease("vera", 60, wanted) == numbers["bd"]
        assert writer.lease("olga", 60) == numbers["ac"]


def test_the_queue_stands_as_its_counts_say(store: AuditedStore) -> None:
    numbers = people_in_pools(store)
    with store.writing() as writer:
        first = writer.append(Decided(Ruling.SAME, "a", "b", numbers["ab"]))
        second = writer.append(Decided(Ruling.DIFFERENT, "b", "d", numbers["bd"]))
        third = writer.append(Decided(Ruling.DIFFERENT, "a", "b"))
        assert writer.waiting() == Waiting(2, 1, 3, third)
        assert writer.waiting(first).decisions == 2
        assert writer.waiting(third).decisions == 0
        assert writer.last_decisions(10) == [third, second, first]
        assert writer.last_decisions(1, before=third) == [second]
        assert writer.lease("vera", 60) == third


def test_decisions_of_one_batch_say_so_in_the_log(store: AuditedStore) -> None:
    numbers = people_in_pools(store)
    seq = append(store, Decided(Ruling.SAME, "a", "b", numbers["ab"], "batch-1"))
    with store.reading() as reader:
        assert reader.event(seq)["payload"]["batch"] == "batch-1"
    assert store.verify_log() == seq
    store.rebuild()
    with store.reading() as reader:
        assert reader.entity("a").entity_id == reader.entity("b").entity_id


def test_a_pair_is_suggested_once_and_only_a_better_score_replaces(store: AuditedStore) -> None:
    append(store, founded("e1"), founded("e2"), SuggestionRaised("e1", "e2", 0.5, "first"))
    with store.reading() as reader:
        (first,) = reader.suggestions()
    append(store, SuggestionRaised("e2", "e1", 0.4, "worse"))
    append(store, SuggestionRaised("e2", "e1", 0.5, "same"))
    with store.reading() as reader:
        assert reader.suggestions() == [first]
    append(store, SuggestionRaised("e2", "e1", 0.6, "better"))
    with store.reading() as reader:
        (last,) = reader.suggestions()
        assert dict(reader.counts()) == {
            "events": 6,
            "mentions": 0,
            "entities": 2,
            "suggestions": 1,
            "collisions": 0,
            "decisions": 0,
        }
    assert (last.suggestion_id, last.score, last.why) == (first.suggestion_id, 0.6, "better")


# Transactions


def test_any_error_rolls_back_the_whole_transaction(store: AuditedStore) -> None:
    append(store, founded("e1"))
    before = everything(store)

    def append_and_fail(error: BaseException) -> None:
        with store.writing() as writer:
            writer.append(founded("e2"))
            writer.append(mention("m1", "e2", "a"))
            raise error

    for error in (Conflict("no"), ZeroDivisionError(), KeyboardInterrupt()):
        with pytest.raises(type(error)):
            append_and_fail(error)
    assert everything(store) == before
    assert append(store, founded("e2")) == 2


def test_a_view_is_of_the_moment_it_was_opened(store: AuditedStore) -> None:
    append(store, founded("e1"))
    with store.reading() as early:
        append(store, founded("e2"))
        with store.reading() as late:
            assert not early.has_entity("e2")
            assert late.has_entity("e2")
            assert dict(early.counts())["events"] == 1


def test_an_open_transaction_neither_blocks_a_reader_nor_shows_through(
    store: AuditedStore,
) -> None:
    with store.writing() as writer:
        writer.append(founded("e1"))
        with store.reading() as reader:
            assert not reader.has_entity("e1")


def test_a_view_that_is_over_answers_no_more(store: AuditedStore) -> None:
    append(store, founded("e1"), founded("e2"))
    with store.reading() as reader:
        rest = reader.entities()
        next(rest)
    views: list[Reader] = [reader]
    with store.writing() as writer:
        pass
    views.append(writer)
    for view in views:
        with pytest.raises(BadInput):
            view.counts()
    with pytest.raises(BadInput):
        writer.append(founded("e3"))
    next(rest)
    with pytest.raises(BadInput):
        next(rest)


def test_transactions_of_one_thread_are_never_nested(store: AuditedStore) -> None:
    with store.writing() as writer:
        with pytest.raises(BadInput), store.writing():
            pass
        writer.append(founded("e1"))
    assert store.verify_log() == 1


def test_a_writer_that_waits_too_long_is_told_to_try_again(open_store: OpenStore) -> None:
    one, other = open_store(), open_store(timeout=0.05)
    with one.writing(), pytest.raises(StoreBusy), other.writing():
        pass
    errors: list[BaseException] = []

    def write() -> None:
        try:
            append(other, founded("e1"))
        except StoreBusy as error:
            errors.append(error)

    with other.writing():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(errors) == 1
    write()
    assert other.verify_log() == 1


def test_threads_share_a_store_and_lose_nothing(store: AuditedStore) -> None:
    append(store, founded("e1"))
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(25):
                append(store, mention(f"m{number}-{step}", "e1", f"a {step}"))
                with store.reading() as reader:
                    assert reader.candidates(Kind.PERSON, ["a"], 5)
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert store.verify_log() == 101


def test_an_open_transaction_keeps_its_store_open(open_store: OpenStore) -> None:
    store = open_store(timeout=0.05)
    with store.writing() as writer:
        with pytest.raises(StoreBusy):
            store.close()
        writer.append(founded("e1"))
    assert store.verify_log() == 1


def test_a_closed_store_says_so(open_store: OpenStore) -> None:
    store = open_store()
    store.close()
    store.close()
    with pytest.raises(BadInput), store.reading():
        pass
    with pytest.raises(BadInput), store.writing():
        pass
    with pytest.raises(BadInput):
        store.verify_log()


# The log


def test_the_log_tells_who_did_what_when_by_which_rules(open_store: OpenStore) -> None:
    moment = datetime(2024, 1, 2, tzinfo=UTC)
    store = open_store(actor="clerk", rules_version="2024.1", clock=lambda: moment)
    append(store, founded("e1", "Анна"), mention("m1", "e1", "Anna"))
    first, second = store.events()
    assert {name: first[name] for name in first if "hash" not in name} == {
        "reason": None,
        "seq": 1,
        "at": "2024-01-02T00:00:00.000+00:00",
        "actor": "clerk",
        "kind": "entity_founded",
        "payload": {"entity_id": "e1", "kind": "person", "name": "Анна"},
        "rules_version": "2024.1",
    }
    assert second["prev_hash"] == first["hash"]
    assert [event["seq"] for event in store.events(after=1)] == [2]
    assert list(store.events(after=2)) == []


def test_a_long_log_is_read_to_its_end(store: AuditedStore) -> None:
    append(store, *(founded(f"e{number}") for number in range(2_500)))
    assert [event["seq"] for event in store.events()] == list(range(1, 2_501))
    assert store.verify_log() == 2_500


def test_an_empty_log_is_whole(store: AuditedStore) -> None:
    assert store.verify_log() == 0
    assert store.rebuild() == 0
    assert list(store.events()) == []


def test_a_store_opened_again_knows_everything(open_store: OpenStore) -> None:
    store = open_store()
    append(store, founded("e1"), mention("m1", "e1", "a b"), founded("e2"))
    append(store, SuggestionRaised("e1", "e2", 0.5, "why"))
    before = everything(store)
    store.close()
    assert everything(open_store()) == before
    assert everything(open_store(read_only=True)) == before


def test_a_name_that_new_rules_refuse_survives_a_rebuild(open_store: OpenStore) -> None:
    append(
        open_store(keys=lambda name, kind: ("k",)), founded("e1"), mention("m1", "e1", "refused")
    )
    store = open_store()
    assert store.rebuild() == 2
    with store.reading() as reader:
        assert dict(reader.entity("e1").spellings) == {"refused": 1}
        assert reader.candidates(Kind.PERSON, ["k"], 10) == []


# Laws of the log

ids = st.sampled_from(["e1", "e2", "e3", "é4"])
texts = st.one_of(
    letters, st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
)
scores = st.floats(0, 1)
histories = st.lists(
    st.one_of(
        st.builds(EntityFounded, ids, st.sampled_from(Kind), texts),
        st.builds(
            MentionRecorded,
            st.text("mn", min_size=1, max_size=4),
            ids,
            st.builds(Mention, texts, st.sampled_from(Kind), st.none() | texts),
            st.sampled_from(["founded", "joined", "given"]),
            st.none() | scores,
        ),
        st.builds(SuggestionRaised, ids, ids, scores, texts),
    ),
    max_size=25,
)


def accepted(writer: Writer, events: Sequence[Event]) -> list[Event]:
    kept = []
    for event in events:
        try:
            writer.append(event)
        except ResolverError:
            continue
        kept.append(event)
    return kept


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories)
def test_the_state_follows_from_the_accepted_events_alone(
    backend: OpenStore, tmp_path_factory: pytest.TempPathFactory, history: list[Event]
) -> None:
    moment = datetime(2024, 1, 2, tzinfo=UTC)
    options: dict[str, Any] = {"keys": words, "clock": lambda: moment}
    with (
        closing(backend(tmp_path_factory.mktemp("one"), **options)) as one,
        closing(backend(tmp_path_factory.mktemp("other"), **options)) as other,
    ):
        with one.writing() as writer:
            kept = accepted(writer, history)
        for event in kept:
            append(other, event)
        assert everything(one) == everything(other)
        assert list(one.events()) == list(other.events())
        before = everything(one)
        assert one.rebuild() == one.verify_log() == len(kept)
        assert everything(one) == before


def test_a_mention_is_found_where_it_is_now(store: AuditedStore) -> None:
    append(store, founded("e1"), mention("m1", "e1"), founded("e2"), mention("m2", "e2"))
    append(store, EntitiesMerged(("e1", "e2")))
    with store.reading() as reader:
        assert [reader.entity_of(one) for one in ("m1", "m2", "m3")] == ["e1", "e1", None]
