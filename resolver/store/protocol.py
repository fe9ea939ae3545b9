"""What the rest of the library asks of a store; a dozen verbs, no policy.

The append-only log of events is the truth. Entities, spellings, blocking keys and
suggestions are projections that the store updates in the transaction that appends the
event, and that could be rebuilt from the log alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from resolver.mention import Kind, Mention


@dataclass(frozen=True, slots=True)
class EntityFounded:
    """A new entity with its first canonical name."""

    entity_id: str
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class MentionRecorded:
    """A mention that now belongs to `entity_id`.

    `how` is `founded`, `joined` (the machine matched it, with `score`) or `given`
    (the source said which entity it is).
    """

    mention_id: str
    entity_id: str
    mention: Mention
    how: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class SuggestionRaised:
    """Two entities that may be one: for a clerk to decide."""

    entity_a: str
    entity_b: str
    score: float
    why: str


Event = EntityFounded | MentionRecorded | SuggestionRaised


@dataclass(frozen=True, slots=True)
class StoredName:
    """One distinct spelling of an entity, as a candidate for comparison.

    `worth` says how much the keys tell that it shares with what was asked for; candidates
    come in order of it. 0 is unknown.
    """

    entity_id: str
    name: str
    mentions: int
    worth: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A recorded mention with its place in the log."""

    mention_id: str
    entity_id: str
    mention: Mention
    how: str
    score: float | None
    recorded_at: str


@dataclass(frozen=True, slots=True)
class StoredSuggestion:
    """An open suggestion."""

    suggestion_id: int
    entity_a: str
    entity_b: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as its projections stand: `spellings` maps each spelling to its mentions."""

    entity_id: str
    kind: Kind
    name: str
    mentions: int
    spellings: Mapping[str, int] = field(default_factory=dict)


class Reader(Protocol):
    """A consistent view of the store."""

    def candidates(self, kind: Kind, keys: Sequence[str], limit: int) -> list[StoredName]:
        """Spellings of `kind` sharing a key with `keys`, rarest shared keys first."""
        ...

    def entity(self, entity_id: str) -> Entity:
        """The entity, or NotFound."""
        ...

    def has_entity(self, entity_id: str) -> bool: ...

    def starting(self, start: str, limit: int) -> list[str]:
        """Entities with a spelling in which a word begins so, in order of entry."""
        ...

    def mentions(self, entity_id: str, limit: int = 1000) -> list[StoredMention]:
        """Its mentions in the order of the log."""
        ...

    def suggestions(self, limit: int = 1000) -> list[StoredSuggestion]:
        """Open suggestions, best score first."""
        ...

    def entities(self, kind: Kind | None = None) -> Iterator[Entity]:
        """All entities in the order they were founded."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Numbers of `events`, `mentions`, `entities`, `suggestions`."""
        ...


class Writer(Reader, Protocol):
    """A transaction: everything appended is kept together or not at all."""

    def append(self, event: Event) -> int:
        """Append to the log, update the projections; the event's sequence number."""
        ...


class Store(Protocol):
    """Opens views and transactions. Safe to share between threads."""

    def reading(self) -> AbstractContextManager[Reader]: ...

    def writing(self) -> AbstractContextManager[Writer]:
        """One writer at a time, across processes; StoreBusy if none is free in time."""
        ...

    def events(self, after: int = 0) -> Iterator[Mapping[str, Any]]:
        """The log after a sequence number, in order: seq, at, actor, kind, payload, hash."""
        ...

    def close(self) -> None: ...
