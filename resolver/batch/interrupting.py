"""Ctrl-C and SIGTERM in the middle of work: what must not break off is finished first.

An exception that a signal raises somewhere inside DuckDB may come out of it as another one, or
not at all. So while DuckDB works, signals are only noted; it is asked to stop, and they are
answered when it has come back.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (int(signal.SIGINT), int(signal.SIGTERM))


class _Noter:
    """Stands in for the handlers of signals, and knows them."""

    def __init__(self, heard: Callable[[], None], most: int) -> None:
        self.came: list[int] = []
        self._heard = heard
        self._most = most
        handlers = {number: signal.getsignal(number) for number in _SIGNALS}
        self._before = {
            number: handler for number, handler in handlers.items() if callable(handler)
        }
        for number in self._before:
            signal.signal(number, self)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.came.append(number)
        self._heard()
        if len(self.came) > self._most:
            self._before[number](number, frame)

    def end(self) -> None:
        """Give the handlers their places back, and tell them what came."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self.came:
            self._before[self.came[0]](self.came[0], None)


def _already() -> bool:
    """Whether signals are being noted, or are none of this thread's."""
    main = threading.current_thread() is threading.main_thread()
    return not main or isinstance(signal.getsignal(signal.SIGINT), _Noter)


@contextmanager
def finishing() -> Iterator[Callable[[], bool]]:
    """Inside it signals to stop are only noted, and the function says whether one has come; it
    is answered at the end. A second one is answered at once.

    Only the main thread hears signals; in others nothing changes.
    """
    if _already():
        yield lambda: False
        return
    noter = _Noter(lambda: None, most=1)
    try:
        yield lambda: bool(noter.came)
    finally:
        noter.end()


@contextmanager
def stopping(stop: Callable[[], None]) -> Iterator[None]:
    """Inside it signals call `stop`, and are answered at the end, whatever that has led to."""
    if _already():
        yield
        return
    noter = _Noter(stop, most=1_000)
    try:
        yield
    finally:
        noter.end()
