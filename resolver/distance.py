"""How far apart two readings are when they do not meet.

A weighted edit distance over sound classes: confusions that languages make (а/о, с/з, г/х)
cost less than a letter that nothing explains (1.0). Weights: `rules/sound_distances.csv`;
a pair with an empty second cell is the cost of one sound added or lost.
"""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from resolver.rules import table

SWAP = 0.9
UNKNOWN = 1.0
FAR = 9.0


@cache
def _costs() -> tuple[dict[str, float], dict[str, float]]:
    substitutions: dict[str, float] = {}
    gaps: dict[str, float] = {}
    for row in table("sound_distances"):
        a, b, cost = row["a"], row["b"], float(row["cost"])
        if b:
            substitutions[a + b] = substitutions[b + a] = cost
        else:
            gaps[a] = cost
    return substitutions, gaps


@lru_cache(maxsize=65536)
def distance(a: str, b: str, limit: float = 2.5) -> float:
    """Cost of turning reading `a` into `b`; FAR when it would exceed `limit` letters.

    Symmetric, 0 only for equal strings. A swap of neighbours costs SWAP.
    """
    if a == b:
        return 0.0
    if OSA.distance(a, b, score_cutoff=int(limit * 2)) > int(limit * 2):
        return FAR
    return _aligned(a, b) if a <= b else _aligned(b, a)


def _aligned(a: str, b: str) -> float:
    substitutions, gaps = _costs()
    lost = [gaps.get(sound, UNKNOWN) for sound in b]
    before: list[float] = []
    previous = [0.0]
    for cost in lost:
        previous.append(previous[-1] + cost)
    for i, sound in enumerate(a):
        gap = gaps.get(sound, UNKNOWN)
        current = [previous[0] + gap]
        for j, other in enumerate(b):
            best = previous[j] + (
                0.0 if sound == other else substitutions.get(sound + other, UNKNOWN)
            )
            best = min(best, previous[j + 1] + gap, current[j] + lost[j])
            if i and j and sound == b[j - 1] and a[i - 1] == other:
                best = min(best, before[j - 1] + SWAP)
            current.append(best)
        before, previous = previous, current
    return previous[-1]
