"""How far apart two readings are when they do not meet.

A weighted edit distance over sound classes: confusions that languages make (а/о, с/з, г/х)
cost less than a letter that nothing explains (1.0). Weights: `rules/sound_distances.csv`;
a pair with an empty second cell is the cost of one sound added or lost.
"""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import OSA

from resolver.rules import table

SWAP: Final = 0.8
UNKNOWN: Final = 1.0
FAR: Final = 9.0
_NO_NUMBER: Final = 0
_NONE: Final = -1


class _Costs:
    """What it costs to write one sound for another, and to add or lose one, by their numbers."""

    __slots__ = ("_numbers", "gaps", "instead", "width")

    def __init__(self) -> None:
        rows = table("sound_distances")
        sounds = sorted({row["a"] for row in rows} | {row["b"] for row in rows if row["b"]})
        width = len(sounds) + 1
        numbers = [_NO_NUMBER] * (ord(sounds[-1]) + 1)
        for number, sound in enumerate(sounds, _NO_NUMBER + 1):
            numbers[ord(sound)] = number
        gaps, instead = [UNKNOWN] * width, [UNKNOWN] * width**2
        for row in rows:
            a, cost = numbers[ord(row["a"])], float(row["cost"])
            if row["b"]:
                b = numbers[ord(row["b"])]
                instead[a * width + b] = instead[b * width + a] = cost
            else:
                gaps[a] = cost
        self._numbers: Final[list[int]] = numbers
        self.width: Final[int] = width
        self.gaps: Final[list[float]] = gaps
        self.instead: Final[list[float]] = instead

    def number(self, code: int) -> int:
        return self._numbers[code] if code < len(self._numbers) else _NO_NUMBER


_read: Final[list[_Costs]] = []


def _costs() -> _Costs:
    if not _read:
        _read.append(_Costs())
    return _read[0]


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
    if len(a) == len(b) == 1:
        return _instead(a, b, limit)
    return _aligned(a, b, limit) if a <= b else _aligned(b, a, limit)


def _instead(a: str, b: str, limit: float) -> float:
    """One sound for another, or lost with another added."""
    costs = _costs()
    x, y = costs.number(ord(a)), costs.number(ord(b))
    least = min(costs.instead[x * costs.width + y], costs.gaps[x] + costs.gaps[y])
    return least if least <= limit else FAR


def _without_common_ends(a: str, b: str) -> tuple[str, str]:
    """Equal letters at both ends cost nothing; surnames often share their endings."""
    start, end, shorter = 0, 0, min(len(a), len(b))
    while start < shorter and ord(a[start]) == ord(b[start]):
        start += 1
    last_a, last_b = len(a) - 1, len(b) - 1
    while end < shorter - start and ord(a[last_a - end]) == ord(b[last_b - end]):
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]


def _aligned(a: str, b: str, limit: float) -> float:
    costs = _costs()
    gaps, all_instead, width = costs.gaps, costs.instead, costs.width
    others: list[int] = []
    numbers: list[int] = []
    lost: list[float] = []
    before: list[float] = []
    previous: list[float] = [0.0]
    last = 0.0
    for j in range(len(b)):
        other = ord(b[j])
        number = costs.number(other)
        others.append(other)
        numbers.append(number)
        lost.append(gaps[number])
        last += gaps[number]
        previous.append(last)
    least_before = 0.0
    sound_before = _NONE
    for i in range(len(a)):
        sound = ord(a[i])
        number = costs.number(sound)
        gap = gaps[number]
        row = number * width
        last = least = previous[0] + gap
        current: list[float] = [last]
        other_before = _NONE
        for j in range(len(others)):
            other = others[j]
            best = previous[j]
            if other != sound:
                best += all_instead[row + numbers[j]]
            without = previous[j + 1] + gap
            if without < best:
                best = without
            without = last + lost[j]
            if without < best:
                best = without
            if sound == other_before and sound_before == other:
                without = before[j - 1] + SWAP
                if without < best:
                    best = without
            current.append(best)
            last = best
            if best < least:
                least = best
            other_before = other
        if least > limit and least_before > limit:
            return FAR
        before, previous, least_before, sound_before = previous, current, least, sound
    total = previous[len(others)]
    return total if total <= limit else FAR
