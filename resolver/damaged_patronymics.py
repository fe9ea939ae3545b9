"""Words that would be a patronymic but for a slip in its ending: Тимофеевч, Lawrentjewifsch.

Such a word is one only beside a given name: Петровец is a surname. So it must be one letter from
an ending of patronymics, and with that ending the patronymic of a father whose name is known.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from resolver.endings import place_of_end, places_of_ends
from resolver.rules import table
from resolver.tokens import Token, token

_LETTERS: Final = {
    True: "abcdefghijklmnopqrstuvwxyz",
    False: "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєў",
}
# What ends so is taken for a surname, whatever slip would make a patronymic of it.
_OF_SURNAMES: Final[tuple[str, ...]] = (
    *("ов", "ев", "ин", "ова", "ева", "ина", "ский", "ская", "ська"),
    *("ov", "ev", "in", "ova", "eva", "ina", "ow", "ew", "owa", "ewa", "ski", "sky", "ska"),
)
# Those that begin with the vowel after the father's name, and those of a son's and a daughter's.
_WHOLE: Final = 4
_OF_NOMINATIVES: Final = ("ич", "іч", "вна", "ўна")
_SLAVIC: Final = frozenset(("ru", "uk", "be"))
_SHORTEST_STEM: Final = 3
_damaged: Final[dict[str, str]] = {}
_ends: Final[list[bytes]] = []
_lengths: Final[list[int]] = []


def _endings() -> list[str]:
    """Endings of sons' and daughters' patronymics: `patronymics` has how these are written, and
    how conventions that passports and newspapers use spell them (`placement` spelled)."""
    rows = table("patronymics")
    written = [
        row["ending"]
        for row in rows
        if row["language"] in _SLAVIC
        and row["placement"] == "joined"
        and len(row["ending"]) == _WHOLE
        and row["ending"].endswith(_OF_NOMINATIVES)
    ]
    return written + [row["ending"] for row in rows if row["placement"] == "spelled"]


def _read_damaged() -> None:
    found: dict[str, str] = {}
    endings = _endings()
    for ending in endings:
        for damaged in _one_letter_off(ending):
            found.setdefault(damaged, ending)
    for ending in endings:
        found.pop(ending, None)
    _damaged.update(found)
    _ends.append(places_of_ends(found))
    # Last, as another thread may look.
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
    if tok.patronymic is not None or tok.groups or tok.heads:
        return False
    if not _lengths:
        _read_damaged()
    word = tok.word
    if len(word) <= _SHORTEST_STEM or not _ends[0][place_of_end(word)]:
        return False
    return not word.endswith(_OF_SURNAMES) and _is_damaged(word)


@lru_cache(maxsize=4096)
def _is_damaged(word: str) -> bool:
    for length in _lengths:
        stem = word[:-length]
        ending = _damaged.get(word[-length:]) if len(stem) >= _SHORTEST_STEM else None
        if ending is not None:
            mended = token(stem + ending).patronymic
            if mended is not None and mended.fathers:
                return True
    return False
