"""Whose turn it is to write, among the threads of one process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from resolver.errors import BadInput, StoreBusy


class Turns:
    """One writer at a time; `timeout` is how many seconds another one waits.

    Raises BadInput where a thread would wait for itself, StoreBusy after the timeout.
    """

    __slots__ = ("_lock", "_thread", "_timeout")

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._thread: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Write."""
        if self._thread == threading.get_ident():
            raise BadInput("this thread is already writing: transactions are never nested")
        if not self._lock.acquire(timeout=self._timeout):
            raise StoreBusy("another thread is writing to the store: try again")
        try:
            self._thread = threading.get_ident()
            yield
        finally:
            self._thread = None
            self._lock.release()

    @contextmanager
    def end(self) -> Iterator[None]:
        """Nobody is writing and nobody begins: the store may be closed."""
        if not self._lock.acquire(timeout=self._timeout):
            raise StoreBusy("a transaction is still open: end it, then close the store")
        try:
            yield
        finally:
            self._lock.release()
