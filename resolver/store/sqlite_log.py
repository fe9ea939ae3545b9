"""The log of events in its table: written, read and checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from json import loads
from typing import Any

from resolver.errors import BadInput, DamagedData
from resolver.ledger.encoding import COLUMNS, GENESIS, HASHED, digest
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
    connection.execute(_INSERT, (*(row[name] for name in HASHED), prev_hash, own_hash))
    return own_hash


def page(
    connection: sqlite3.Connection, after: int, limit: int = _PAGE_ROWS
) -> list[dict[str, Any]]:
    """The next event rows after a sequence number; empty at the end of the log."""
    with mapped:
        rows = connection.execute(_PAGE, (after, limit)).fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def parsed(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """An event row with its payload as JSON values; DamagedData where it is none."""
    try:
        payload: dict[str, Any] = loads(row["payload"])
    except ValueError as error:
        raise DamagedData(
            f"event {row['seq']} of the log cannot be read: restore a backup"
        ) from error
    return {**row, "payload": payload}


def checked(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Every event row in order; DamagedData at the first one that breaks the chain."""
    seq, before = 0, GENESIS
    while rows := page(connection, seq):
        for row in rows:
            seq += 1
            core = {name: row[name] for name in HASHED}
            if (
                row["seq"] != seq
                or row["prev_hash"] != before
                or row["hash"] != _hash(before, core)
            ):
                raise DamagedData(f"the log was altered at event {seq}: restore a backup")
            before = row["hash"]
            yield row


def _hash(before: str, core: Mapping[str, object]) -> str | None:
    try:
        return digest(before, core)
    except (BadInput, ValueError, TypeError):
        return None
