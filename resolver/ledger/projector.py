"""Each event and what it changes: the one place where the log becomes state.

The same code runs when an event is appended and when the log is replayed, so a rebuild
gives the very rows that it replaces.
"""

from __future__ import annotations

from resolver.entities import Preference
from resolver.errors import Conflict
from resolver.ledger.clusters import mention_added, refresh_between, resettle
from resolver.ledger.decisions import Decisions
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
    NamingPreferred,
    SuggestionRaised,
)
from resolver.ledger.names import KeysOf, Names
from resolver.ledger.review import OPEN, news
from resolver.ledger.tables import Node, Tables


class Projector:
    """Applies events to the tables of an open transaction."""

    __slots__ = ("_decisions", "_names", "_tables")

    def __init__(self, tables: Tables, keys_of: KeysOf) -> None:
        self._tables = tables
        self._names = Names(tables, keys_of)
        self._decisions = Decisions(tables, self._names)

    def apply(self, seq: int, event: Event) -> None:
        """Raises Conflict when the event contradicts the events before it."""
        match event:
            case MentionRecorded():
                self._record(seq, event)
            case EntityFounded():
                self._tables.add_node(seq, event.entity_id, event.kind, event.name)
            case SuggestionRaised():
                self._suggest(seq, event)
            case Decided():
                self._decisions.decide(seq, event)
            case EntitiesMerged() | EntitiesJoined():
                self._decisions.merge(seq, event)
            case EntitySplit():
                self._decisions.split(seq, event)
            case NameCorrected():
                self._decisions.correct(seq, event)
            case DecisionUndone():
                self._decisions.undo(seq, event)
            case MentionsMoved():
                self._decisions.move(seq, event)
            case NamingPreferred():
                self._prefer(seq, event)

    def _record(self, seq: int, event: MentionRecorded) -> None:
        node = self._node(event.entity_id)
        if node.kind != event.mention.kind:
            raise Conflict(f"a mention of kind {event.mention.kind} cannot join a {node.kind}")
        name = self._names.enter(node.number, event.mention)
        self._tables.add_mention(seq, event.mention_id, node.number, name)
        mention_added(self._tables, node, event.mention.name, seq)

    def _suggest(self, seq: int, event: SuggestionRaised) -> None:
        one, other = self._node(event.entity_a), self._node(event.entity_b)
        if one.root == other.root:
            raise Conflict("an entity cannot be suggested to be itself")
        a, b = sorted((one.number, other.number))
        known = self._tables.suggestion(a, b)
        if known is None:
            self._tables.suggest(seq, a, b, event)
        else:
            number, score, state, evidence = known
            if state == OPEN and event.score <= score:
                return
            new = ", ".join(news(event.score, event.evidence, score, evidence))
            self._tables.suggest_again(number, None if state == OPEN else seq, event, new)
        refresh_between(self._tables, one.root, other.root)

    def _prefer(self, seq: int, event: NamingPreferred) -> None:
        self._names.prefer(Preference(event.script, event.standard))
        last = 0
        while page := self._tables.all_roots(last):
            for root in page:
                resettle(self._tables, [root], seq, decided=False)
            last = page[-1]

    def _node(self, entity_id: str) -> Node:
        found = self._tables.node(entity_id)
        if found is None:
            raise Conflict("the event names an entity that was never founded: found it first")
        return found
