"""Whose turn it is to write, among the threads of one process."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from resolver.errors import BadInput, StoreBusy


class Turns:
    """One writer at a time; `timeout` is how many seconds another one waits.

    Whoever waits does so inside a gate, so that a batch which begins again at once stands
    behind it instead of being let in before it has woken up.

    Raises BadInput where a thread would wait for itself, StoreBusy after the timeout.
    """

    __slots__ = ("_gate", "_lock", "_thread", "_timeout")

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._gate = threading.Lock()
        self._lock = threading.Lock()
        self._thread: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Write."""
        if self._thread == threading.get_ident():
            raise BadInput("this thread is already writing: transactions are never nested")
        self._wait()
        try:
            self._thread = threading.get_ident()
            yield
        finally:
            self._thread = None
            self._lock.release()

    def is_awaited(self) -> bool:
        """Whether another thread waits for the turn to end."""
        return self._gate.locked()

    @contextmanager
    def end(self) -> Iterator[None]:
        """Nobody is writing and nobody begins: the store may be closed."""
        if not self._lock.acquire(timeout=self._timeout):
            raise StoreBusy("a transaction is still open: end it, then close the store")
        try:
            yield
        finally:
            self._lock.release()

    def _wait(self) -> None:
        deadline = time.monotonic() + self._timeout
        if self._gate.acquire(timeout=self._timeout):
            try:
                if self._lock.acquire(timeout=max(deadline - time.monotonic(), 0)):
                    return
            finally:
                self._gate.release()
        raise StoreBusy("another thread is writing to the store: try again")
