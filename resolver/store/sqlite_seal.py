"""A seal beside a database file that is at rest: damage that SQLite cannot see breaks it.

SQLite checks the form of a file, not its content: a flipped bit in a name is still a name. So
whoever closes a store last writes the SHA-256 of the file beside it, as `FILE-seal`, and the
first to write again marks the seal as open. A file that does not fit its seal is compared
with its log before it answers anything; one whose seal is open and whose write-ahead log is
gone has lost what was acknowledged, and is refused. A file without a seal is taken as it is.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from random import uniform
from secrets import token_hex

from resolver.errors import DamagedData, StoreBusy
from resolver.store.sqlite_raw import blocks

_OPEN = "open"
_CLOSING_TURNS, _CLOSING_SECONDS = 8, 0.1
_BLOCK = 1 << 20


class Seal:
    """The seal of the database file at `path`."""

    __slots__ = ("_path", "_seal", "_wal")

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seal = path.with_name(path.name + "-seal")
        self._wal = path.with_name(path.name + "-wal")

    def is_doubtful(self) -> bool:
        """Whether a file about to be opened must be compared with its log.

        DamagedData when its write-ahead log is gone and with it the last transactions.
        """
        said = self._said()
        if said is None or not self._path.exists():
            return False
        if said == _OPEN:
            if self._wal.exists():
                return False
            said = self._said()  # whoever sealed the file meanwhile took the log away, too
            if said == _OPEN and not self._wal.exists():
                raise DamagedData(
                    f"the file {self._wal.name} is gone, and the last transactions with it: put "
                    "it back, restore a backup, or go on without by `resolver db rebuild`"
                )
            if said in (_OPEN, None):
                return False
        try:
            waiting = self._wal.exists() and self._wal.stat().st_size > 0
            fits = not waiting and said == self._sum()
        except OSError:  # opening it will say what is wrong
            return False
        # Another process may have begun to write while this one was reading.
        return not fits and self._said() == said

    def open(self) -> None:
        """Mark that the file changes. Called before the first change of each transaction."""
        if self._said() == _OPEN:
            return
        try:
            self._write(_OPEN)
        except OSError as error:
            raise StoreBusy(
                "the disk is full or failed, nothing was kept: free space, try again"
            ) from error

    def close(self, connection: sqlite3.Connection) -> None:
        """Seal the file if nobody else is using it; else whoever closes it last does."""
        for turn in range(_CLOSING_TURNS):
            if self._said() not in (_OPEN, None):
                return
            if turn:
                # Two that close at once may each keep the other from it: not twice in step.
                time.sleep(uniform(0, _CLOSING_SECONDS / _CLOSING_TURNS))  # noqa: S311
            with suppress(sqlite3.Error, OSError):
                if self._sealed(connection):
                    return

    def _sealed(self, connection: sqlite3.Connection) -> bool:
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("BEGIN IMMEDIATE")
        try:
            at_rest = not self._wal.exists() or not self._wal.stat().st_size
            if at_rest:
                self._write(self._sum())
        finally:
            connection.execute("ROLLBACK")
        return at_rest

    def remove(self) -> None:
        """Take the file as it is."""
        self._seal.unlink(missing_ok=True)

    def _said(self) -> str | None:
        try:
            return self._seal.read_bytes().decode("utf-8", errors="replace")
        except OSError:
            return None

    def _sum(self) -> str:
        digest = sha256()
        for block in blocks(self._path, _BLOCK):
            digest.update(block)
        return digest.hexdigest()

    def _write(self, text: str) -> None:
        # A name of its own: processes that open one file at the same moment all write here.
        partial = self._seal.with_name(f"{self._seal.name}.{token_hex(8)}")
        try:
            with partial.open("xb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._seal)
        except BaseException:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
