"""Words of an archive by what is left of them where their marks are lost.

Scholarly and national Latin alphabets tell sounds by marks (Žukov, Məmmədov, Yoʻldoshev), which
keyboards, catalogues and machine-readable zones leave out (ICAO 9303, part 3, section 6, writes
ə as E). What is left is read as other sounds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_FIRST_OTHER = "\u0370"
_LETTERS = str.maketrans(
    {"đ": "d", "ł": "l", "ı": "i", "ə": "e", "ø": "o"} | dict.fromkeys("'’ʹʺ”`ʻʼ‘", "")
)


def without_marks(word: str) -> str:
    """A lower-case word in letters from a to z alone; as it is where it is not Latin."""
    if word >= _FIRST_OTHER:
        return word
    plain = word if word.isascii() else unicodedata.normalize("NFD", word)
    return "".join([c for c in plain.translate(_LETTERS) if not unicodedata.combining(c)])


class Marked:
    """The words that have marks."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known: dict[str, list[str]] = {}
        for word in words:
            plain = without_marks(word)
            if plain != word and plain.isascii():
                self._known.setdefault(plain, []).append(word)

    def of(self, word: str) -> list[str]:
        """Those that a word without marks may be."""
        return self._known.get(word, [])
