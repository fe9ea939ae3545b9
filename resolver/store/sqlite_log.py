"""The log of events in its SQLite table: written and read."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from resolver.ledger.encoding import COLUMNS, GENESIS, digest, digests
from resolver.store.sqlite_errors import mapped

_INSERT = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
_PAGE = f"SELECT {', '.join(COLUMNS)} FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
_PAGE_ROWS = 1_000
_TOGETHER = 20
"""Events of one statement. More gain nothing."""


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Sequence number and hash of the last event; (0, GENESIS) of an empty log."""
    last = connection.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return last or (0, GENESIS)


def write(connection: sqlite3.Connection, prev_hash: str, row: dict[str, object]) -> str:
    """Insert one event row (all columns but the hashes) and return its hash."""
    own_hash = digest(prev_hash, row)
    insert(connection, {**row, "prev_hash": prev_hash, "hash": own_hash})
    return own_hash


def insert(connection: sqlite3.Connection, row: Mapping[str, object]) -> None:
    """Insert one event row as it is."""
    connection.execute(_INSERT, [row[name] for name in COLUMNS])


def write_many(
    connection: sqlite3.Connection,
    prev_hash: str,
    shared: Mapping[str, object],
    events: Sequence[tuple[int, str, str]],
) -> str:
    """Insert events, each (number, kind, payload), that have their other columns in common;
    the hash of the last."""
    at, actor, rules, reason = (shared[name] for name in ("at", "actor", "rules_version", "reason"))
    hashes = [*digests(prev_hash, shared, events)]
    whole = len(events) - len(events) % _TOGETHER
    for first, last, together in ((0, whole, _TOGETHER), (whole, len(events), 1)):
        rows: list[list[object]] = []
        for start in range(first, last, together):
            before = hashes[start - 1] if start else prev_hash
            row = [at, actor, rules, reason, events[start][0], before]
            for one in range(start, start + together):
                row += (events[one][1], events[one][2], hashes[one])
            rows.append(row)
        connection.executemany(_together(together), rows)
    return hashes[-1] if hashes else prev_hash


@cache
def _together(count: int) -> str:
    """Insert so many events that follow each other: what they have in common is bound once, and
    the hash of each is the one before the next."""
    rows = []
    for at in range(count):
        kind = 7 + 3 * at
        before = kind - 1  # the hash of the last, or of the one before all
        rows.append(f"(?5 + {at}, ?1, ?2, ?{kind}, ?{kind + 1}, ?3, ?4, ?{before}, ?{kind + 2})")
    return f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES {', '.join(rows)}"


def page(
    connection: sqlite3.Connection, after: int, limit: int = _PAGE_ROWS
) -> list[dict[str, Any]]:
    """The next event rows after a sequence number; empty at the end of the log."""
    with mapped:
        rows = connection.execute(_PAGE, (after, limit)).fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]
