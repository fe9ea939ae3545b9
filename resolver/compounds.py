"""Given names of the Caucasus and Central Asia with an honorific element joined to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from resolver.folding import fold
from resolver.nearness import first_few

_LEAST_LETTERS: Final = 3
_COMPOUNDS: Final = frozenset(
    fold(s)
    for s in (
        "хан",
        "бек",
        "бег",
        "бай",
        "джан",
        "жан",
        "али",
        "гази",
        "гул",
        "ага",
        "хон",
        "мурза",
        "мирза",
        "султан",
        "шах",
    )
)


def are_compound(a: Iterable[str], b: Iterable[str]) -> bool:
    """`Аюб` and `Аюбхан`: an honorific element joined to a name."""
    right = first_few(b)
    for x in first_few(a):
        for y in right:
            shorter, longer = (x, y) if len(x) <= len(y) else (y, x)
            joined = len(shorter) >= _LEAST_LETTERS and longer.startswith(shorter)
            if joined and longer[len(shorter) :] in _COMPOUNDS:
                return True
    return False
