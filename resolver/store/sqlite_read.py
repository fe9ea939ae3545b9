"""A consistent view of a SQLite store: entities, mentions and candidates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from json import dumps
from operator import itemgetter
from typing import Any

from resolver.attributes import Facts, gathered
from resolver.errors import DamagedData, NotFound
from resolver.ledger.encoding import decode
from resolver.ledger.tables import Node
from resolver.mention import Kind
from resolver.store.protocol import Entity, MentionRecorded, StoredMention, StoredName
from resolver.store.sqlite_candidates import candidates
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_read_review import ReviewReader
from resolver.store.sqlite_starting import starting
from resolver.store.sqlite_tables import kind_of

_PAGE_ROWS = 1_000

_MENTIONS = """
    SELECT events.seq, events.kind, events.payload, events.at, entities.entity_id
    FROM mentions JOIN events ON events.seq = mentions.seq
    JOIN entities ON entities.id = mentions.entity
    WHERE mentions.entity IN (SELECT value FROM json_each(?)) AND mentions.seq > ?
    ORDER BY mentions.seq LIMIT ?"""

_ENTITIES = """
    SELECT id, entity_id, kind, name, changed, decided, corrected, hidden FROM entities
    WHERE id > :after AND root = id AND (:kind IS NULL OR kind = :kind)
    ORDER BY id LIMIT :rows"""

_SPELLINGS = """
    SELECT entities.root, names.name, names.mentions
    FROM names JOIN entities ON entities.id = names.entity
    WHERE names.mentions > 0 AND names.entity IN (
        SELECT value FROM json_each(?1)
        UNION ALL SELECT id FROM entities
            WHERE root IN (SELECT value FROM json_each(?1)) AND root <> id)
    ORDER BY entities.root, names.id"""

_MEMBERS = """
    SELECT root, entity_id FROM entities
    WHERE root IN (SELECT value FROM json_each(?)) AND root <> id ORDER BY root, id"""

_FACTS = """
    SELECT root.entity_id, facts.attribute, facts.value
    FROM entities AS root
    JOIN entities AS own ON own.id = root.id OR (own.root = root.id AND own.root <> own.id)
    JOIN facts ON facts.entity = own.id
    WHERE root.entity_id IN (SELECT value FROM json_each(?)) AND facts.mentions > 0"""

# The log has no gaps, and counting its wide rows would read all of them.
_COUNTS = """
    SELECT (SELECT coalesce(max(seq), 0) FROM events), (SELECT count(*) FROM mentions),
           (SELECT count(*) FROM entities WHERE root = id),
           (SELECT count(*) FROM suggestions WHERE state = 'open'),
           (SELECT count(*) FROM decisions WHERE blocked IS NOT NULL AND human),
           (SELECT count(*) FROM decisions WHERE human)"""

_COUNTED = ("events", "mentions", "entities", "suggestions", "collisions", "decisions")


class SqliteReader(ReviewReader):
    """Implements Reader on a connection that is inside a transaction."""

    __slots__ = ()

    def candidates(self, kind: Kind, keys: Sequence[str], limit: int) -> list[StoredName]:
        with mapped:
            return candidates(self._view(), kind, keys, limit)

    def facts(self, entity_ids: Sequence[str]) -> Mapping[str, Facts]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        with mapped:
            for entity_id, attribute, value in self._view().execute(
                _FACTS, (dumps(list(entity_ids)),)
            ):
                found[entity_id].append((attribute, value))
        return {entity_id: gathered(pairs) for entity_id, pairs in found.items()}

    def entity(self, entity_id: str) -> Entity:
        node = self._known(entity_id)
        with mapped:
            rows = self._view().execute(_ENTITIES, _page(node.root - 1, None, 1)).fetchall()
            found = self._whole(rows)
        if not found:
            raise DamagedData("an entity redirects to none: rebuild the projections")
        return found[0]

    def has_entity(self, entity_id: str) -> bool:
        with mapped:
            return self._node(entity_id) is not None

    def starting(self, words: Sequence[str], limit: int) -> list[str]:
        with mapped:
            return starting(self._view(), words, limit)

    def mentions(self, entity_id: str, limit: int = 1000, after: int = 0) -> list[StoredMention]:
        nodes = self._cluster(entity_id)
        with mapped:
            rows = (
                self._view()
                .execute(_MENTIONS, (dumps([n.number for n in nodes]), after, max(limit, 0)))
                .fetchall()
            )
        root = next((node.entity_id for node in nodes if node.number == node.root), entity_id)
        return [_mention(root, row) for row in rows]

    def entities(self, kind: Kind | None = None, after: str | None = None) -> Iterator[Entity]:
        # Page by page: a cursor left open would pin this snapshot past the end of the view.
        last = 0 if after is None else self._known(after).number
        while True:
            with mapped:
                rows = self._view().execute(_ENTITIES, _page(last, kind, _PAGE_ROWS)).fetchall()
                found = self._whole(rows)
            if not rows:
                return
            yield from found
            last = rows[-1][0]

    def counts(self) -> Mapping[str, int]:
        with mapped:
            row = self._view().execute(_COUNTS).fetchone()
        return dict(zip(_COUNTED, row, strict=True))

    def _known(self, entity_id: str) -> Node:
        with mapped:
            node = self._node(entity_id)
        if node is None:
            raise NotFound("there is no entity with this id")
        return node

    def _whole(self, rows: Sequence[Any]) -> list[Entity]:
        """Entities of rows in ascending order of id."""
        if not rows:
            return []
        listed = dumps([row[0] for row in rows])
        view = self._view()
        spellings: dict[int, dict[str, int]] = {}
        for root, group in groupby(view.execute(_SPELLINGS, (listed,)).fetchall(), itemgetter(0)):
            own = spellings[root] = {}
            for _, name, mentions in group:
                own[name] = own.get(name, 0) + mentions
        members: dict[int, list[str]] = defaultdict(list)
        for root, entity_id in view.execute(_MEMBERS, (listed,)).fetchall():
            members[root].append(entity_id)
        return [
            Entity(
                entity_id,
                kind_of(kind),
                name,
                sum(spellings.get(number, {}).values()),
                spellings.get(number, {}),
                changed,
                decided,
                bool(corrected),
                bool(hidden),
                tuple(members.get(number, ())),
            )
            for number, entity_id, kind, name, changed, decided, corrected, hidden in rows
        ]


def _page(after: int, kind: Kind | None, rows: int) -> dict[str, object]:
    return {"after": after, "kind": None if kind is None else kind.value, "rows": rows}


def _mention(root: str, row: tuple[int, str, str, str, str]) -> StoredMention:
    seq, kind, payload, at, node_id = row
    event = decode(seq, kind, payload)
    if not isinstance(event, MentionRecorded):
        raise DamagedData(f"event {seq} is not a mention: rebuild the projections")
    return StoredMention(
        event.mention_id, root, event.mention, event.how, event.score, at, seq, node_id
    )
