"""Copies of a database file: taken while it is in use, checked before they are trusted."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from resolver.errors import BadInput
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_open import open_for_reading

_SIDES = ("-wal", "-shm", "-seal")
_TIMEOUT_SECONDS = 30.0


def backup(source: Path, target: Path, *, force: bool = False) -> int:
    """Copy a database as it stands at this moment, writers or not; the number of events.

    The copy is checked whole, hash chain included, before it takes its name. Raises
    BadInput if `target` exists and `force` is not given, DamagedData for a damaged source.
    """
    if target.exists() and not force:
        raise BadInput("the backup file exists: choose another name, or use --force")
    _, connection = open_for_reading(source.absolute(), _TIMEOUT_SECONDS)
    partial = target.with_name(target.name + ".part")
    _remove(partial)
    try:
        with mapped, closing(connection), closing(sqlite3.connect(partial)) as copy:
            connection.backup(copy)
            # One file alone: whoever opens it for writing enters WAL again.
            copy.execute("PRAGMA journal_mode = DELETE")
        events = _checked(partial)
        _settle(partial, target)
    except OSError as error:
        raise BadInput(f"the backup cannot be written: {error.strerror or error}") from error
    finally:
        _remove(partial)
    return events


def restore(source: Path, target: Path) -> tuple[int, Path | None]:
    """Put a checked copy of a backup in the place of a database, damaged or not.

    The number of its events, and where the former database was put, if there was one. No
    other program may have the database open. Raises NotFound, BadInput or DamagedData, and
    then the former database is where it was.
    """
    incoming = target.with_name(target.name + ".restoring")
    events = backup(source, incoming, force=True)
    former = None
    try:
        if target.exists():
            former = target.with_name(target.name + ".before-restore")
            for side in ("", *_SIDES):
                _remove(former.with_name(former.name + side))
                beside = target.with_name(target.name + side)
                if beside.exists():
                    beside.rename(former.with_name(former.name + side))
        _settle(incoming, target)
    except OSError as error:
        raise BadInput(f"the database cannot be replaced: {error.strerror or error}") from error
    return events, former


def _checked(path: Path) -> int:
    with SqliteStore(path, read_only=True) as store:
        return store.verify_log()


def _settle(path: Path, target: Path) -> None:
    """Give a finished file its name, so that a crash leaves the old one or the new one."""
    for where in (path, path.parent):
        descriptor = os.open(where, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    path.replace(target)


def _remove(path: Path) -> None:
    for side in ("", *_SIDES):
        with suppress(FileNotFoundError):
            path.with_name(path.name + side).unlink()
