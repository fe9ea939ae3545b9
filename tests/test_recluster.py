"""Recording one by one, then clustering anew, gives what `dedupe` gives on the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.dedupe import dedupe_mentions
from resolver.desk import Act, Desk
from resolver.ledger.events import Ruling
from resolver.mention import Kind, Mention
from resolver.recluster import recluster
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

NAMES = (
    "Иван Петрович Сидоров",
    "Ivan Petrovich Sidorov",
    "Ivan Sidorov",
    "Iwan Sidorow",
    "И. П. Сидоров",
    "Сидоров",
    "Sidorov",
    "Пётр Сидоров",
    "Ivan Pavlovich Sidorov",
    "Анна Орлова",
    "Anna Orlova",
    "Орлова",
)
DATES = (None, None, "1950", "1950-02-03", "1961")

mentions = st.lists(
    st.builds(Mention, st.sampled_from(NAMES), birth_date=st.sampled_from(DATES)),
    min_size=1,
    max_size=14,
)


def groups(ids: Iterable[object]) -> set[frozenset[int]]:
    found: dict[object, set[int]] = defaultdict(set)
    for row, one in enumerate(ids):
        found[one].add(row)
    return {frozenset(rows) for rows in found.values()}


def stored_groups(store: SqliteStore, order: list[str]) -> set[frozenset[int]]:
    with store.reading() as reader:
        found = {
            frozenset(order.index(m.mention_id) for m in reader.mentions(entity.entity_id))
            for entity in reader.entities()
        }
    return {one for one in found if one}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mentions)
def test_recorded_and_clustered_anew_is_deduplicated(
    tmp_path_factory: pytest.TempPathFactory, archive: list[Mention]
) -> None:
    with SqliteStore(tmp_path_factory.mktemp("recluster") / "store.db") as store:
        service = Service(store)
        order = [service.record(mention).mention_id for mention in archive]
        recluster(store, Kind.PERSON)
        expected = dedupe_mentions(archive)
        assert stored_groups(store, order) == groups(expected.entity_ids)
        with store.reading() as reader:
            names = {one.name for one in reader.entities() if one.mentions}
        assert names == set(expected.entity_names)
        again = recluster(store, Kind.PERSON)
        assert (again.joined, again.moved, again.undone, again.suggested) == (0, 0, 0, 0)
        assert store.compare_with_log() == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mentions, st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.booleans())))
def test_no_machine_run_undoes_what_a_clerk_has_decided(
    tmp_path_factory: pytest.TempPathFactory,
    archive: list[Mention],
    verdicts: list[tuple[int, int, bool]],
) -> None:
    with SqliteStore(tmp_path_factory.mktemp("recluster") / "store.db") as store:
        service, desk = Service(store), Desk(store)
        ids = [service.record(mention).entity_id for mention in archive]
        clerk = Act("clerk")
        held = []
        for a, b, same in verdicts[:5]:
            one, other = (service.entity(ids[n % len(ids)])[0].entity_id for n in (a, b))
            if one != other:
                verdict = Ruling.SAME if same else Ruling.DIFFERENT
                done = desk.decide(verdict, one, other, clerk)
                if done.blocked_by is None:
                    held.append((one, other, same))
        recluster(store, Kind.PERSON)
        for mention in archive:
            service.record(mention)
        for one, other, same in held:
            now = {service.entity(entity_id)[0].entity_id for entity_id in (one, other)}
            assert (len(now) == 1) is same


def test_entities_that_sources_know_by_different_ids_are_suggested_and_not_joined(
    tmp_path: Path,
) -> None:
    with SqliteStore(tmp_path / "store.db") as store:
        service = Service(store)
        service.record(Mention("Иван Петрович Сидоров"), "a")
        service.record(Mention("Ivan Petrovich Sidorov"), "b")
        recluster(store, Kind.PERSON)
        with store.reading() as reader:
            assert {entity.entity_id for entity in reader.entities()} == {"a", "b"}
            assert len(reader.suggestions()) == 1
