"""Which known words are within a typo or two of a word, found without looking at all of them.

An error leaves most of a word as it was: one error leaves its start or its end, two leave its
start, its middle or its end. Words are therefore shelved by their length and by these pieces,
and only those that share a piece are measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

_PIECE = 2
_WHOLE_PIECES = 5  # shorter words may lose both pieces of two letters to one swap
_MIDDLE_FROM = 8

Shelves = Mapping[str, list[str]]


def _piece(size: int) -> int:
    return _PIECE if size >= _WHOLE_PIECES else 1


def _middle(size: int) -> int:
    return size // 2 - 1


class Misspellings:
    """Known words; the shelves of a length are filled when it is first asked for."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[int, list[str]] = defaultdict(list)
        for word in words:
            self._words[len(word)].append(word)
        self._shelves: dict[int, Shelves] = {}

    def near(self, word: str, reach: int) -> dict[str, int]:
        """Known words at most `reach` (1 or 2) insertions, losses, replacements or swaps of
        neighbours away, with how many."""
        found: dict[str, int] = {}
        for size in range(len(word) - reach, len(word) + reach + 1):
            if size not in self._words:
                continue
            shelves = self._filled(size)
            for key in self._keys(word, size, reach):
                for known, distance, _ in process.extract_iter(
                    word, shelves.get(key, ()), scorer=OSA.distance, score_cutoff=reach
                ):
                    found[known] = int(distance)
        return found

    @staticmethod
    def _keys(word: str, size: int, reach: int) -> Iterator[str]:
        piece = _piece(size)
        yield "^" + word[:piece]
        yield word[-piece:] + "$"
        if reach > 1 and size >= _MIDDLE_FROM:
            middle = _middle(size)
            yield from {word[at : at + _PIECE] for at in range(middle - 2, middle + 3)}

    def _filled(self, size: int) -> Shelves:
        shelves = self._shelves.get(size)
        if shelves is None:
            filling: dict[str, list[str]] = defaultdict(list)
            piece, middle = _piece(size), _middle(size)
            for word in self._words[size]:
                filling["^" + word[:piece]].append(word)
                filling[word[-piece:] + "$"].append(word)
                if size >= _MIDDLE_FROM:
                    filling[word[middle : middle + _PIECE]].append(word)
            shelves = self._shelves[size] = dict(filling)
        return shelves
