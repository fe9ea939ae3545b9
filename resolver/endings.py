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


def last_letters(endings: Iterable[str]) -> bytes:
    """The last letters of endings, as `may_end` wants them."""
    return places_of([ending[-1] for ending in endings])


def may_end(word: str, last: bytes) -> bool:
    """Whether the last letter of a word is that of an ending: few words have to be looked at
    further."""
    end = len(word)
    return end != 0 and last[ord(word[end - 1]) & LOW] == 1
