"""Entities over the years: random histories, checked after every step against the model."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from resolver.errors import Conflict
from resolver.ledger.clusters import refresh
from resolver.ledger.events import (
    Decided,
    DecisionUndone,
    EntitiesJoined,
    EntitiesMerged,
    EntityFounded,
    EntitySplit,
    Event,
    MentionRecorded,
    MentionsMoved,
    NameCorrected,
    Ruling,
    SuggestionRaised,
)
from resolver.mention import Kind, Mention
from resolver.store.audited import AuditedStore
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_schema import digests
from resolver.store.sqlite_tables import SqliteTables

from .model import Decision, Model
from .worker import OtherProcess, words

NAMES = ("Anna Orlova", "Anna Orlowa", "Анна Орлова", "A. Orlova", "Anna Petrovna Orlova")
DATES = (None, "1950", "1950-02-03", "1961")
# Memory where there is some: the state is what is tested here, not the disk.
FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None
picks = st.integers(0, 30)


class Entities(RuleBasedStateMachine):
    """Record, decide, merge, split, undo, rename, recluster, rebuild, restart."""

    other: OtherProcess | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(dir=FOLDER))
        self.path = self.folder / "store.db"
        self.store = self.open_store()
        self.model = Model()
        self.made = 0

    def open_store(self) -> AuditedStore:
        return SqliteStore(self.path, keys=words, actor="machine")

    def teardown(self) -> None:
        try:
            assert self.store.compare_with_log() == ()
            self.nothing_is_left_to_refresh()
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    def nothing_is_left_to_refresh(self) -> None:
        """Every suggestion is in the state that looking at all of them again gives it."""
        assert isinstance(self.store, SqliteStore)
        with self.store._transaction() as connection:
            tables = SqliteTables(connection)
            before = digests(connection)
            refresh(tables, tables.all_roots(0))
            assert digests(connection) == before

    def append(self, event: Event) -> int:
        with self.store.writing() as writer:
            return writer.append(event)

    def decide(self, event: Event, decision: Decision) -> None:
        decision.seq = self.append(event)
        self.model.decisions.append(decision)

    def pick(self, options: Sequence[str], number: int) -> str:
        return options[number % len(options)]

    def two(self, a: int, b: int) -> tuple[str, str]:
        """Two different nodes."""
        one = self.pick(self.model.nodes, a)
        return one, self.pick([node for node in self.model.nodes if node != one], b)

    # Mentions arrive

    @initialize(count=st.integers(2, 6))
    def begin(self, count: int) -> None:
        for number in range(count):
            self.found(NAMES[number % len(NAMES)], DATES[number % len(DATES)])

    @rule(name=st.sampled_from(NAMES), date=st.sampled_from(DATES))
    def found(self, name: str, date: str | None) -> None:
        self.made += 1
        entity, mention = f"e{self.made}", f"m{self.made}"
        with self.store.writing() as writer:
            writer.append(EntityFounded(entity, Kind.PERSON, name))
            said = Mention(name, birth_date=date)
            writer.append(MentionRecorded(mention, entity, said, "founded"))
        self.model.nodes.append(entity)
        self.model.recorded[mention] = entity

    @precondition(lambda self: self.model.nodes)
    @rule(name=st.sampled_from(NAMES), at=picks, elsewhere=st.booleans())
    def join(self, name: str, at: int, elsewhere: bool) -> None:
        self.made += 1
        entity, mention = self.pick(self.model.nodes, at), f"m{self.made}"
        event = MentionRecorded(mention, entity, Mention(name), "joined", 0.95)
        if elsewhere and self.other is not None and self.made % 8 == 0:
            self.other.append(self.path, event)
        else:
            self.append(event)
        self.model.recorded[mention] = entity

    @precondition(lambda self: len(self.model.nodes) > 1)
    @rule(a=picks, b=picks, score=st.floats(0.3, 0.9))
    def suggest(self, a: int, b: int, score: float) -> None:
        one = self.pick(self.model.nodes, a)
        cluster = next(found for found in self.model.clusters() if one in found)
        others = [node for node in self.model.nodes if node not in cluster]
        if not others:
            return
        other = self.pick(others, b)
        self.append(SuggestionRaised(one, other, score, "why", (f"c{int(score * 10)}",)))

    # People decide

    @precondition(lambda self: len(self.model.nodes) > 1)
    @rule(a=picks, b=picks, verdict=st.sampled_from(["same", "same", "different", "unsure"]))
    def verdict(self, a: int, b: int, verdict: str) -> None:
        one, other = self.two(a, b)
        made = Decision(0)
        if verdict == "same":
            made.together = [(one, other)]
        elif verdict == "different":
            made.apart = [(one, other)]
        self.decide(Decided(Ruling(verdict), one, other), made)

    @precondition(lambda self: len(self.model.decisions) % 6 == 5)  # else little is left
    @rule(a=picks)
    def not_a_name(self, a: int) -> None:
        self.decide(Decided(Ruling.NOT_A_NAME, self.pick(self.model.nodes, a)), Decision(0))

    @precondition(lambda self: len(self.model.nodes) > 2)
    @rule(chosen=st.lists(picks, min_size=2, max_size=4))
    def merge(self, chosen: list[int]) -> None:
        first = self.two(chosen[0], chosen[1])
        ids = list(dict.fromkeys([*first, *(self.pick(self.model.nodes, n) for n in chosen)]))
        pairs = list(pairwise(ids))
        self.decide(EntitiesMerged(tuple(ids)), Decision(0, together=pairs))

    @precondition(lambda self: any(len(found) > 1 for found in self.model.partition().values()))
    @rule(at=picks, cut=picks)
    def split(self, at: int, cut: int) -> None:
        large = {root: m for root, m in self.model.partition().items() if len(m) > 1}
        root = self.pick(sorted(large), at)
        members = sorted(large[root])
        moving = members[: 1 + cut % (len(members) - 1)]
        self.made += 1
        new = f"e{self.made}"
        cluster = next(found for found in self.model.clusters() if root in found)
        decision = Decision(
            0,
            apart=[(new, node) for node in cluster if node != root],
            split=(new, root),
            moves=dict.fromkeys(moving, new),
        )
        self.decide(EntitySplit(root, tuple(moving), new), decision)
        self.model.nodes.append(new)

    @precondition(lambda self: self.model.nodes)
    @rule(at=picks)
    def rename(self, at: int) -> None:
        self.decide(NameCorrected(self.pick(self.model.nodes, at), "Orlova, Anna"), Decision(0))

    @precondition(lambda self: any(one.active for one in self.model.decisions))
    @rule(at=picks)
    def undo(self, at: int) -> None:
        active = [one for one in self.model.decisions if one.active]
        target = active[at % len(active)]
        made = Decision(0, human=target.human, target=target)
        self.decide(DecisionUndone(target.seq), made)
        self.model.switch(target, active=False)

    @precondition(lambda self: any(not one.active for one in self.model.decisions))
    @rule(at=picks)
    def undo_what_is_undone(self, at: int) -> None:
        undone = [one for one in self.model.decisions if not one.active]
        with pytest.raises(Conflict):
            self.append(DecisionUndone(undone[at % len(undone)].seq))

    # The machine finds

    @precondition(lambda self: len(self.model.nodes) > 1)
    @rule(a=picks, b=picks)
    def machine_joins(self, a: int, b: int) -> None:
        one, other = self.two(a, b)
        event = EntitiesJoined((one, other), 0.99)
        self.decide(event, Decision(0, human=False, together=[(one, other)]))

    @precondition(lambda self: self.model.recorded)
    @rule(at=picks, to=picks)
    def machine_moves(self, at: int, to: int) -> None:
        mention = self.pick(sorted(self.model.recorded), at)
        target = self.pick(self.model.nodes, to)
        try:
            seq = self.append(MentionsMoved(target, (mention,)))
        except Conflict:  # a person has placed it
            return
        self.model.decisions.append(Decision(seq, human=False, moves={mention: target}))

    # The store lives on

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = self.open_store()

    @rule()
    def rebuild(self) -> None:
        self.store.rebuild()

    @invariant()
    def the_state_is_what_the_decisions_in_force_make_of_it(self) -> None:
        expected = self.model.partition()
        with self.store.reading() as reader:
            found = {
                entity.entity_id: {
                    stored.mention_id for stored in reader.mentions(entity.entity_id)
                }
                for entity in reader.entities()
            }
            assert found == expected
            for entity in reader.entities():
                assert entity.mentions == len(found[entity.entity_id])
                assert sum(entity.spellings.values()) == entity.mentions
                for member in entity.members:
                    assert reader.entity(member).entity_id == entity.entity_id
                assert not reader.apart_from(entity.entity_id) & {entity.entity_id}
            seen = set()
            for one in reader.suggestions():
                pair = frozenset((one.entity_a, one.entity_b))
                assert len(pair) == 2
                assert pair not in seen, "a pair is asked about once"
                seen.add(pair)
                assert one.again is not None or one.entity_b not in reader.apart_from(one.entity_a)
