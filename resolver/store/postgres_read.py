"""A consistent view of a PostgreSQL store: the rows behind all that Reader answers."""

from __future__ import annotations

from collections.abc import Sequence

from resolver.errors import BadInput
from resolver.ledger.tables import Tables
from resolver.mention import Kind
from resolver.pool import COUNTED, Pool
from resolver.store.chain import Row
from resolver.store.postgres_candidates import candidates
from resolver.store.postgres_log import page
from resolver.store.postgres_pool import ENTITIES, cards
from resolver.store.postgres_session import Session
from resolver.store.postgres_tables import PostgresTables
from resolver.store.protocol import StoredName
from resolver.store.reader import RowReader, Rows
from resolver.store.starting import LAST_CHARACTER, LOOKED_AT

_MENTIONS = """
    SELECT events.seq, events.kind, events.payload, events.at, entities.entity_id
    FROM mentions JOIN events ON events.seq = mentions.seq
    JOIN entities ON entities.id = mentions.entity
    WHERE mentions.entity = ANY(%s::bigint[]) AND mentions.seq > %s
    ORDER BY mentions.seq LIMIT %s"""

_ENTITIES = """
    SELECT id, entity_id, kind, name, changed, decided, corrected, hidden FROM entities
    WHERE id > %s AND root = id AND (%s::text IS NULL OR kind = %s)
    ORDER BY id LIMIT %s"""

_SPELLINGS = """
    SELECT entities.root, names.name, names.mentions
    FROM names JOIN entities ON entities.id = names.entity
    WHERE names.mentions > 0 AND names.entity = ANY(%s::bigint[] || ARRAY(
        SELECT id FROM entities WHERE root = ANY(%s::bigint[]) AND root <> id))
    ORDER BY entities.root, names.id"""

_MEMBERS = """
    SELECT root, entity_id FROM entities
    WHERE root = ANY(%s::bigint[]) AND root <> id ORDER BY root, id"""

_FACTS = """
    SELECT root.entity_id, facts.attribute, facts.value
    FROM entities AS root JOIN facts ON facts.entity = root.id
    WHERE root.entity_id = ANY(%s::text[]) AND facts.mentions > 0
    UNION ALL
    SELECT root.entity_id, facts.attribute, facts.value
    FROM entities AS root JOIN entities AS own ON own.root = root.id AND own.root <> own.id
    JOIN facts ON facts.entity = own.id
    WHERE root.entity_id = ANY(%s::text[]) AND facts.mentions > 0"""

_HOMES = """
    SELECT mentions.mention_id, root.entity_id
    FROM mentions JOIN entities AS own ON own.id = mentions.entity
    JOIN entities AS root ON root.id = own.root
    WHERE mentions.mention_id = ANY(%s::text[])"""

_FOUNDED = "SELECT entity_id FROM entities WHERE entity_id = ANY(%s::text[])"

# Neither events, mentions nor nodes are ever deleted: their last numbers count them.
_COUNTS = """
    SELECT (SELECT coalesce(max(seq), 0) FROM events), (SELECT mentions FROM totals),
           (SELECT coalesce(max(id), 0) FROM entities)
               - (SELECT count(*) FROM entities WHERE root <> id),
           (SELECT count(*) FROM suggestions WHERE state = 'open'),
           (SELECT count(*) FROM decisions WHERE blocked IS NOT NULL AND human),
           (SELECT decisions FROM totals)"""

_STARTING = """
    SELECT root.entity_id FROM (
        SELECT name, row_number() OVER (ORDER BY word, name) AS place FROM starts
        WHERE word >= %s AND word < %s ORDER BY word, name LIMIT %s) AS found
    JOIN names ON names.id = found.name
    JOIN entities AS own ON own.id = names.entity
    JOIN entities AS root ON root.id = own.root
    WHERE names.mentions > 0 AND NOT own.junk AND NOT EXISTS (
        SELECT FROM unnest(%s::text[]) AS whole(word) WHERE NOT EXISTS (
            SELECT FROM starts WHERE starts.word = whole.word AND starts.name = found.name))
    GROUP BY root.entity_id ORDER BY min(found.place) LIMIT %s"""

