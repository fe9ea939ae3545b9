"""Words that are written one letter off a frequent one, whatever convention that follows.

A slip is made in what is written, and readings may tell more of it than there is: Kbadzhimurad is
one letter from Khadzhimurad, and read as if it were three. Print that a machine reads confuses
letters that look alike together, as rn and m.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

SHORTEST = 4
_LOOK_ALIKE = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("ii", "u"), ("ri", "n"))


def _seen(word: str) -> str:
    """A word with one letter for two that look like it."""
    if word.isascii():
        for two, one in _LOOK_ALIKE:
            if two in word:
                word = word.replace(two, one)
    return word


def _keys(word: str) -> set[str]:
    """A word as it is written and as it is seen, and these without each of their letters: a slip
    may as well be one of two letters that look like a third."""
    return {
        key
        for each in {word, _seen(word)}
        for key in (each, *(each[:at] + each[at + 1 :] for at in range(len(each))))
    }


class Written:
    """Words of an archive that are frequent, by what slips leave of them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known: dict[str, list[str]] = {}
        for word in words:
            if len(word) >= SHORTEST:
                for key in _keys(word):
                    self._known.setdefault(key, []).append(word)

    def near(self, word: str) -> list[str]:
        """The frequent words that a word is a letter off, in their order; not itself."""
        if len(word) < SHORTEST - 1:
            return []
        found: set[str] = set()
        for key in _keys(word):
            found.update(self._known.get(key, ()))
        found.discard(word)
        return sorted(other for other in found if _is_a_letter_off(word, other))


def _is_a_letter_off(word: str, other: str) -> bool:
    return (
        OSA.distance(word, other, score_cutoff=1) <= 1
        or OSA.distance(_seen(word), _seen(other), score_cutoff=1) <= 1
    )
