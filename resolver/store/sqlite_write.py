"""A transaction of a SQLite store: events go to the log and into the projections."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from resolver.errors import Conflict, StoreBusy
from resolver.mention import Kind
from resolver.store.protocol import EntityFounded, Event, MentionRecorded, SuggestionRaised
from resolver.store.sqlite_candidates import index
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_log import encode, head, write
from resolver.store.sqlite_read import SqliteReader

KeysOf = Callable[[str, Kind], Sequence[str]]
"""The blocking keys of a name of a kind."""

_NAME = """
    INSERT INTO names (entity, name, mentions) VALUES (?, ?, 1)
    ON CONFLICT (entity, name) DO UPDATE SET mentions = mentions + 1
    RETURNING id, mentions"""

_SUGGESTION = """
    INSERT INTO suggestions (entity_a, entity_b, score, why) VALUES (?, ?, ?, ?)
    ON CONFLICT (entity_a, entity_b) DO UPDATE SET score = excluded.score, why = excluded.why
    WHERE excluded.score > suggestions.score"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every event of a store is signed with."""

    actor: str
    rules_version: str
    clock: Callable[[], datetime]

    def now(self) -> str:
        """The time in UTC, ISO 8601 with milliseconds."""
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds")


class Projector:
    """Applies events to the projections, in the transaction of `connection`."""

    __slots__ = ("_connection", "_keys_of")

    def __init__(self, connection: sqlite3.Connection, keys_of: KeysOf) -> None:
        self._connection = connection
        self._keys_of = keys_of

    def apply(self, seq: int, event: Event) -> None:
        """Raises Conflict when the event contradicts the events before it."""
        match event:
            case EntityFounded():
                self._found(event)
            case MentionRecorded():
                self._record(seq, event)
            case SuggestionRaised():
                self._suggest(event)

    def _found(self, event: EntityFounded) -> None:
        self._connection.execute(
            "INSERT INTO entities (entity_id, kind, name) VALUES (?, ?, ?)",
            (event.entity_id, event.kind, event.name),
        )

    def _record(self, seq: int, event: MentionRecorded) -> None:
        entity, kind = self._entity(event.entity_id)
        if kind != event.mention.kind:
            raise Conflict(f"a mention of kind {event.mention.kind} cannot join a {kind}")
        name = event.mention.name
        rows = self._connection.execute(_NAME, (entity, name)).fetchall()
        name_id, mentions = rows[0]
        if mentions == 1:
            keys = tuple(dict.fromkeys(self._keys_of(name, event.mention.kind)))
            index(self._connection, event.mention.kind, keys, name_id)
        self._connection.execute(
            "INSERT INTO mentions (seq, mention_id, entity, name) VALUES (?, ?, ?, ?)",
            (seq, event.mention_id, entity, name_id),
        )

    def _suggest(self, event: SuggestionRaised) -> None:
        one, _ = self._entity(event.entity_a)
        other, _ = self._entity(event.entity_b)
        if one == other:
            raise Conflict("an entity cannot be suggested to be itself")
        pair = (min(one, other), max(one, other))
        self._connection.execute(_SUGGESTION, (*pair, event.score, event.why))

    def _entity(self, entity_id: str) -> tuple[int, str]:
        found: tuple[int, str] | None = self._connection.execute(
            "SELECT id, kind FROM entities WHERE entity_id = ?", (entity_id,)
        ).fetchone()
        if found is None:
            raise Conflict("the event names an entity that was never founded: found it first")
        return found


class SqliteWriter(SqliteReader):
    """Implements Writer on a connection that is inside an immediate transaction."""

    __slots__ = ("_hash", "_projector", "_seq", "_stamp")

    def __init__(self, connection: sqlite3.Connection, stamp: Stamp, keys_of: KeysOf) -> None:
        super().__init__(connection)
        self._stamp = stamp
        self._projector = Projector(connection, keys_of)
        self._seq, self._hash = head(connection)

    def append(self, event: Event) -> int:
        """Append one event, all of it or nothing: after an error the transaction goes on."""
        connection = self._view()
        if not connection.in_transaction:
            raise StoreBusy("the transaction was lost, nothing was kept: try again")
        with mapped:
            kind, payload = encode(event)
            row: dict[str, object] = {
                "seq": self._seq + 1,
                "at": self._stamp.now(),
                "actor": self._stamp.actor,
                "kind": kind,
                "payload": payload,
                "rules_version": self._stamp.rules_version,
            }
            connection.execute("SAVEPOINT one_event")
            try:
                own_hash = write(connection, self._hash, row)
                self._projector.apply(self._seq + 1, event)
            except BaseException:
                # A full disk may have rolled back the transaction, savepoint included.
                if connection.in_transaction:
                    connection.execute("ROLLBACK TO one_event")
                    connection.execute("RELEASE one_event")
                raise
            connection.execute("RELEASE one_event")
        self._seq += 1
        self._hash = own_hash
        return self._seq
