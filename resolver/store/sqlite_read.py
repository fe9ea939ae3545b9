"""A consistent view of a SQLite store: the rows behind entities, mentions and candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from json import dumps

from resolver.mention import Kind
from resolver.sifting import Sieve
from resolver.store.protocol import StoredName
from resolver.store.reader import Rows
from resolver.store.sqlite_candidates import candidates
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_read_review import ReviewReader
from resolver.store.sqlite_starting import starting

_MENTIONS = """
    SELECT events.seq, events.kind, events.payload, events.at, entities.entity_id
    FROM mentions JOIN events ON events.seq = mentions.seq
    JOIN entities ON entities.id = mentions.entity
    WHERE mentions.entity IN (SELECT value FROM json_each(?)) AND mentions.seq > ?
    ORDER BY mentions.seq LIMIT ?"""

_ENTITIES = """
    SELECT id, entity_id, kind, name, changed, decided, corrected, hidden FROM entities
    WHERE id > ?1 AND root = id AND (?2 IS NULL OR kind = ?2)
    ORDER BY id LIMIT ?3"""

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

_HOMES = """
    SELECT mentions.mention_id, root.entity_id
    FROM mentions JOIN entities AS own ON own.id = mentions.entity
    JOIN entities AS root ON root.id = own.root
    WHERE mentions.mention_id IN (SELECT value FROM json_each(?))"""

_FOUNDED = "SELECT entity_id FROM entities WHERE entity_id IN (SELECT value FROM json_each(?))"

# The log has no gaps, and counting its wide rows would read all of them.
_COUNTS = """
    SELECT (SELECT coalesce(max(seq), 0) FROM events), (SELECT count(*) FROM mentions),
           (SELECT count(*) FROM entities WHERE root = id),
           (SELECT count(*) FROM suggestions WHERE state = 'open'),
           (SELECT count(*) FROM decisions WHERE blocked IS NOT NULL AND human),
           (SELECT count(*) FROM decisions WHERE human)"""


class SqliteReader(ReviewReader):
    """Implements Reader on a connection that is inside a transaction."""

    __slots__ = ()

    def candidates(self, kind: Kind, keys: Sequence[str], limit: int) -> list[StoredName]:
        with mapped:
            return list(candidates(self._view(), kind, keys, limit))

    def likely(
        self, kind: Kind, keys: Sequence[str], limit: int, sieve: Sieve
    ) -> Iterator[StoredName]:
        with mapped:
            yield from candidates(self._view(), kind, keys, limit, sieve)

    def starting(self, words: Sequence[str], limit: int) -> list[str]:
        with mapped:
            return starting(self._view(), words, limit)

    def _entity_rows(self, after: int, kind: Kind | None, limit: int) -> Rows:
        return self._rows(_ENTITIES, after, None if kind is None else kind.value, limit)

    def _spelling_rows(self, roots: list[int]) -> Rows:
        return self._rows(_SPELLINGS, dumps(roots))

    def _member_rows(self, roots: list[int]) -> Rows:
        return self._rows(_MEMBERS, dumps(roots))

    def _fact_rows(self, entity_ids: Sequence[str]) -> Rows:
        return self._rows(_FACTS, dumps(list(entity_ids)))

    def _home_rows(self, mention_ids: Sequence[str]) -> Rows:
        return self._rows(_HOMES, dumps(list(mention_ids)))

    def _founded_rows(self, entity_ids: Sequence[str]) -> Rows:
        return self._rows(_FOUNDED, dumps(list(entity_ids)))

    def _mention_rows(self, nodes: list[int], after: int, limit: int) -> Rows:
        return self._rows(_MENTIONS, dumps(nodes), after, limit)

    def _counted(self) -> Sequence[int]:
        counted: tuple[int, ...] = self._rows(_COUNTS)[0]
        return counted
