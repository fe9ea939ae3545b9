"""The end of a process that holds much: the system takes memory back at once, which Python and its
libraries would give up piece by piece."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_kept: list[object] = []
_ends_with_command = False


def keep(large: object) -> None:
    """Let what is large be there until the process ends, where that ends with its command."""
    if _ends_with_command and large is not None:
        _kept.append(large)


@contextmanager
def with_command() -> Iterator[None]:
    """The process ends with what is inside; where that has kept something, without freeing it."""
    global _ends_with_command
    _ends_with_command = True
    try:
        yield
    except SystemExit as ended:
        if _kept and (ended.code is None or isinstance(ended.code, int)):
            _leave(ended.code or 0)
        raise


def _leave(code: int) -> None:
    """Whatever was to be done at the end is done; where that cannot be, Python ends as ever."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    atexit._run_exitfuncs()
    os._exit(code)
