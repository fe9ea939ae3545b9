"""Python's collector of cyclic garbage, told what it need not look through.

Rule tables stay for good, and what is remembered of names is given up by counting references:
a million objects without a cycle among them. Looked through again and again, as they are by
default, they hold up every request for a second and more. What has survived a full collection
is therefore not looked at any more. What that may miss is a cycle that was in use just then,
of a request under way: a few kilobytes each time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_THRESHOLDS = (1_000, 10, 5)
"""A full collection for 50,000 new objects takes some 30 ms. Commands collect less often,
since nobody waits for one of their names."""


def leave_what_stays_alone() -> None:
    """To be called once, when everything is read that is read once."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
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


def _leave_survivors(phase: str, info: dict[str, int]) -> None:
    if phase == "stop" and info["generation"] == 2:
        gc.freeze()
