"""A consistent view of a SQLite store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from resolver.errors import BadInput, DamagedData, NotFound
from resolver.mention import Kind
from resolver.store.protocol import (
    Entity,
    MentionRecorded,
    StoredMention,
    StoredName,
    StoredSuggestion,
)
from resolver.store.sqlite_candidates import candidates
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_log import decode
from resolver.store.sqlite_starting import starting

_PAGE_ROWS = 1_000

_MENTIONS = """
    SELECT events.seq, events.kind, events.payload, events.at
    FROM mentions JOIN events ON events.seq = mentions.seq
    WHERE mentions.entity = (SELECT id FROM entities WHERE entity_id = ?)
    ORDER BY mentions.seq LIMIT ?"""

_SUGGESTIONS = """
    SELECT suggestions.id, a.entity_id, b.entity_id, suggestions.score, suggestions.why
    FROM suggestions
    JOIN entities AS a ON a.id = suggestions.entity_a
    JOIN entities AS b ON b.id = suggestions.entity_b
    ORDER BY suggestions.score DESC, suggestions.id LIMIT ?"""

_ENTITIES = """
    SELECT id, entity_id, kind, name FROM entities
    WHERE id > :after AND (:kind IS NULL OR kind = :kind)
    ORDER BY id LIMIT :rows"""

# The log has no gaps, and counting its wide rows would read all of them.
_COUNTS = """
    SELECT (SELECT coalesce(max(seq), 0) FROM events), (SELECT count(*) FROM mentions),
           (SELECT count(*) FROM entities), (SELECT count(*) FROM suggestions)"""


class SqliteReader:
    """Implements Reader on a connection that is inside a transaction."""

    __slots__ = ("_connection", "_open")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._open = True

    def end(self) -> None:
        """Refuse further questions: the transaction behind this view is over."""
        self._open = False

    def candidates(self, kind: Kind, keys: Sequence[str], limit: int) -> list[StoredName]:
        with mapped:
            return candidates(self._view(), kind, keys, limit)

    def entity(self, entity_id: str) -> Entity:
        with mapped:
            rows = self._view().execute(
                "SELECT id, entity_id, kind, name FROM entities WHERE entity_id = ?", (entity_id,)
            )
            found = self._with_spellings(rows.fetchall())
        if not found:
            raise NotFound("there is no entity with this id")
        return found[0]

    def has_entity(self, entity_id: str) -> bool:
        with mapped:
            rows = self._view().execute("SELECT 1 FROM entities WHERE entity_id = ?", (entity_id,))
            return rows.fetchone() is not None

    def starting(self, start: str, limit: int) -> list[str]:
        with mapped:
            return starting(self._view(), start, limit)

    def mentions(self, entity_id: str, limit: int = 1000) -> list[StoredMention]:
        with mapped:
            rows = self._view().execute(_MENTIONS, (entity_id, max(limit, 0))).fetchall()
        found = []
        for seq, kind, payload, at in rows:
            event = decode(seq, kind, payload)
            if not isinstance(event, MentionRecorded):
                raise DamagedData(f"event {seq} is not a mention: rebuild the projections")
            found.append(
                StoredMention(
                    event.mention_id, entity_id, event.mention, event.how, event.score, at
                )
            )
        return found

    def suggestions(self, limit: int = 1000) -> list[StoredSuggestion]:
        with mapped:
            rows = self._view().execute(_SUGGESTIONS, (max(limit, 0),)).fetchall()
        return [StoredSuggestion(*row) for row in rows]

    def entities(self, kind: Kind | None = None) -> Iterator[Entity]:
        # Page by page: a cursor left open would pin this snapshot past the end of the view.
        after = 0
        while True:
            with mapped:
                rows = (
                    self._view()
                    .execute(_ENTITIES, {"after": after, "kind": kind, "rows": _PAGE_ROWS})
                    .fetchall()
                )
                found = self._with_spellings(rows)
            if not rows:
                return
            yield from found
            after = rows[-1][0]

    def counts(self) -> Mapping[str, int]:
        with mapped:
            row = self._view().execute(_COUNTS).fetchone()
        return dict(zip(("events", "mentions", "entities", "suggestions"), row, strict=True))

    def _view(self) -> sqlite3.Connection:
        if not self._open:
            raise BadInput("this view of the store is over: open a new one")
        return self._connection

    def _with_spellings(self, rows: Sequence[tuple[int, str, str, str]]) -> list[Entity]:
        """Entities of rows in ascending order of id."""
        if not rows:
            return []
        names = self._connection.execute(
            """SELECT entity, name, mentions FROM names
            WHERE entity BETWEEN ? AND ? ORDER BY entity, id""",
            (rows[0][0], rows[-1][0]),
        )
        spellings = {
            entity: {name: mentions for _, name, mentions in group}
            for entity, group in groupby(names.fetchall(), key=itemgetter(0))
        }
        found = []
        for number, entity_id, kind, name in rows:
            own = spellings.get(number, {})
            found.append(Entity(entity_id, _kind(kind), name, sum(own.values()), own))
        return found


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError as error:
        raise DamagedData("an entity is of an unknown kind: rebuild the projections") from error
