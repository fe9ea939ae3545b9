"""Letters by their lowest bits: a table of these shows that most words begin or end otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mypy_extensions import i64

LOW: Final = 63


def places_of(letters: Iterable[str]) -> bytes:
    """By the lowest bits of a letter, whether it may be one of some letters."""
    found = bytearray(LOW + 1)
    for letter in letters:
        found[ord(letter) & LOW] = 1
    return bytes(found)


def place_of_pair(one: i64, other: i64) -> i64:
    """The lowest bits of two code points."""
    return (one & LOW) << 6 | other & LOW


def place_of_end(word: str) -> i64:
    """`place_of_pair` of the last two letters of a word that has as many."""
    end: i64 = len(word)
    return place_of_pair(ord(word[end - 2]), ord(word[end - 1]))


def places_of_ends(endings: Iterable[str]) -> bytes:
    """By `place_of_end` of a word, whether it may have one of some endings."""
    found = bytearray((LOW + 1) ** 2)
    for ending in endings:
        if len(ending) > 1:
            found[place_of_end(ending)] = 1
            continue
        for before in range(LOW + 1):
            found[place_of_pair(before, ord(ending))] = 1
    return bytes(found)


class Endings:
    """Some endings, of which most words have none: the last two letters tell."""

    __slots__ = ("_all", "_places")

    def __init__(self, endings: Iterable[str]) -> None:
        self._all: Final[tuple[str, ...]] = tuple(dict.fromkeys(endings))
        self._places: Final[bytes] = places_of_ends(self._all)

    def end(self, word: str) -> bool:
        """Whether a word of two letters or more ends so."""
        return len(word) > 1 and self._places[place_of_end(word)] == 1 and word.endswith(self._all)


def lengths_by_hint(endings: Iterable[str]) -> dict[str, list[int]]:
    """The last two sounds of endings -> the lengths of those endings, longest first."""
    hints: dict[str, set[int]] = {}
    for ending in endings:
        hints.setdefault(ending[-2:], set()).add(len(ending))
    return {hint: sorted(lengths, reverse=True) for hint, lengths in hints.items()}


def last_letters(endings: Iterable[str]) -> bytes:
    """The last letters of endings, as `may_end` wants them."""
    return places_of([ending[-1] for ending in endings])


def may_end(word: str, last: bytes) -> bool:
    """Whether the last letter of a word is that of an ending: few words have to be looked at
    further."""
    end: i64 = len(word)
    if end == 0:
        return False
    code: i64 = ord(word[end - 1])
    return last[code & LOW] == 1
