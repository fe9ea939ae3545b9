"""Reading a database file past SQLite, without losing the locks that its connections hold.

By POSIX, a process that closes any descriptor of a file gives up all locks that it has on it
(https://www.sqlite.org/howtocorrupt.html, section 2.2). Connections of the process would go on
without theirs: another process that closes the file then takes itself for the last one, and takes
the write-ahead log away from under them. So a descriptor that was opened here is used again, and
closed only when no connection of this process is left on the file.

Connections of other libraries in this process are not known here.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_Key = tuple[int, int]
"""Device and inode: what makes two paths one file."""


class _File:
    """Who is at a file: connections, and those who read it here, by descriptors that are kept."""

    __slots__ = ("descriptors", "key", "lock", "users")

    def __init__(self, key: _Key) -> None:
        self.key = key
        self.users = 0
        self.descriptors: list[BinaryIO] = []
        self.lock = threading.Lock()

    def read(self, at: int, size: int) -> bytes:
        with self.lock:
            raw = self.descriptors[0]
            raw.seek(at)
            return raw.read(size)


# A connection that is given up unclosed may be found by the collector inside of any function.
_lock = threading.RLock()
_files: dict[_Key, _File] = {}


class Connection(sqlite3.Connection):
    """A connection that keeps what is open of its file until it is closed itself."""

    _let_go: weakref.finalize[..., Connection] | None = None

    def hold(self, path: Path) -> None:
        """Say which file this is a connection to, before anything is locked by it."""
        with suppress(OSError), _lock:
            self._let_go = weakref.finalize(self, _leave, _entered(path))
            self._let_go.atexit = False

    def close(self) -> None:
        super().close()
        if self._let_go is not None:
            self._let_go()


def blocks(path: Path, size: int) -> Iterator[bytes]:
    """The bytes of a file, so many at once. Raises OSError."""
    with _lock:
        file = _entered(path, opened=True)
    try:
        at = 0
        while block := file.read(at, size):
            yield block
            at += len(block)
    finally:
        _leave(file)


def _entered(path: Path, *, opened: bool = False) -> _File:
    found = path.stat()
    file = _files.get((found.st_dev, found.st_ino))
    raw = None
    if opened and (file is None or not file.descriptors):
        raw = path.open("rb", buffering=0)
        found = os.fstat(raw.fileno())  # another file may be at the path by now
    key = found.st_dev, found.st_ino
    file = _files.setdefault(key, _File(key))
    file.users += 1
    if raw is not None:
        file.descriptors.append(raw)
    return file


def _leave(file: _File) -> None:
    with _lock:
        file.users -= 1
        if not file.users:
            del _files[file.key]
            for raw in file.descriptors:
                raw.close()
