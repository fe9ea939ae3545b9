"""A glance at the consonants of two names, before a word of the other one is analysed.

Most of what an archive of millions offers for a name has its given name and its patronymic,
and another surname. That Пронкасин is not Nupuchajew needs no reading of either: hardly a
consonant of one is in the other, whatever convention spells them. As a rule of thumb it must
only ever leave out what a comparison would find different, so what is short, double, or may
be a given name is always compared.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA
from unidecode import unidecode

from resolver.mention import Kind
from resolver.names import Name, Part
from resolver.relating import relate
from resolver.script import repair
from resolver.tokens import Token, token

LEAST = 0.39
"""Words of which a smaller share of the consonants is alike are two. Of 13,500 pairs of real
spellings of one surname or given name it parts 7, all Chinese; of random pairs three in four."""

_LONG, _SHORTEST = 4, 3
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼʹ`][^\W\d_]+)*")
_ALIKE = ("bp", "vwf", "gkqx", "td", "szc", "m", "n", "l", "r")
_CLASSES = {letter: letters[0] for letters in _ALIKE for letter in letters}
_MUTE_BEFORE_H = frozenset("cgkprstwz")


@lru_cache(maxsize=65536)
def consonants(word: str) -> str:
    """Classes of the consonants of a word in any script, repeated ones once.

    >>> consonants("Щербаков"), consonants("Shcherbakov")
    ('srbgv', 'srbgv')
    """
    found, before = [""], ""
    for letter in unidecode(repair(word)).lower():
        sound = _CLASSES.get(letter, "")
        if letter == "h" and before not in _MUTE_BEFORE_H:
            sound = "g"
        if sound and sound != found[-1]:
            found.append(sound)
        before = letter
    return "".join(found)


def surname_to_find(mention: Name) -> str:
    """The consonants that a name must have to come near a mention; empty where any may."""
    surname = mention.slots.get(Part.SURNAME)
    known = mention.kind is Kind.PERSON and mention.unique and mention.sure
    if not known or surname is None:
        return ""
    if surname.groups or surname.parts or surname.bare or surname.heads:
        return ""
    sought = consonants(surname.text)
    return sought if len(sought) >= _LONG else ""


def is_elsewhere(sought: str, mention: Name, other: str) -> bool:
    """Whether a name is seen to be another's: no word of it is like the surname sought,
    though it lacks none; or one is, and the others are names of other people."""
    words = _WORD.findall(other)
    if len(words) < 2 or min(map(len, words)) < _SHORTEST:
        return False
    strange = [
        word
        for word in words
        if not OSA.normalized_similarity(sought, consonants(word), score_cutoff=LEAST)
    ]
    if len(strange) == len(words):
        return len(words) >= len(mention.tokens)
    return len(strange) == len(words) - 1 and _are_others(mention, strange)


def _are_others(mention: Name, words: list[str]) -> bool:
    """Whether words are given names and patronymics that tables know, none of them akin to
    those of the mention, which they know, too."""
    given, patronymic = mention.slots.get(Part.GIVEN), mention.slots.get(Part.PATRONYMIC)
    others = [token(word) for word in words]
    if given is None or given.parts or not given.groups or not any(tok.groups for tok in others):
        return False
    return all(_is_another(given, patronymic, tok, mention.belarusian) for tok in others)


def _is_another(given: Token, patronymic: Token | None, tok: Token, belarusian: bool) -> bool:  # noqa: FBT001
    if tok.parts or not (tok.groups or tok.patronymic):
        return False
    if tok.groups and relate(Part.GIVEN, given, tok, belarusian).code != "given.far":
        return False
    if tok.patronymic is None or patronymic is None:
        return True
    return relate(Part.PATRONYMIC, patronymic, tok, belarusian).code == "patronymic.far"
