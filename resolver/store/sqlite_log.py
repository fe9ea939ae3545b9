"""The log of events in its SQLite table: written and read."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from resolver.ledger.encoding import COLUMNS, GENESIS, digest, digests
from resolver.store.sqlite_errors import mapped

_INSERT = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
_PAGE = f"SELECT {', '.join(COLUMNS)} FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
_PAGE_ROWS = 1_000


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
    rows = []
    for (seq, kind, payload), own_hash in zip(
        events, digests(prev_hash, shared, events), strict=True
    ):
        rows.append((seq, at, actor, kind, payload, rules, reason, prev_hash, own_hash))
        prev_hash = own_hash
    connection.executemany(_INSERT, rows)
    return prev_hash


def page(
    connection: sqlite3.Connection, after: int, limit: int = _PAGE_ROWS
) -> list[dict[str, Any]]:
    """The next event rows after a sequence number; empty at the end of the log."""
    with mapped:
        rows = connection.execute(_PAGE, (after, limit)).fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]
