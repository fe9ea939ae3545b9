"""Words that would be a patronymic but for a slip in its ending: Тимофеевч, Lawrentjewifsch.

Such a word is one only beside a given name: Петровец is a surname. So it must be one letter from
an ending of patronymics, and with that ending the patronymic of a father whose name is known.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from resolver.tokens import Token, token

# As they are written by the conventions that passports and newspapers use.
_ENDINGS: Final = (
    *("ович", "евич", "овна", "евна", "івна", "ївна", "авіч", "евіч", "аўна", "еўна"),
    *("ovich", "evich", "ovitch", "evitch", "owicz", "ewicz", "owitsch", "ewitsch"),
    *("ovič", "evič", "ovyč", "ovych", "owytsch", "ovytch", "avič", "evic", "ovic"),
    *("ovna", "evna", "owna", "ewna", "ivna", "iwna", "aŭna", "auna"),
)
_LETTERS: Final = {
    True: "abcdefghijklmnopqrstuvwxyz",
    False: "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєў",
}
_OF_SURNAMES: Final = (
    *("ов", "ев", "ин", "ова", "ева", "ина", "ский", "ская", "ська"),
    *("ov", "ev", "in", "ova", "eva", "ina", "ow", "ew", "owa", "ewa", "ski", "sky", "ska"),
)
_SHORTEST_STEM: Final = 3
_damaged: Final[dict[str, str]] = {}
_lengths: Final[list[int]] = []


def _read_damaged() -> None:
    found: dict[str, str] = {}
    for ending in _ENDINGS:
        for damaged in _one_letter_off(ending):
            found.setdefault(damaged, ending)
    for ending in _ENDINGS:
        found.pop(ending, None)
    _damaged.update(found)
    _lengths.extend(sorted({len(ending) for ending in found}, reverse=True))


def _one_letter_off(word: str) -> set[str]:
    letters = _LETTERS[word[-1] < "\u0370"]
    found: set[str] = set()
    for at in range(len(word)):
        before, after = word[:at], word[at + 1 :]
        found.add(before + after)
        found.update(before + letter + after for letter in letters)
        found.update(before + letter + word[at:] for letter in letters)
        if after:
            found.add(before + after[0] + word[at] + after[1:])
    return found


def is_damaged(tok: Token) -> bool:
    """Whether a word is the patronymic of a known father but for a slip in the ending; a word that
    may be a given name or a surname in -ов or -ина is not."""
    if tok.patronymic is not None or tok.groups or tok.heads or tok.word.endswith(_OF_SURNAMES):
        return False
    return _is_damaged(tok.word)


@lru_cache(maxsize=4096)
def _is_damaged(word: str) -> bool:
    if not _lengths:
        _read_damaged()
    for length in _lengths:
        stem = word[:-length]
        ending = _damaged.get(word[-length:]) if len(stem) >= _SHORTEST_STEM else None
        if ending is not None:
            mended = token(stem + ending).patronymic
            if mended is not None and mended.fathers:
                return True
    return False
