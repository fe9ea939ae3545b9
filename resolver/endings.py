"""Letters by their lowest bits: a table of these shows that most words begin or end otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LOW: Final = 63


def places_of(letters: Iterable[str]) -> bytes:
    """By the lowest bits of a letter, whether it may be one of some letters."""
    found = bytearray(LOW + 1)
    for letter in letters:
        found[ord(letter) & LOW] = 1
    return bytes(found)


def place_of_pair(one: int, other: int) -> int:
    """The lowest bits of two code points."""
    return (one & LOW) << 6 | other & LOW
