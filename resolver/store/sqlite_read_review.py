"""A consistent view of a SQLite store: suggestions, decisions and history."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from json import dumps
from typing import Any

from resolver.errors import BadInput, NotFound
from resolver.ledger.tables import Node
from resolver.pool import COUNTED, Pool, Waiting
from resolver.store.protocol import DecisionState, StoredCollision, StoredSuggestion
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_log import page, parsed
from resolver.store.sqlite_pool import ENTITIES, cards, values
from resolver.store.sqlite_tables import SqliteTables

_COLUMNS = """s.id, a.entity_id, b.entity_id, s.score, s.why, s.evidence, s.missing, s.raised,
    s.news, s.again, s.answered, s.state, s.priority"""

_SUGGESTIONS = f"SELECT {_COLUMNS} FROM suggestions AS s {ENTITIES}"

_COLLISIONS = """
    SELECT decisions.seq, decisions.blocked, a.entity_id, b.entity_id
    FROM decisions JOIN links ON links.decision = decisions.seq
    JOIN entities AS a ON a.id = links.a JOIN entities AS b ON b.id = links.b
    WHERE decisions.blocked IS NOT NULL AND decisions.human
    GROUP BY decisions.seq ORDER BY decisions.seq LIMIT ?"""

_LAST_DECISIONS = "SELECT seq FROM decisions WHERE human AND seq < ? ORDER BY seq DESC LIMIT ?"

_OPEN = "SELECT count(*) FROM suggestions AS s WHERE s.state = 'open'"

_WAITING = """
    SELECT ({open}), (SELECT count(*) FROM decisions WHERE blocked IS NOT NULL AND human),
           (SELECT count(*) FROM decisions WHERE human AND seq > :since),
           (SELECT coalesce(max(seq), 0) FROM events)"""

_DECISIONS = "SELECT seq FROM decisions WHERE human AND seq > ? ORDER BY seq LIMIT ?"

_NO_END = 2**62

_NODES = "(SELECT value FROM json_each(:nodes))"

_HISTORY = f"""
    SELECT founded FROM entities WHERE id IN {_NODES} AND founded > :after
    UNION SELECT seq FROM mentions WHERE entity IN {_NODES} AND seq > :after
    UNION SELECT id FROM suggestions WHERE a IN {_NODES} AND id > :after
    UNION SELECT id FROM suggestions WHERE b IN {_NODES} AND id > :after
    UNION SELECT decision FROM links WHERE a IN {_NODES} AND decision > :after
    UNION SELECT decision FROM links WHERE b IN {_NODES} AND decision > :after
    UNION SELECT decision FROM moves WHERE entity IN {_NODES} AND decision > :after
    ORDER BY 1 LIMIT :rows"""

# An undo touches what the decision touched that it undoes, along a chain of undos.
_UNDOS = """
    WITH RECURSIVE undone(seq) AS (
        SELECT value FROM json_each(?)
        UNION SELECT decisions.seq FROM decisions JOIN undone ON decisions.target = undone.seq)
    SELECT seq FROM undone ORDER BY seq"""

_APART = """
    SELECT DISTINCT other.entity_id
    FROM links JOIN decisions ON decisions.seq = links.decision
    JOIN entities AS near ON near.id IN (links.a, links.b)
    JOIN entities AS far ON far.id IN (links.a, links.b) AND far.root <> near.root
    JOIN entities AS other ON other.id = far.root
    WHERE (links.a IN (SELECT value FROM json_each(?1))
            OR links.b IN (SELECT value FROM json_each(?1)))
        AND near.id IN (SELECT value FROM json_each(?1))
        AND links.sort IN ('apart', 'split') AND decisions.active AND decisions.blocked IS NULL"""


class ReviewReader:
    """Half of Reader, on a connection that is inside a transaction."""

    __slots__ = ("_connection", "_open")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._open = True

    def end(self) -> None:
        """Refuse further questions: the transaction behind this view is over."""
        self._open = False

    def suggestions(self, limit: int = 1000, pool: Pool | None = None) -> list[StoredSuggestion]:
        sql = f"""SELECT {_COLUMNS} FROM {cards(pool)}
            ORDER BY s.priority DESC, s.id LIMIT :rows"""
        with mapped:
            asked = {**values(pool), "rows": max(limit, 0)}
            return [_suggestion(row) for row in self._view().execute(sql, asked).fetchall()]

    def waiting(self, since: int = 0, pool: Pool | None = None) -> Waiting:
        some = f"SELECT count(*) FROM (SELECT 1 FROM {cards(pool)} LIMIT {COUNTED})"
        sql = _WAITING.format(open=some if pool else _OPEN)
        with mapped:
            row = self._view().execute(sql, {**values(pool), "since": since}).fetchone()
        return Waiting(*row)

    def suggestion(self, suggestion_id: int) -> StoredSuggestion:
        with mapped:
            rows = self._rows(f"{_SUGGESTIONS} WHERE s.id = ?", suggestion_id)
        if not rows:
            raise NotFound("there is no suggestion of this number")
        return _suggestion(rows[0])

    def suggestions_of(self, entity_id: str) -> list[StoredSuggestion]:
        nodes = self._listed(entity_id)
        listed = "(SELECT value FROM json_each(?1))"
        with mapped:
            rows = self._rows(
                f"""{_SUGGESTIONS} WHERE s.a IN {listed} UNION {_SUGGESTIONS} WHERE s.b IN {listed}
                ORDER BY 1""",
                nodes,
            )
        return [_suggestion(row) for row in rows]

    def collisions(self, limit: int = 1000) -> list[StoredCollision]:
        with mapped:
            return [StoredCollision(*row) for row in self._rows(_COLLISIONS, max(limit, 0))]

    def decision(self, seq: int) -> DecisionState:
        with mapped:
            rows = self._rows(
                "SELECT seq, undone_by, blocked, target FROM decisions WHERE seq = ?", seq
            )
        if not rows:
            raise NotFound("there is no decision of this number")
        return DecisionState(*rows[0])

    def decisions(self, after: int = 0, limit: int = 1000) -> list[int]:
        with mapped:
            return [seq for (seq,) in self._rows(_DECISIONS, after, max(limit, 0))]

    def last_decisions(self, limit: int, before: int | None = None) -> list[int]:
        end = _NO_END if before is None else before
        with mapped:
            return [seq for (seq,) in self._rows(_LAST_DECISIONS, end, max(limit, 0))]

    def history(self, entity_id: str, after: int = 0, limit: int = 1000) -> list[int]:
        values = {"nodes": self._listed(entity_id), "after": 0, "rows": -1}
        with mapped:
            own = [seq for (seq,) in self._view().execute(_HISTORY, values).fetchall()]
            found = [seq for (seq,) in self._rows(_UNDOS, dumps(own)) if seq > after]
        return found[: max(limit, 0)]

    def event(self, seq: int) -> Mapping[str, Any]:
        rows = page(self._view(), seq - 1, 1) if 0 < seq < 2**62 else []
        if not rows or rows[0]["seq"] != seq:
            raise NotFound("there is no event of this number")
        return parsed(rows[0])

    def is_decided(self, entity_id: str) -> bool:
        with mapped:
            links = SqliteTables(self._view()).links_at(n.number for n in self._cluster(entity_id))
        return any(
            link.human
            and (link.active or link.sort == "split")
            and link.sort not in ("unsure", "name")
            for link in links
        )

    def joins_of(self, entity_id: str) -> list[int]:
        with mapped:
            links = SqliteTables(self._view()).links_at(n.number for n in self._cluster(entity_id))
        found = {
            link.decision
            for link in links
            if not link.human and link.active and link.sort == "together"
        }
        return sorted(found)

    def apart_from(self, entity_id: str) -> set[str]:
        with mapped:
            return {other for (other,) in self._rows(_APART, self._listed(entity_id))}

    def recall(self, key: str) -> tuple[str, str] | None:
        with mapped:
            rows = self._rows("SELECT digest, answer FROM requests WHERE key = ?", key)
        return rows[0] if rows else None

    def _view(self) -> sqlite3.Connection:
        if not self._open:
            raise BadInput("this view of the store is over: open a new one")
        return self._connection

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return self._view().execute(sql, values).fetchall()

    def _node(self, entity_id: str) -> Node | None:
        return SqliteTables(self._view()).node(entity_id)

    def _cluster(self, entity_id: str) -> Sequence[Node]:
        with mapped:
            node = self._node(entity_id)
            return () if node is None else SqliteTables(self._view()).nodes_of([node.root])

    def _listed(self, entity_id: str) -> str:
        return dumps([node.number for node in self._cluster(entity_id)])


def _suggestion(row: Sequence[Any]) -> StoredSuggestion:
    number, a, b, score, why, evidence, missing, *rest = row
    return StoredSuggestion(
        number, a, b, score, why, tuple(evidence.split()), tuple(missing.split()), *rest
    )