_COLUMNS = """s.id, a.entity_id, b.entity_id, s.score, s.why, s.evidence, s.missing, s.raised,
    s.news, s.again, s.answered, s.state, s.priority"""

_SUGGESTIONS = f"SELECT {_COLUMNS} FROM suggestions AS s {ENTITIES}"

_OPEN = "SELECT count(*) FROM suggestions AS s WHERE s.state = 'open'"

_WAITING = """
    SELECT ({open}), (SELECT count(*) FROM decisions WHERE blocked IS NOT NULL AND human),
           {decisions}, (SELECT coalesce(max(seq), 0) FROM events)"""

_SINCE = "(SELECT count(*) FROM decisions WHERE human AND seq > %s)"
_EVER = "(SELECT decisions FROM totals)"

_SUGGESTIONS_OF = f"""
    {_SUGGESTIONS} WHERE s.a = ANY(%s::bigint[])
    UNION {_SUGGESTIONS} WHERE s.b = ANY(%s::bigint[]) ORDER BY 1"""

_COLLISIONS = """
    SELECT decisions.seq, decisions.blocked, a.entity_id, b.entity_id
    FROM decisions CROSS JOIN LATERAL (
        SELECT links.a, links.b FROM links WHERE links.decision = decisions.seq
        ORDER BY links.sort, links.a, links.b LIMIT 1) AS ends
    JOIN entities AS a ON a.id = ends.a JOIN entities AS b ON b.id = ends.b
    WHERE decisions.blocked IS NOT NULL AND decisions.human
    ORDER BY decisions.seq LIMIT %s"""

_HISTORY = """
    SELECT founded FROM entities WHERE id = ANY(%s::bigint[])
    UNION SELECT seq FROM mentions WHERE entity = ANY(%s::bigint[])
    UNION SELECT id FROM suggestions WHERE a = ANY(%s::bigint[])
    UNION SELECT id FROM suggestions WHERE b = ANY(%s::bigint[])
    UNION SELECT decision FROM links WHERE a = ANY(%s::bigint[])
    UNION SELECT decision FROM links WHERE b = ANY(%s::bigint[])
    UNION SELECT decision FROM moves WHERE entity = ANY(%s::bigint[])
    ORDER BY 1"""

# An undo touches what the decision touched that it undoes, along a chain of undos.
_UNDOS = """
    WITH RECURSIVE undone(seq) AS (
        SELECT unnest(%s::bigint[])
        UNION SELECT decisions.seq FROM decisions JOIN undone ON decisions.target = undone.seq)
    SELECT seq FROM undone ORDER BY seq"""

_APART = """
    SELECT DISTINCT other.entity_id
    FROM (SELECT a AS near, b AS far, decision FROM links
            WHERE a = ANY(%s::bigint[]) AND sort IN ('apart', 'split')
          UNION ALL SELECT b, a, decision FROM links
            WHERE b = ANY(%s::bigint[]) AND sort IN ('apart', 'split')) AS ends
    JOIN decisions ON decisions.seq = ends.decision
    JOIN entities AS near ON near.id = ends.near
    JOIN entities AS far ON far.id = ends.far AND far.root <> near.root
    JOIN entities AS other ON other.id = far.root
    WHERE decisions.active AND decisions.blocked IS NULL"""


