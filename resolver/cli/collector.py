"""Python's collector of cyclic garbage, told what it need not look through.

Rule tables stay for good, and what is remembered of names is given up by counting references:
a million objects without a cycle among them. Looked through again and again, as they are by
default, they hold up every request for a second and more. What has survived a full collection
is therefore not looked at any more. What that may miss is a cycle that was in use just then,
of a request under way: a few kilobytes each time.
"""

from __future__ import annotations

import gc

_GENERATIONS = 5
"""Half as many as by default: a full collection then takes 25 ms instead of 50."""


def leave_what_stays_alone() -> None:
    """To be called once, when everything is read that is read once."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], _GENERATIONS)
    if _leave_survivors not in gc.callbacks:
        gc.callbacks.append(_leave_survivors)


def _leave_survivors(phase: str, info: dict[str, int]) -> None:
    if phase == "stop" and info["generation"] == 2:
        gc.freeze()
