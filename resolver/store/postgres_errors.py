"""What PostgreSQL and the way to it say, in our words: no psycopg error leaves the store."""

from __future__ import annotations

import psycopg
import psycopg_pool

from resolver.errors import BadInput, Conflict, DamagedData, ResolverError, StoreBusy
from resolver.store.mapping import Mapped

_DAMAGED = "the database is damaged or was altered: restore a backup"
_LOST = "the connection to the database was lost, nothing was kept: try again"
_BUSY = "another writer holds the database: try again"
_ODD_TEXT = "a text holds a character or a number that the database cannot keep"

# By SQLSTATE, the longest beginning first.
_BY_STATE: dict[str, tuple[type[ResolverError], str]] = {
    "55P03": (StoreBusy, _BUSY),
    "57014": (StoreBusy, "the database was interrupted: try again"),
    "53100": (StoreBusy, "the disk is full, nothing was kept: free space, try again"),
    "25P02": (StoreBusy, "the transaction was lost, nothing was kept: try again"),
    "25006": (StoreBusy, "the database takes no writes just now: try again"),
    "42501": (BadInput, "the database refuses this role: grant it its tables and schema"),
    "22": (BadInput, _ODD_TEXT),
    "23": (Conflict, "the event contradicts what is stored"),
    "25": (StoreBusy, _LOST),
    "40": (StoreBusy, _BUSY),
    "42": (DamagedData, _DAMAGED),
    "53": (StoreBusy, "the database server has no room left: try again"),
    "54": (BadInput, "a text is too long to be stored"),
    "58": (StoreBusy, "the disk failed, nothing was kept: check it, try again"),
    "XX": (DamagedData, _DAMAGED),
}


def translated(error: psycopg.Error) -> ResolverError:
    """The error of ours that says what `error` means and what to do about it."""
    if isinstance(error, psycopg_pool.PoolClosed):
        return BadInput("the store is closed: open it again")
    if isinstance(error, psycopg_pool.PoolTimeout | psycopg_pool.TooManyRequests):
        return StoreBusy("no connection to the database is free: try again")
    state = error.sqlstate or ""
    for length in (5, 2):
        if state[:length] in _BY_STATE:
            kind, message = _BY_STATE[state[:length]]
            return kind(message)
    if isinstance(error, psycopg.DataError):
        return BadInput(_ODD_TEXT)
    # Whatever else: the connection is gone, or the server is going.
    return StoreBusy(_LOST)


def _ours(error: BaseException) -> ResolverError | None:
    return translated(error) if isinstance(error, psycopg.Error) else None


mapped = Mapped(_ours)