class PostgresReader(RowReader):
    """Implements Reader on a session that is inside a transaction."""

    __slots__ = ("_open", "_session")

    def __init__(self, session: Session) -> None:
        self._session = session
        self._open = True

    def end(self) -> None:
        """Refuse further questions: the transaction behind this view is over."""
        self._open = False

    def candidates(self, kind: Kind, keys: Sequence[str], limit: int) -> list[StoredName]:
        return candidates(self._view(), kind, keys, limit)

    def starting(self, words: Sequence[str], limit: int) -> list[str]:
        if not words or limit <= 0:
            return []
        *whole, begun = words
        rows = self._rows(_STARTING, begun, begun + LAST_CHARACTER, LOOKED_AT, whole, limit)
        return [entity_id for (entity_id,) in rows]

    def _entity_rows(self, after: int, kind: Kind | None, limit: int) -> Rows:
        wanted = None if kind is None else kind.value
        return self._rows(_ENTITIES, after, wanted, wanted, limit)

    def _spelling_rows(self, roots: list[int]) -> Rows:
        return self._rows(_SPELLINGS, roots, roots)

    def _member_rows(self, roots: list[int]) -> Rows:
        return self._rows(_MEMBERS, roots)

    def _fact_rows(self, entity_ids: Sequence[str]) -> Rows:
        listed = list(entity_ids)
        return self._rows(_FACTS, listed, listed)

    def _home_rows(self, mention_ids: Sequence[str]) -> Rows:
        return self._rows(_HOMES, _without_nul(mention_ids))

    def _founded_rows(self, entity_ids: Sequence[str]) -> Rows:
        return self._rows(_FOUNDED, _without_nul(entity_ids))

    def _mention_rows(self, nodes: list[int], after: int, limit: int) -> Rows:
        return self._rows(_MENTIONS, nodes, after, limit)

    def _counted(self) -> Sequence[int]:
        counted: tuple[int, ...] = self._rows(_COUNTS)[0]
        return counted

    def _open_rows(self, limit: int, pool: Pool | None) -> Rows:
        wanted, values = cards(pool)
        sql = f"SELECT {_COLUMNS} FROM {wanted} ORDER BY s.priority DESC, s.id LIMIT %s"
        return self._rows(sql, *values, limit)

    def _waiting_row(self, since: int, pool: Pool | None) -> Sequence[int]:
        wanted, values = cards(pool) if pool else ("", [])
        some = f"SELECT count(*) FROM (SELECT FROM {wanted} LIMIT {COUNTED}) AS one"
        decisions = _SINCE if since > 0 else _EVER
        sql = _WAITING.format(open=some if pool else _OPEN, decisions=decisions)
        row: Sequence[int] = self._rows(sql, *values, *([since] if since > 0 else []))[0]
        return row

    def _suggestion_rows(self, number: int) -> Rows:
        return self._rows(f"{_SUGGESTIONS} WHERE s.id = %s", number)

    def _suggestion_rows_of(self, nodes: list[int]) -> Rows:
        return self._rows(_SUGGESTIONS_OF, nodes, nodes)

    def _collision_rows(self, limit: int) -> Rows:
        return self._rows(_COLLISIONS, limit)

    def _decision_rows(self, seq: int) -> Rows:
        return self._rows(
            "SELECT seq, undone_by, blocked, target FROM decisions WHERE seq = %s", seq
        )

    def _deciding(self, after: int, limit: int) -> Rows:
        return self._rows(
            "SELECT seq FROM decisions WHERE human AND seq > %s ORDER BY seq LIMIT %s",
            after,
            limit,
        )

    def _last_deciding(self, before: int, limit: int) -> Rows:
        return self._rows(
            "SELECT seq FROM decisions WHERE human AND seq < %s ORDER BY seq DESC LIMIT %s",
            before,
            limit,
        )

    def _touching(self, nodes: list[int]) -> Rows:
        return self._rows(_HISTORY, *[nodes] * 7)

    def _with_undos(self, events: list[int]) -> Rows:
        return self._rows(_UNDOS, events)

    def _apart_rows(self, nodes: list[int]) -> Rows:
        return self._rows(_APART, nodes, nodes)

    def _event_rows(self, after: int, limit: int) -> list[Row]:
        return page(self._view(), after, limit)

    def _request_rows(self, key: str) -> Rows:
        return self._rows("SELECT digest, answer FROM requests WHERE key = %s", key)

    def _tables(self) -> Tables:
        return PostgresTables(self._view())

    def _view(self) -> Session:
        if not self._open:
            raise BadInput("this view of the store is over: open a new one")
        return self._session

    def _rows(self, sql: str, *values: object) -> Rows:
        return self._view().rows(sql, *values)


def _without_nul(ids: Sequence[str]) -> list[str]:
    """Those that a database of ours can hold."""
    return [one for one in ids if "\0" not in one]
