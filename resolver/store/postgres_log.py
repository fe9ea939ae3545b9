"""The log of events in its PostgreSQL table: written and read."""

from __future__ import annotations

from collections.abc import Mapping

from resolver.ledger.encoding import COLUMNS, GENESIS, digest
from resolver.store.chain import Row
from resolver.store.postgres_session import Session

HEAD = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
_INSERT = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
_PAGE = f"SELECT {', '.join(COLUMNS)} FROM events WHERE seq > %s ORDER BY seq LIMIT %s"
_PAGE_ROWS = 1_000


def head(session: Session) -> tuple[int, str]:
    """Sequence number and hash of the last event; (0, GENESIS) of an empty log."""
    last = session.one(HEAD)
    return (0, GENESIS) if last is None else (last[0], last[1])


def write(session: Session, prev_hash: str, row: dict[str, object]) -> str:
    """Insert one event row (all columns but the hashes) and return its hash."""
    own_hash = digest(prev_hash, row)
    insert(session, {**row, "prev_hash": prev_hash, "hash": own_hash})
    return own_hash


def insert(session: Session, row: Mapping[str, object]) -> None:
    """Insert one event row as it is."""
    session.run(_INSERT, *(row[name] for name in COLUMNS))


def page(session: Session, after: int, limit: int = _PAGE_ROWS) -> list[Row]:
    """The next event rows after a sequence number; empty at the end of the log."""
    rows = session.rows(_PAGE, after, limit)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]
