"""What happened to an entity, and what people decided, as it is shown to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resolver.desk import Card, card, subjects
from resolver.store.protocol import Entity, Reader, StoredSuggestion


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of the log; `what` is its payload."""

    seq: int
    at: str
    actor: str
    kind: str
    reason: str
    rules_version: str
    what: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a person and whether it is in force. `entity_ids` as it named them."""

    event: Happened
    entity_ids: tuple[str, ...]
    undone_by: int | None
    blocked_by: int | None


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card with the two entities that it is about, and the decisions if it is a collision."""

    card: Card
    a: Entity
    b: Entity
    decision: Decision | None = None
    against: Decision | None = None

    @property
    def changed(self) -> int:
        """The state that a clerk sees who looks at this card."""
        return max(self.a.changed, self.b.changed)


def happened(reader: Reader, seq: int) -> Happened:
    """One event. Raises NotFound."""
    row = reader.event(seq)
    return Happened(
        seq,
        row["at"],
        row["actor"],
        row["kind"],
        row["reason"] or "",
        row["rules_version"],
        row["payload"],
    )


def history(reader: Reader, entity_id: str, after: int, limit: int) -> list[Happened]:
    """What made an entity what it is, in order. Raises NotFound."""
    reader.entity(entity_id)
    return [happened(reader, seq) for seq in reader.history(entity_id, after, limit)]


def decision(reader: Reader, seq: int) -> Decision:
    """One decision. Raises NotFound."""
    state = reader.decision(seq)
    return Decision(happened(reader, seq), subjects(reader, seq), state.undone_by, state.blocked_by)


def decisions(reader: Reader, after: int, limit: int) -> list[Decision]:
    """Decisions of people in order, those undone too."""
    return [decision(reader, seq) for seq in reader.decisions(after, limit)]


def shown(reader: Reader, number: int) -> ShownCard:
    """A card by its number. Raises NotFound."""
    found = card(reader, number)
    if found.collision is not None:
        one = found.collision
        a, b = reader.entity(one.entity_a), reader.entity(one.entity_b)
        both = (decision(reader, one.decision), decision(reader, one.against))
        return ShownCard(found, a, b, *both)
    assert found.suggestion is not None
    return _of(reader, found.suggestion)


def queue(reader: Reader, limit: int) -> list[ShownCard]:
    """What is to be decided, most urgent first: collisions, then suggestions."""
    found = [shown(reader, one.decision) for one in reader.collisions(limit)]
    return found + [_of(reader, one) for one in reader.suggestions(limit - len(found))]


def _of(reader: Reader, found: StoredSuggestion) -> ShownCard:
    a, b = reader.entity(found.entity_a), reader.entity(found.entity_b)
    return ShownCard(Card(found.suggestion_id, suggestion=found), a, b)
