"""An index of names in memory: which ones share blocking keys with a name."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

LONG_POSTING = 2000


class Index:
    """Add names by number, ask for candidates. Rare shared keys weigh most."""

    def __init__(self) -> None:
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._size = 0

    def add(self, number: int, keys: Sequence[str]) -> None:
        """Index one name under its keys."""
        self._size += 1
        for key in keys:
            self._postings[key].append(number)

    def candidates(self, keys: Sequence[str], limit: int) -> list[int]:
        """Numbers sharing a key, best first; ties in the order of numbers.

        Keys that too many names carry are used only when nothing rarer is shared.
        """
        found = [posting for key in keys if (posting := self._postings.get(key))]
        short = [posting for posting in found if len(posting) <= LONG_POSTING]
        scores: dict[int, float] = defaultdict(float)
        for posting in short or sorted(found, key=len)[:1]:
            weight = math.log(1 + self._size / len(posting))
            for number in posting:
                scores[number] += weight
        return sorted(scores, key=lambda number: (-scores[number], number))[:limit]
