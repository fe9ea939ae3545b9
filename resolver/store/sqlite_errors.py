"""What SQLite says, in our words: no sqlite3 error leaves the store."""

from __future__ import annotations

import sqlite3

from resolver.errors import BadInput, Conflict, DamagedData, ResolverError, StoreBusy
from resolver.store.mapping import Mapped

_DAMAGED = "the database is damaged: restore a backup"
_UNWRITABLE = "the database cannot be opened or written: check its path and permissions"

_BY_CODE: dict[int, tuple[type[ResolverError], str]] = {
    sqlite3.SQLITE_BUSY: (StoreBusy, "another writer holds the database: try again"),
    sqlite3.SQLITE_LOCKED: (StoreBusy, "another writer holds the database: try again"),
    sqlite3.SQLITE_INTERRUPT: (StoreBusy, "the database was interrupted: try again"),
    sqlite3.SQLITE_FULL: (StoreBusy, "the disk is full, nothing was kept: free space, try again"),
    sqlite3.SQLITE_IOERR: (StoreBusy, "the disk failed, nothing was kept: check it, try again"),
    sqlite3.SQLITE_CORRUPT: (DamagedData, _DAMAGED),
    sqlite3.SQLITE_FORMAT: (DamagedData, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (
        DamagedData,
        "the file is not a database or its header is damaged: check the path, restore a backup",
    ),
    # A statement of ours that does not compile means that the schema is not ours any more.
    sqlite3.SQLITE_ERROR: (DamagedData, _DAMAGED),
    sqlite3.SQLITE_CANTOPEN: (BadInput, _UNWRITABLE),
    sqlite3.SQLITE_PERM: (BadInput, _UNWRITABLE),
    sqlite3.SQLITE_READONLY: (BadInput, _UNWRITABLE),
    sqlite3.SQLITE_AUTH: (BadInput, _UNWRITABLE),
    sqlite3.SQLITE_TOOBIG: (BadInput, "a text is too long to be stored"),
    sqlite3.SQLITE_CONSTRAINT: (Conflict, "the event contradicts what is stored"),
    sqlite3.SQLITE_MISUSE: (BadInput, "the store is closed: open it again"),
}


def translated(error: sqlite3.Error) -> ResolverError:
    """The error of ours that says what `error` means and what to do about it."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        # Extended codes keep the primary code in their low byte.
        kind, message = _BY_CODE.get(code & 0xFF, (DamagedData, _DAMAGED))
        return kind(message)
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return BadInput("the store is closed: open it again")
    return DamagedData(_DAMAGED)


def _ours(error: BaseException) -> ResolverError | None:
    if isinstance(error, sqlite3.Error):
        return translated(error)
    if isinstance(error, UnicodeDecodeError):
        # The message of an error may quote damaged bytes of the schema.
        return DamagedData(_DAMAGED)
    if isinstance(error, OverflowError):
        return BadInput("a number is too large for the database")
    return None


mapped = Mapped(_ours)
