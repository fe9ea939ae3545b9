"""A consistent view of a SQLite store: the rows behind suggestions, decisions and history."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from json import dumps
from typing import Any

from resolver.errors import BadInput
from resolver.ledger.tables import Tables
from resolver.pool import COUNTED, Pool
from resolver.store.chain import Row
from resolver.store.reader import RowReader, Rows
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_log import page
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
        AND (links.sort, links.a, links.b) = (SELECT sort, a, b FROM links AS first
            WHERE first.decision = decisions.seq ORDER BY sort, a, b LIMIT 1)
    ORDER BY decisions.seq LIMIT ?"""

_LAST_DECISIONS = "SELECT seq FROM decisions WHERE human AND seq < ? ORDER BY seq DESC LIMIT ?"

_OPEN = "SELECT count(*) FROM suggestions AS s WHERE s.state = 'open'"

_WAITING = """
    SELECT ({open}), (SELECT count(*) FROM decisions WHERE blocked IS NOT NULL AND human),
           (SELECT count(*) FROM decisions WHERE human AND seq > :since),
           (SELECT coalesce(max(seq), 0) FROM events)"""

_DECISIONS = "SELECT seq FROM decisions WHERE human AND seq > ? ORDER BY seq LIMIT ?"

_NODES = "(SELECT value FROM json_each(?1))"

_HISTORY = f"""
    SELECT founded FROM entities WHERE id IN {_NODES}
    UNION SELECT seq FROM mentions WHERE entity IN {_NODES}
    UNION SELECT id FROM suggestions WHERE a IN {_NODES}
    UNION SELECT id FROM suggestions WHERE b IN {_NODES}
    UNION SELECT decision FROM links WHERE a IN {_NODES}
    UNION SELECT decision FROM links WHERE b IN {_NODES}
    UNION SELECT decision FROM moves WHERE entity IN {_NODES}
    ORDER BY 1"""

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


class ReviewReader(RowReader):
    """Half of a view, on a connection that is inside a transaction."""

    __slots__ = ("_connection", "_open")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._open = True

    def end(self) -> None:
        """Refuse further questions: the transaction behind this view is over."""
        self._open = False

    def _open_rows(self, limit: int, pool: Pool | None) -> Rows:
        return self._asked(
            f"SELECT {_COLUMNS} FROM {cards(pool)} ORDER BY s.priority DESC, s.id LIMIT :rows",
            {**values(pool), "rows": limit},
        )

    def _waiting_row(self, since: int, pool: Pool | None) -> Sequence[int]:
        some = f"SELECT count(*) FROM (SELECT 1 FROM {cards(pool)} LIMIT {COUNTED})"
        sql = _WAITING.format(open=some if pool else _OPEN)
        row: Sequence[int] = self._asked(sql, {**values(pool), "since": since})[0]
        return row

    def _suggestion_rows(self, number: int) -> Rows:
        return self._rows(f"{_SUGGESTIONS} WHERE s.id = ?", number)

    def _suggestion_rows_of(self, nodes: list[int]) -> Rows:
        listed = "(SELECT value FROM json_each(?1))"
        return self._rows(
            f"""{_SUGGESTIONS} WHERE s.a IN {listed} UNION {_SUGGESTIONS} WHERE s.b IN {listed}
            ORDER BY 1""",
            dumps(nodes),
        )

    def _collision_rows(self, limit: int) -> Rows:
        return self._rows(_COLLISIONS, limit)

    def _decision_rows(self, seq: int) -> Rows:
        return self._rows(
            "SELECT seq, undone_by, blocked, target FROM decisions WHERE seq = ?", seq
        )

    def _deciding(self, after: int, limit: int) -> Rows:
        return self._rows(_DECISIONS, after, limit)

    def _last_deciding(self, before: int, limit: int) -> Rows:
        return self._rows(_LAST_DECISIONS, before, limit)

    def _touching(self, nodes: list[int]) -> Rows:
        return self._rows(_HISTORY, dumps(nodes))

    def _with_undos(self, events: list[int]) -> Rows:
        return self._rows(_UNDOS, dumps(events))

    def _apart_rows(self, nodes: list[int]) -> Rows:
        return self._rows(_APART, dumps(nodes))

    def _event_rows(self, after: int, limit: int) -> list[Row]:
        return page(self._view(), after, limit)

    def _request_rows(self, key: str) -> Rows:
        return self._rows("SELECT digest, answer FROM requests WHERE key = ?", key)

    def _tables(self) -> Tables:
        return SqliteTables(self._view())

    def _view(self) -> sqlite3.Connection:
        if not self._open:
            raise BadInput("this view of the store is over: open a new one")
        return self._connection

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return self._asked(sql, values)

    def _asked(self, sql: str, values: Sequence[object] | Mapping[str, object]) -> list[Any]:
        with mapped:
            return self._view().execute(sql, values).fetchall()
