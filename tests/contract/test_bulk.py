"""Many arrivals at once leave the very log and the very rows that one after another would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.errors import BadName, Conflict, ResolverError
from resolver.ledger.bulk import Arrival
from resolver.ledger.events import (
    Decided,
    EntitiesMerged,
    EntityFounded,
    Event,
    MentionRecorded,
    NameCorrected,
    Ruling,
    SuggestionRaised,
)
from resolver.mention import Kind, Mention
from resolver.store import sqlite_bulk, sqlite_candidates
from resolver.store.audited import AuditedStore
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_schema import digests

from .test_store import everything, open_postgres, open_sqlite, words

Step = Event | list[Arrival]
WHEN = datetime(2026, 1, 30, tzinfo=UTC)


@contextmanager
def opened(folder: Path, *, server: bool = False) -> Iterator[AuditedStore]:
    folder.mkdir()
    how = open_postgres if server else open_sqlite
    with how(folder, keys=words, clock=lambda: WHEN, actor="loader") as store:
        yield store


def at_once(store: AuditedStore, steps: Sequence[Step]) -> list[type[ResolverError] | None]:
    """What became of each step, lots at once."""
    said: list[type[ResolverError] | None] = []
    for step in steps:
        try:
            with store.writing() as writer:
                if isinstance(step, list):
                    writer.append_all(step, "it came")
                else:
                    writer.append(step, "it came")
        except ResolverError as error:
            said.append(type(error))
        else:
            said.append(None)
    return said


def one_by_one(store: AuditedStore, steps: Sequence[Step]) -> list[type[ResolverError] | None]:
    """The same, each event by itself, and a lot with a bad one not at all."""
    said: list[type[ResolverError] | None] = []
    for step in steps:
        try:
            with store.writing() as writer:
                for event in step if isinstance(step, list) else [step]:
                    writer.append(event, "it came")
        except ResolverError as error:
            said.append(type(error))
        else:
            said.append(None)
    return said


def tables(store: SqliteStore) -> dict[str, str]:
    with store._snapshot() as connection:
        return digests(connection)


entities = st.sampled_from([f"e{number}" for number in range(5)])
names = st.lists(st.sampled_from("abcd"), min_size=1, max_size=3).map(" ".join)
kinds = st.sampled_from([Kind.PERSON, Kind.PERSON, Kind.PERSON, Kind.PLACE])
mentions = st.builds(
    Mention,
    names,
    kinds,
    birth_date=st.sampled_from([None, None, "1950", "1950-02-03"]),
    country=st.sampled_from([None, None, "KZ"]),
)
foundings = st.builds(EntityFounded, entities, kinds, names)
recordings = st.builds(
    MentionRecorded,
    st.integers(0, 300).map("m{}".format),
    entities,
    mentions,
    st.sampled_from(["given", "joined"]),
    st.sampled_from([None, 0.9]),
)
lots = st.lists(st.one_of(foundings, recordings, recordings, recordings), max_size=12)
others = st.one_of(
    st.builds(Decided, st.sampled_from(list(Ruling)[:3]), entities, entities),
    st.builds(EntitiesMerged, st.tuples(entities, entities)),
    st.builds(NameCorrected, entities, names),
    st.builds(SuggestionRaised, entities, entities, st.floats(0.2, 0.9), st.just("why")),
    st.builds(Decided, st.just(Ruling.NOT_A_NAME), entities),
)
FIRST: list[Step] = [[EntityFounded(f"e{number}", Kind.PERSON, "a b") for number in range(3)]]
steps = st.lists(st.one_of(lots, lots, others), min_size=1, max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps, st.integers(1, 6))
def test_bulk_is_one_by_one(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    steps: list[Step],
    common: int,
) -> None:
    for module in (sqlite_candidates, sqlite_bulk):
        monkeypatch.setattr(module, "COMMON", common)
    folder = tmp_path_factory.mktemp("bulk")
    with opened(folder / "a") as bulk, opened(folder / "b") as single:
        assert isinstance(bulk, SqliteStore)
        assert isinstance(single, SqliteStore)
        assert at_once(bulk, FIRST + steps) == one_by_one(single, FIRST + steps)
        assert bulk.head() == single.head()
        assert tables(bulk) == tables(single)
        assert bulk.compare_with_log() == ()
        assert everything(bulk) == everything(single)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_bulk_in_a_file_is_bulk_on_a_server(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    folder = tmp_path_factory.mktemp("bulk")
    with opened(folder / "a") as file, opened(folder / "b", server=True) as server:
        assert at_once(file, FIRST + steps) == at_once(server, FIRST + steps)
        assert file.head() == server.head()
        assert everything(file) == everything(server)


@pytest.fixture(params=[False, True], ids=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AuditedStore]:
    with opened(tmp_path / "store", server=request.param) as made:
        yield made


def arrival(mention_id: str, entity_id: str, name: str = "a b") -> MentionRecorded:
    return MentionRecorded(mention_id, entity_id, Mention(name), "given")


def test_a_lot_with_a_bad_one_is_not_kept_and_the_transaction_goes_on(store: AuditedStore) -> None:
    founded = EntityFounded("e1", Kind.PERSON, "a b")
    cases: list[tuple[list[Arrival], type[ResolverError]]] = [
        ([arrival("m2", "e1"), arrival("m1", "e1")], Conflict),
        ([arrival("m2", "e1"), founded], Conflict),
        ([arrival("m2", "e1"), arrival("m3", "e2")], Conflict),
        ([arrival("m2", "e1"), arrival("m3", "e1", "refused")], BadName),
    ]
    with store.writing() as writer:
        writer.append_all([founded, arrival("m1", "e1")])
        for bad, error in cases:
            with pytest.raises(error):
                writer.append_all(bad)
        assert writer.append_all([arrival("m2", "e1")]) == 3
    assert store.verify_log() == 3
    assert store.compare_with_log() == ()
    with store.reading() as reader:
        assert reader.entities_of(["m1", "m2", "m3", "\0"]) == {"m1": "e1", "m2": "e1"}
        assert reader.have_entities(["e1", "e2", "\0"]) == {"e1"}


def test_nothing_at_all_is_a_lot_too(store: AuditedStore) -> None:
    with store.writing() as writer:
        assert writer.append_all([]) == 0
    assert store.head()[0] == 0


def test_a_mention_is_where_its_entity_went(store: AuditedStore) -> None:
    with store.writing() as writer:
        for entity in ("e1", "e2"):
            writer.append(EntityFounded(entity, Kind.PERSON, "a b"))
        writer.append(EntitiesMerged(("e1", "e2")))
        writer.append_all([arrival("m1", "e2"), arrival("m2", "e1", "a c")])
        assert writer.entities_of(["m1", "m2"]) == {"m1": "e1", "m2": "e1"}
    with suppress(BadName), store.writing() as writer:
        writer.append_all([arrival("m3", "e1"), arrival("m4", "e2", "refused")])
    with store.reading() as reader:
        assert reader.entity("e2").mentions == 2
