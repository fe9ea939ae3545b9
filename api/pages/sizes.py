"""How much the store holds, counted no more often than it is worth."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from resolver.store.protocol import Reader

SHARE = 20
"""Counting takes at most one part in so many of the time."""


class Sizes:
    """The counts of a store. A million entities take a fifth of a second to count: counts
    stay as they are while nothing is written, and else for SHARE times as long as the last
    counting took. Safe to share between threads; at worst two count at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: tuple[int, float, Mapping[str, int]] | None = None

    def of(self, reader: Reader, last_event: int) -> Mapping[str, int]:
        """The counts as `Reader.counts` has them, at the event or not long before it."""
        known = self._last
        began = self._clock()
        if known is not None and (known[0] == last_event or began < known[1]):
            return known[2]
        counts = reader.counts()
        now = self._clock()
        self._last = last_event, now + SHARE * (now - began), counts
        return counts
