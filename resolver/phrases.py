"""Sequences of words that stand for something together: `он же`, `a/k/a`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Phrases:
    """Sequences of words with what each stands for; the longest one at a place is found.

    A look-up reads at most as many words as the longest phrase has.
    """

    __slots__ = ("_longest", "_meanings")

    def __init__(self, phrases: Iterable[tuple[Sequence[str], str]]) -> None:
        self._meanings: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}
        for words, meaning in phrases:
            self._meanings.setdefault(tuple(words), meaning)
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def __contains__(self, word: str) -> bool:
        """Whether a phrase begins with a word."""
        return word in self._longest

    def firsts(self) -> Iterable[str]:
        """The words that phrases begin with."""
        return self._longest.keys()

    def at(self, words: Sequence[str], start: int) -> tuple[int, str]:
        """Length and meaning of the longest phrase that begins at a word; 0 for none."""
        for length in range(self._longest.get(words[start], 0), 0, -1):
            meaning = self._meanings.get(tuple(words[start : start + length]))
            if meaning is not None and start + length <= len(words):
                return length, meaning
        return 0, ""
