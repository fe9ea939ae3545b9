"""What the rest of the library asks of a store; verbs, no policy.

The append-only log of events is the truth. All else is a projection, which `ledger` keeps
in the transaction that appends the event and which can be rebuilt from the log alone.
Leases and answers to requests are the exception: they are worth nothing after a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from resolver.attributes import Facts
from resolver.kept import (
    DecisionState,
    Entity,
    StoredCollision,
    StoredMention,
    StoredName,
    StoredSuggestion,
)
from resolver.ledger.bulk import Arrival
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
    Ruling,
    SuggestionRaised,
)
from resolver.mention import Kind
from resolver.pool import Pool, Waiting
from resolver.sifting import Sieve


class Reader(Protocol):
    """A consistent view of the store."""

    def candidates(self, kind: Kind, keys: Sequence[str], limit: int) -> list[StoredName]:
        """Spellings of `kind` sharing a key with `keys`, rarest shared keys first."""
        ...

    def likely(
        self, kind: Kind, keys: Sequence[str], limit: int, sieve: Sieve
    ) -> Iterator[StoredName]:
        """Those of the candidates that are of use, in the same order; read as they are asked
        for, within this view."""
        ...

    def facts(self, entity_ids: Sequence[str]) -> Mapping[str, Facts]:
        """The attributes of entities; those without any are left out."""
        ...

    def entity(self, entity_id: str) -> Entity:
        """The entity, or the one that took it in, or NotFound."""
        ...

    def has_entity(self, entity_id: str) -> bool: ...

    def entity_of(self, mention_id: str) -> str | None:
        """The entity that a mention is in; None where it was not recorded."""
        ...

    def entities_of(self, mention_ids: Sequence[str]) -> Mapping[str, str]:
        """The entity that each mention is in; those that were not recorded are left out."""
        ...

    def have_entities(self, entity_ids: Sequence[str]) -> set[str]:
        """Those of some ids that were founded, as `has_entity` says of one."""
        ...

    def starting(self, words: Sequence[str], limit: int) -> list[str]:
        """Entities with a spelling that has all of these words, as they are typed, the last
        of which may go on: in the order of what it goes on to, then of entry.

        With a beginning that very many names have, only the first of them are looked at."""
        ...

    def mentions(self, entity_id: str, limit: int = 1000, after: int = 0) -> list[StoredMention]:
        """Its mentions in the order of the log, from after an event's number."""
        ...

    def suggestions(self, limit: int = 1000, pool: Pool | None = None) -> list[StoredSuggestion]:
        """Open suggestions (of a pool), most urgent first."""
        ...

    def waiting(self, since: int = 0, pool: Pool | None = None) -> Waiting:
        """How the queue stands, and how many decisions came after event `since`; quick, for
        which no more than COUNTED of a pool are counted."""
        ...

    def suggestion(self, suggestion_id: int) -> StoredSuggestion:
        """One suggestion in any state, or NotFound."""
        ...

    def suggestions_of(self, entity_id: str) -> list[StoredSuggestion]:
        """Suggestions in any state that an entity is part of, first raised first."""
        ...

    def collisions(self, limit: int = 1000) -> list[StoredCollision]:
        """Decisions that others stand against, oldest first."""
        ...

    def decision(self, seq: int) -> DecisionState:
        """Whether a decision is in force, or NotFound."""
        ...

    def decisions(self, after: int = 0, limit: int = 1000) -> list[int]:
        """Numbers of the decisions of people, in order."""
        ...

    def last_decisions(self, limit: int, before: int | None = None) -> list[int]:
        """Numbers of the decisions of people, the last first, from before one."""
        ...

    def entities(self, kind: Kind | None = None, after: str | None = None) -> Iterator[Entity]:
        """All entities in the order they were founded, from after one."""
        ...

    def history(self, entity_id: str, after: int = 0, limit: int = 1000) -> list[int]:
        """Numbers of the events that made an entity what it is, in order."""
        ...

    def event(self, seq: int) -> Mapping[str, Any]:
        """One event of the log, or NotFound."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Numbers of `events`, `mentions`, `entities`, open `suggestions`, and more."""
        ...

    def is_decided(self, entity_id: str) -> bool:
        """Whether a person's decision in force is about this id, or what it redirects to."""
        ...

    def apart_from(self, entity_id: str) -> set[str]:
        """Entities that decisions in force keep apart from this one."""
        ...

    def joins_of(self, entity_id: str) -> list[int]:
        """Numbers of the machine's joins that are in force in an entity, in order."""
        ...

    def recall(self, key: str) -> tuple[str, str] | None:
        """Digest and answer of the request that came with an idempotency key."""
        ...


class Writer(Reader, Protocol):
    """A transaction: everything appended is kept together or not at all."""

    def append(self, event: Event, reason: str = "") -> int:
        """Append to the log, update the projections; the event's sequence number."""
        ...

    def append_all(self, events: Sequence[Arrival], reason: str = "") -> int:
        """Append foundings and recordings as `append` would, one after another, but all of them
        or none; the sequence number of the last. Many at once cost far less."""
        ...

    def is_awaited(self) -> bool:
        """Whether anybody may be waiting for the end of this transaction."""
        ...

    def remember(self, key: str, digest: str, answer: str) -> None:
        """Keep the answer to a request with the transaction it belongs to, for a day.

        Whenever one is kept, a few that are older are dropped."""
        ...

    def lease(self, clerk: str, seconds: float, among: Sequence[int] | None = None) -> int | None:
        """The most urgent card that no other clerk holds, held for this one: the number of a
        collision's decision or of a suggestion. None when there is nothing to do. `among`
        suggestions, it is the first one that is open."""
        ...

    def release(self, card: int) -> None:
        """Nobody looks at this card any more."""
        ...


class Store(Protocol):
    """Opens views and transactions. Safe to share between threads.

    `is_local`: reading waits for no network and for no writer.
    """

    is_local: bool

    def reading(self) -> AbstractContextManager[Reader]: ...

    def writing(self, actor: str | None = None) -> AbstractContextManager[Writer]:
        """One writer at a time, across processes; StoreBusy if none is free in time.

        `actor` signs the events, instead of the store's own.
        """
        ...

    def events(self, after: int = 0) -> Iterator[Mapping[str, Any]]:
        """The log after a number, in order: seq, at, actor, kind, payload, reason, hash."""
        ...

    def close(self) -> None: ...


__all__ = [
    "Arrival",
    "Decided",
    "DecisionState",
    "DecisionUndone",
    "EntitiesJoined",
    "EntitiesMerged",
    "Entity",
    "EntityFounded",
    "EntitySplit",
    "Event",
    "MentionRecorded",
    "MentionsMoved",
    "NameCorrected",
    "NamingPreferred",
    "Reader",
    "Ruling",
    "Store",
    "StoredCollision",
    "StoredMention",
    "StoredName",
    "StoredSuggestion",
    "SuggestionRaised",
    "Writer",
]
