"""How far apart two readings are when they do not meet.

A weighted edit distance over sound classes: confusions that languages make (а/о, с/з, г/х)
cost less than a letter that nothing explains (1.0). Weights: `rules/sound_distances.csv`;
a pair with an empty second cell is the cost of one sound added or lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from resolver.rules import table

SWAP: Final = 0.9
UNKNOWN: Final = 1.0
FAR: Final = 9.0


_Row = Mapping[str, float]


@cache
def _costs() -> tuple[Mapping[str, _Row], _Row]:
    """Sound -> what it costs to write each other one instead, itself for nothing; and sound
    -> what it costs to add or lose it."""
    substitutions: dict[str, dict[str, float]] = {}
    gaps: dict[str, float] = {}
    for row in table("sound_distances"):
        a, b, cost = row["a"], row["b"], float(row["cost"])
        if b:
            substitutions.setdefault(a, {a: 0.0})[b] = cost
            substitutions.setdefault(b, {b: 0.0})[a] = cost
        else:
            gaps[a] = cost
    return substitutions, gaps


def most_letters(limit: float) -> int:
    """Letters that two readings within a limit differ by at most."""
    return int(limit * 2) + 1


@lru_cache(maxsize=2048)
def distance(a: str, b: str, limit: float = 2.5) -> float:
    """Cost of turning reading `a` into `b`; FAR when it would exceed `limit` letters.

    Symmetric, 0 only for equal strings. A swap of neighbours costs SWAP.
    """
    if a == b:
        return 0.0
    cutoff = most_letters(limit)
    if OSA.distance(a, b, score_cutoff=cutoff) > cutoff:
        return FAR
    a, b = _without_common_ends(a, b)
    return _aligned(a, b, limit) if a <= b else _aligned(b, a, limit)


def _without_common_ends(a: str, b: str) -> tuple[str, str]:
    """Equal letters at both ends cost nothing; surnames often share their endings."""
    start, end, shorter = 0, 0, min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    while end < shorter - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]


def _aligned(a: str, b: str, limit: float) -> float:
    substitutions, gaps = _costs()
    lost = [gaps.get(sound, UNKNOWN) for sound in b]
    before: list[float] = []
    previous = [0.0]
    for cost in lost:
        previous.append(previous[-1] + cost)
    for i, sound in enumerate(a):
        gap = gaps.get(sound, UNKNOWN)
        instead = substitutions.get(sound, {sound: 0.0})
        last = previous[0] + gap
        current = [last]
        for j, other in enumerate(b):
            best = previous[j] + instead.get(other, UNKNOWN)
            if (without := previous[j + 1] + gap) < best:
                best = without
            if (without := last + lost[j]) < best:
                best = without
            if i and j and sound == b[j - 1] and a[i - 1] == other:
                best = min(best, before[j - 1] + SWAP)
            current.append(best)
            last = best
        if min(current) > limit and min(previous) > limit:
            return FAR
        before, previous = previous, current
    return previous[-1] if previous[-1] <= limit else FAR
