"""Two surnames that are near in letters and two all the same.

Мельников is made from Мельник, Симович is no Симич: an ending of surnames is no slip. And where
a letter lies between two surnames that are both in use, Баранов and Баринов, it is more likely
the right one than not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from resolver.graphemes import VOWELS
from resolver.known_words import known_words
from resolver.lexicon import forms_of
from resolver.nearness import EXPLAINED, NEAR, TRANSCRIBED, Code, Relation
from resolver.rules import table
from resolver.tokens import Token

# Endings that make a surname from a name or a trade, in folded sounds, by the one they stand for.
_ENDINGS: Final = {
    "ов": ("ов", "ев", "иов", "ова", "ева", "иова"),
    "ин": ("ин", "ина"),
    "ич": ("ич",),
    "ович": ("ович", "евич", "иевич", "авич"),
    "ский": ("ски", "скаиа", "ска"),
    "овский": ("овски", "овскаиа", "овска", "евски", "евскаиа", "евска"),
    "енко": ("енко", "енка"),
    "ян": ("иан",),
    "швили": ("швили",),
    "ез": ("ез",),
}
_SLAVIC: Final = tuple(ending for name in ("ов", "ин", "ский", "енко") for ending in _ENDINGS[name])
_LENGTHS: Final = range(2, 8)
_BY_ENDING: Final = {ending: name for name, forms in _ENDINGS.items() for ending in forms}
_SHORTEST_STEM: Final = 3
_SURELY_HEARD: Final = 0.3
_DERIVING: Final = ("ru", "uk", "be", "bg", "kk", "ky", "uz", "tg", "tt", "ba")
_MADE_ENDINGS: Final = ("ов", "ев", "ёв", "єв", "ин", "ын", "ін", "аў", "еў")


def told_apart(a: Token, b: Token, found: Relation) -> Relation:
    """What relates two surnames, `found` by letters or by ear, in the light of how surnames are
    made and of which are in use. Symmetric."""
    if found.code is TRANSCRIBED:
        if found.distance <= _SURELY_HEARD:
            return found
    elif found.code is not NEAR:
        return found
    two = is_made_from(a, b) or (
        found.distance > EXPLAINED and not _by_e(a, b) and _in_use(a) and _in_use(b)
    )
    return Relation(Code.TWO, found.form, found.distance) if two else found


def is_slavic(tok: Token) -> bool:
    """Whether a surname ends as Slavic ones do."""
    return tok.best.endswith(_SLAVIC)


def is_made_from(a: Token, b: Token) -> bool:
    """Whether two surnames are one stem with two endings, or with one and with none. Czech adds
    -ová to any name."""
    if a.word.endswith("ová") or b.word.endswith("ová"):
        return False
    mine, other = _parted(a.best), _parted(b.best)
    shared = mine.keys() & other.keys()
    return bool(shared) and all(mine[stem].isdisjoint(other[stem]) for stem in shared)


def _parted(form: str) -> dict[str, set[str]]:
    """Stem -> the endings that it may have in a reading; `` for none, with or without a vowel."""
    found: dict[str, set[str]] = {form: {""}}
    if form[-1:] in VOWELS:
        found.setdefault(form[:-1], set()).add("")
    for length in _LENGTHS:
        ending = _BY_ENDING.get(form[-length:])
        if ending is not None and len(form) - length >= _SHORTEST_STEM:
            found.setdefault(form[:-length], set()).add(ending)
    return found


def _by_e(a: Token, b: Token) -> bool:
    """Whether only а and е differ, as ə is written either way: Ahmadov and Ахмедов."""
    mine = {form.replace("е", "а") for form in a.forms}
    return any(form.replace("е", "а") in mine for form in b.forms)


def _in_use(tok: Token) -> bool:
    known = _known()
    usual = (form for form, reading in tok.forms.items() if not reading.switches)
    return any(form in known for form in usual) or not known.isdisjoint(tok.bases)


@cache
def _known() -> frozenset[str]:
    """Readings of the surnames of the tables and of those made from given names."""
    return frozenset(form for word in _surnames() for form in forms_of(word))


def _surnames() -> Iterator[str]:
    for row in table("surnames"):
        yield row["form"].lower()
    for language in _DERIVING:
        for word in known_words(language):
            if word.endswith(_MADE_ENDINGS):
                yield word
