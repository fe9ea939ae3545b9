"""A gate before the write lock of a file: who comes first is let in first, in all processes.

Whoever lets go of a lock and asks for it again at once gets it again: another one is still
waking up. So writers pass a gate, one at a time, and wait for the lock inside. A batch that
comes back finds the gate shut while somebody waits there, and waits in turn; where nobody
does, it goes on without a pause. The gate only decides whose turn it is. Without it (a file
system that has no such locks, or another program in the file) writers are as safe as ever.

It is a lock of the whole write-ahead log, which is there as long as the database is open and
in which SQLite locks nothing itself.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_POLL_SECONDS = 0.001


class Gate:
    """The gate of the database at `path`, for one thread at a time."""

    __slots__ = ("_file", "_path")

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + "-wal")
        self._file: int | None = None

    @contextmanager
    def passed(self, timeout: float) -> Iterator[None]:
        """Wait inside for the lock; after `timeout` seconds at the gate go on without."""
        held = self._shut(timeout)
        try:
            yield
        finally:
            if held:
                self._unlock()

    def is_shut(self) -> bool:
        """Whether somebody waits inside for the lock, which is asked by whoever holds it."""
        held = self._shut(0.0)
        if held:
            self._unlock()
        return self._file is not None and not held

    def close(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)
            self._file = None

    def _shut(self, timeout: float) -> bool:
        if sys.platform == "win32":
            return False
        deadline = time.monotonic() + timeout
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            while True:
                try:
                    fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if time.monotonic() >= deadline:
                        return False
                    time.sleep(_POLL_SECONDS)
                else:
                    return True
        except OSError:
            return False

    def _unlock(self) -> None:
        if sys.platform != "win32" and self._file is not None:
            with suppress(OSError):
                fcntl.flock(self._file, fcntl.LOCK_UN)
