"""Python's collector of cyclic garbage, told what it need not look through.

Rule tables stay for good, and what is remembered of names is given up by counting references:
a million objects without a cycle among them. Looked through again and again, as they are by
default, they hold up every request for a second and more. What has survived one collection
is therefore not looked at any more. What that may miss is a cycle that was in use just then,
of a request under way: a few kilobytes each time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_THRESHOLD = 10_000
"""So many new objects more than were given up are looked through, in some 5 ms. They come while
caches fill: a name leaves some 60 of them. Later hardly any do."""


def leave_what_stays_alone() -> None:
    """To be called once, when everything is read that is read once."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_THRESHOLD)
    if _leave_survivors not in gc.callbacks:
        gc.callbacks.append(_leave_survivors)


@contextmanager
def not_collecting() -> Iterator[None]:
    """While millions of rows pass, none of which is part of a cycle."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _leave_survivors(phase: str, _info: dict[str, int]) -> None:
    if phase == "stop":
        gc.freeze()
