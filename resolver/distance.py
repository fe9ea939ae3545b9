"""How far apart two readings are when they do not meet.

A weighted edit distance over sound classes: confusions that languages make (а/о, с/з, г/х)
cost less than a letter that nothing explains (1.0). Weights: `rules/sound_distances.csv`;
a pair with an empty second cell is the cost of one sound added or lost.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from resolver.rules import table

SWAP: Final = 0.9
UNKNOWN: Final = 1.0
FAR: Final = 9.0
_NOTHING: Final[dict[str, float]] = {}


@cache
def _costs() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Sound -> what it costs to write each other one instead; and sound -> what it costs to add
    or lose it."""
    substitutions: dict[str, dict[str, float]] = {}
    gaps: dict[str, float] = {}
    for row in table("sound_distances"):
        a, b, cost = row["a"], row["b"], float(row["cost"])
        if b:
            substitutions.setdefault(a, {})[b] = cost
            substitutions.setdefault(b, {})[a] = cost
        else:
            gaps[a] = cost
    return substitutions, gaps


def most_letters(limit: float) -> int:
    """Letters that two readings within a limit differ by at most."""
    return int(limit * 2) + 1


def distance(a: str, b: str, limit: float = 2.5) -> float:
    """Cost of turning reading `a` into `b`; FAR when it would exceed `limit` letters.

    Symmetric, 0 only for equal strings. A swap of neighbours costs SWAP.
    """
    if a == b:
        return 0.0
    cutoff = most_letters(limit)
    if OSA.distance(a, b, score_cutoff=cutoff) > cutoff:
        return FAR
    return aligned(a, b, limit)


def aligned(a: str, b: str, limit: float) -> float:
    """The same of two readings that differ by no more than `most_letters`."""
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
    others = [*b]
    lost = [gaps.get(other, UNKNOWN) for other in others]
    before: list[float] = []
    previous = [0.0]
    for cost in lost:
        previous.append(previous[-1] + cost)
    least_before = 0.0
    sound_before = ""
    for sound in a:
        gap = gaps.get(sound, UNKNOWN)
        instead = substitutions.get(sound, _NOTHING)
        last = least = previous[0] + gap
        current = [last]
        other_before = ""
        for j, other in enumerate(others):
            best = previous[j] if other == sound else previous[j] + instead.get(other, UNKNOWN)
            if (without := previous[j + 1] + gap) < best:
                best = without
            if (without := last + lost[j]) < best:
                best = without
            if sound == other_before and sound_before == other:
                best = min(best, before[j - 1] + SWAP)
            current.append(best)
            last = best
            if best < least:
                least = best
            other_before = other
        if least > limit and least_before > limit:
            return FAR
        before, previous, least_before, sound_before = previous, current, least, sound
    return previous[-1] if previous[-1] <= limit else FAR
