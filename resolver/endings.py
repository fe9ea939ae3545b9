"""Endings that words may have: most words end otherwise, which their last letter shows."""

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


def places_of_pairs(pairs: Iterable[str]) -> bytes:
    """By the lowest bits of two letters, whether they may be one of some pairs."""
    found = bytearray((LOW + 1) ** 2)
    for pair in pairs:
        found[place_of_pair(ord(pair[0]), ord(pair[-1]))] = 1
    return bytes(found)


class Endings:
    """Some endings, each of two letters or more."""

    __slots__ = ("_endings", "_last")

    def __init__(self, *endings: str) -> None:
        self._endings: Final[tuple[str, ...]] = endings
        self._last: Final[bytes] = places_of_pairs([ending[-2:] for ending in endings])

    def end(self, word: str) -> bool:
        """Whether a word has one of them.

        >>> Endings("ов", "ин").end("иванов")
        True
        """
        return (
            len(word) > 1
            and self._last[place_of_pair(ord(word[len(word) - 2]), ord(word[len(word) - 1]))] != 0
            and word.endswith(self._endings)
        )
