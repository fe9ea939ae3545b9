"""A glance at how two names sound, before a word of the other one is analysed.

Most of what an archive of millions offers for a name has its given name and its patronymic,
and another surname. That Пронкасин is not Nupuchajew needs no reading of either: hardly a
consonant of one is in the other, whatever convention spells them. Nor is he Прункусян, whose
consonants are the same: names of the region keep their vowels, too. As a rule of thumb it must
only ever leave out what a comparison would find different, so what is short, double, or may
be a given name is always compared. Of 19,740 pairs of spellings of real people that are one to
a comparison it leaves out two; of the names that an archive offers, and that are different to a
comparison, four in five.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from resolver.declined import may_be_declined
from resolver.known_apart import known_apart
from resolver.names import GIVEN, PATRONYMIC, PERSON, SURNAME, Name
from resolver.nearness import FORMS
from resolver.relating import are_far
from resolver.rough import are_strangers, consonants, sounds
from resolver.text import all_words
from resolver.tokens import Token, token

LEAST: Final = 0.39
"""Words of which a smaller share of the consonants is alike are two. Of 13,500 pairs of real
spellings of one surname or given name it parts 7, all Chinese; of random pairs three in four."""

_LONG: Final = 4
_LONG_SOUNDS: Final = 5
_SHORTEST: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼʹ`][^\W\d_]+)*")
_MARKS: Final = re.compile("[\u0300-\u036f]")
_OF_THE_REGION: Final = (
    *("ов", "ев", "ова", "ева", "ин", "ина", "ски", "ска", "цки", "цка", "скаиа", "цкаиа"),
    *("енко", "енка", "чук", "ич", "иан", "дзе", "швили", "ау", "еу", "оу"),
)
_share: Final = OSA.normalized_similarity
_CZECH: Final = "ová"


class Sought:
    """The surname that a name must come near, and which words have been seen to be strange."""

    __slots__ = ("_consonants", "_sounds", "_strange", "_surname")

    def __init__(self, surname: Token, consonants_: str, sounds_: tuple[str, ...]) -> None:
        self._surname = surname
        self._consonants = consonants_
        self._sounds = sounds_
        self._strange: dict[str, bool] = {}

    def strange_of(self, words: list[str]) -> list[str]:
        """The words that are not like the surname."""
        known = self._strange
        strange: list[str] = []
        for word in words:
            found = known.get(word)
            if found is None:
                found = known[word] = self._is_strange(word)
            if found:
                strange.append(word)
        return strange

    def _is_strange(self, word: str) -> bool:
        ours = self._consonants
        if ours and not _share(ours, consonants(word), score_cutoff=LEAST):
            return True
        return bool(self._sounds) and are_strangers(self._sounds, sounds(word))

    def is_far(self, word: str) -> bool:
        """Whether a comparison, which will find the answer known, sees another surname in it.

        Where a word has more readings than are measured, one that was not may be near."""
        if not word.isalpha():  # apostrophes may be letters to a name that is full of them
            return False
        ours, theirs = self._surname, token(word)
        if theirs.groups or max(len(ours.forms), len(theirs.forms)) > FORMS:
            return False
        return are_far(SURNAME, ours, theirs)


def surname_to_find(mention: Name) -> Sought | None:
    """What a name must have to come near a mention; None where any may."""
    surname = mention.slots.get(SURNAME)
    known = mention.kind is PERSON and mention.unique and mention.sure
    if not known or surname is None or mention.maiden is not None:
        return None
    if surname.groups or surname.parts or surname.bare or surname.heads:
        return None
    if _is_glued(surname.text):  # with its particles: van der Heijden
        return None
    skeleton = consonants(surname.text)
    ours = skeleton if len(skeleton) >= _LONG else ""
    heard = _sounds_to_find(surname)
    return Sought(surname, ours, heard) if ours or heard else None


def _sounds_to_find(surname: Token) -> tuple[str, ...]:
    if not surname.best.endswith(_OF_THE_REGION) or surname.word.endswith(_CZECH):
        return ()
    heard = sounds(surname.text)
    return heard if min(map(len, heard)) >= _LONG_SOUNDS else ()


def is_elsewhere(sought: Sought, mention: Name, other: str) -> bool:
    """Whether a name is seen to be another's: no word of it is like the surname sought,
    though it lacks none; or one is, and the others are names of other people, or a comparison would
    find it another surname."""
    words = all_words(other)
    if words is None:
        if _MARKS.search(other):  # a stress mark cuts a word in two
            return False
        words = _WORD.findall(other)
    if len(words) < 2 or min(map(len, words)) < _SHORTEST or "-" in other:
        return False
    if may_be_declined(words):  # the words of a comparison are others
        return False
    strange = sought.strange_of(words)
    if len(strange) == len(words):
        return len(words) >= len(mention.tokens)
    if len(strange) < len(words) - 1:
        return False
    if _are_others(mention, strange):
        return True
    (like,) = set(words) - set(strange)
    return (
        len(words) >= len(mention.tokens) and all(map(_is_known, strange)) and sought.is_far(like)
    )


def _is_known(word: str) -> bool:
    """Whether a word is a given name or a patronymic, so that it cannot be part of a surname."""
    tok = token(word)
    return not tok.parts and (bool(tok.groups) or tok.patronymic is not None)


def _are_others(mention: Name, words: list[str]) -> bool:
    """Whether words that stand beside a surname are of other people, as tables know: one given
    name, and another; or the patronymic of another father."""
    given = mention.slots.get(GIVEN)
    if given is None or given.parts or not given.groups:
        return False
    named: list[Token] = []
    fathers: list[Token] = []
    for word in words:
        tok = token(word)
        if tok.parts or _is_glued(word):
            return False
        if tok.patronymic is None:
            named.append(tok)
        else:
            fathers.append(tok)
    if len(named) == 1 and _is_full(named[0]) and _is_another(given, named[0]):
        return True
    return bool(fathers) and _are_of_another_father(mention, fathers)


def _is_full(tok: Token) -> bool:
    """Whether a word is more than a pet form: many words can be read as one of these."""
    return any(kind != "diminutive" for kind in tok.groups.values())


def _is_glued(word: str) -> bool:
    return not word[1:].islower() and not word.isupper()


@lru_cache(maxsize=8192)
def _is_another(given: Token, tok: Token) -> bool:
    return known_apart(given, tok) or are_far(GIVEN, given, tok)


def _are_of_another_father(mention: Name, fathers: list[Token]) -> bool:
    patronymic = mention.slots.get(PATRONYMIC)
    if patronymic is None or patronymic.patronymic is None:
        return False
    return all(are_far(PATRONYMIC, patronymic, tok) for tok in fathers)
