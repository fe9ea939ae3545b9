"""Two surnames that are near in letters and two all the same.

Мельников is made from Мельник, Симович is no Симич, Дёмкин no Дёмин: an ending of surnames is no
slip. And where a letter lies between two surnames that are both in use, Баранов and Баринов, it is
more likely the right one than not; so it is with a reading that only one convention makes of a
surname in use, which Bychkov is, though an Italian might read Быков.
"""

from __future__ import annotations

import re
from typing import Final

from resolver.distance import distance
from resolver.graphemes import VOWELS
from resolver.lexicon import groups_of_form
from resolver.nearness import AKANNE, EXPLAINED, NEAR, SAME, TRANSCRIBED, Code, Relation
from resolver.romanize import attribute
from resolver.surnames_in_use import (
    in_use,
    is_listed,
    is_rare,
    known_surnames,
    languages_of,
    listed_in_use,
    listed_surnames,
    oddly_in_use,
)
from resolver.tokens import Token
from resolver.traditions import of_one_tradition

# Endings that make a surname from a name, a trade or another surname, in folded sounds, by the one
# that they stand for.
_ENDINGS: Final = {
    "ов": ("ов", "ев", "иов", "ова", "ева", "иова"),
    "ин": ("ин", "ина"),
    "ков": ("ков", "кова"),
    "кин": ("кин", "кина"),
    "ич": ("ич",),
    "ович": ("ович", "евич", "иевич", "авич"),
    "ский": ("ски", "скаиа", "ска"),
    "овский": ("овски", "овскаиа", "овска", "евски", "евскаиа", "евска"),
    "енко": ("енко", "енка"),
    "ченко": ("ченко", "ченка"),
    "чук": ("чук",),
    "юк": ("иук", "ук"),
    "як": ("иак", "ак"),
    "ян": ("иан",),
    "швили": ("швили",),
    "ез": ("ез",),
}
_LENGTHS: Final = range(2, 8)
_BY_ENDING: Final = {ending: name for name, forms in _ENDINGS.items() for ending in forms}
_SHORTEST_STEM: Final = 3
_AFTER_CONSONANTS: Final = frozenset({"ов", "ович"})
_SURELY_HEARD: Final = 0.3
_REACH: Final = 2.0
_HARDLY: Final = 0.2
_SOFT: Final = re.compile("(?<=[бвгдзклмнпрстф])и(?=[ау])")
_CLEAR: Final = frozenset(("sr", "bg", "mk"))
_UNDECIDED: Final = 1.0
_DOUBTFUL: Final = frozenset({NEAR, TRANSCRIBED})
_OV: Final = 2


def told_apart(a: Token, b: Token, found: Relation) -> Relation:
    """What relates two surnames, `found` by readings, by letters or by ear, in the light of how
    surnames are made and of which are in use. Symmetric."""
    if found.code is SAME:
        man = f"{found.form}ов"
        if {a.best, b.best} == {f"{found.form}а", f"{man}а"} and not _is_czech(a, b):
            # Савина, and Savinova of Савинов; Cygankovova is Czech without its mark.
            return Relation(Code.TWO, found.form) if man in known_surnames() else found
        return _unless_read_oddly(a, b, found)
    if found.code is AKANNE:
        apart = _keep_their_vowels(a, b) or _differ_otherwise(a, b)
        return Relation(Code.TWO, found.form) if apart else found
    listed = found.code in _DOUBTFUL and is_listed(a) and is_listed(b)
    if found.code is TRANSCRIBED:
        if found.distance <= _SURELY_HEARD and (not listed or of_one_tradition(a, b)):
            return found
    elif found.code is not NEAR or (found.coarse and not listed):
        return found
    two = (is_made_from(a, b) and not _may_be_slip(a, b)) or both_in_use(a, b)
    return Relation(Code.TWO, found.form, found.distance) if two else found


def _keep_their_vowels(a: Token, b: Token) -> bool:
    """Whether two surnames in use are of languages in which о is never heard as а: Зорић, Зарић."""
    mine, other = in_use(a), in_use(b)
    shared = [languages_of(mine[x]) & languages_of(other[y]) for x in mine for y in other if x != y]
    return mine.keys().isdisjoint(other) and any(not _CLEAR.isdisjoint(found) for found in shared)


def _differ_otherwise(a: Token, b: Token) -> bool:
    """Whether two surnames in use of one language differ by more than о for а, as Гуров and Гурьев
    do; and о stays what it is where there is no other vowel: Цой, Цай."""
    mine, other = listed_in_use(a), listed_in_use(b)
    if not mine.keys().isdisjoint(other):
        return False
    return any(
        languages_of(mine[x]) & languages_of(other[y])
        and (_is_hard_and_soft(x, other[y]) or _is_hard_and_soft(y, mine[x]) or _is_short(x, y))
        for x in mine
        for y in other
    )


def _is_hard_and_soft(form: str, words: set[tuple[str, str]]) -> bool:
    """Whether a reading in -ов is of the stem that words in -ьев have. Those in -ев may be in -ёв,
    which is -ов where dots and soft signs are lost: Царёв, Tsarov."""
    softs = [word.removesuffix("ьев") for _, word in words if word.endswith("ьев")]
    return form.endswith("ов") and form[:-_OV] in softs


def _is_short(a: str, b: str) -> bool:
    """Whether neither has a second vowel, й not counted."""
    return all(
        sum(letter in VOWELS for letter in form.removesuffix("и").removeprefix("и")) == 1
        for form in (a, b)
    )


def _are_both_listed(a: Token, b: Token) -> bool:
    """Whether two surnames are listed for one language, and no spelling of both is."""
    mine, other = listed_in_use(a), listed_in_use(b)
    pairs = [(x, y) for x in mine for y in other if languages_of(mine[x]) & languages_of(other[y])]
    return bool(pairs) and all(x != y and not mine[x] & other[y] for x, y in pairs)


def _may_be_slip(a: Token, b: Token) -> bool:
    """Whether two surnames with endings are one in use and one that is not: Садовниов."""
    bare = any("" in _parted(tok.best).get(tok.best, ()) for tok in (a, b))
    return not bare and bool(in_use(a)) != bool(in_use(b))


def is_made_from(a: Token, b: Token) -> bool:
    """Whether two surnames are one stem with two endings, or with one and with none. Czech adds
    -ová to any name."""
    if _is_czech(a, b):
        return False
    mine, other = _parted(a.best), _parted(b.best)
    shared = mine.keys() & other.keys()
    return bool(shared) and all(mine[stem].isdisjoint(other[stem]) for stem in shared)


def _is_czech(a: Token, b: Token) -> bool:
    return a.word.endswith("ová") or b.word.endswith("ová")


def _parted(form: str) -> dict[str, set[str]]:
    """Stem -> the endings that it may have in a reading. A word without any, or but for a vowel,
    is a stem only if it is a name itself: else a letter may be lost, as in Корсако of
    Корсаков."""
    found: dict[str, set[str]] = {}
    if form in known_surnames() or groups_of_form(form):
        found[form] = {""}
        if form[-1:] in VOWELS:
            found[form[:-1]] = {""}
    for length in _LENGTHS:
        ending = _BY_ENDING.get(form[-length:])
        stem = form[:-length]
        if ending is None or len(stem) < _SHORTEST_STEM:
            continue
        if not (ending in _AFTER_CONSONANTS and stem[-1] in VOWELS):
            found.setdefault(stem, set()).add(ending)
        if ending == "ков" and stem[-1] == "ч":  # Крючков, of a little крюк
            found.setdefault(f"{stem[:-1]}к", set()).add(ending)
    return found


def _unless_read_oddly(a: Token, b: Token, found: Relation) -> Relation:
    """SAME, unless the reading is a rare one of a word that has a usual one in use, and the other
    word is in use, too: then two, or if a standard spells one as the other, hardly near."""
    form = found.form
    if a.best == form and b.best == form:
        return found
    if found.switches and _are_both_listed(a, b):
        return Relation(Code.TWO, form)  # Sakharov is Захаров only where kh and s are of two kinds
    if not (is_rare(a, form) or is_rare(b, form)):
        return found
    if not (is_listed(a if is_rare(a, form) else b) and both_in_use(a, b)):
        return found
    # Misjin is Мишин by a standard, and Мысин by another: the rest of a name has to tell.
    by_standard = attribute(a.text, b.text) or attribute(b.text, a.text)
    return Relation(NEAR, form, _UNDECIDED) if by_standard else Relation(Code.TWO, form)


def both_in_use(a: Token, b: Token) -> bool:
    """Whether two surnames are in use, and differ by more than what languages confuse."""
    mine = in_use(a) or oddly_in_use(a)
    other = (in_use(b) or oddly_in_use(b)) if mine else {}
    pairs = [(x, y) for x in mine for y in other if languages_of(mine[x]) & languages_of(other[y])]
    return bool(pairs) and not any(
        mine[x] & other[y] or _may_be_confused(x, y) or _of_one_given_name(x, y) for x, y in pairs
    )


def _may_be_confused(a: str, b: str) -> bool:
    """Whether two readings in use differ by no more than what languages confuse. Of two that the
    tables list, which have no spelling twice, by hardly anything: Колосов is no Колесов."""
    if a in listed_surnames() and b in listed_surnames():
        return distance(a, b, _REACH) <= _HARDLY and not _is_softened(a, b)
    return _apart(a, b) <= EXPLAINED


def _is_softened(a: str, b: str) -> bool:
    """Whether one has я or ю where the other has а or у: Лапин, Ляпин. After ш and the like both
    are spelled for one sound."""
    return _SOFT.sub("", a) == _SOFT.sub("", b)


def _of_one_given_name(a: str, b: str) -> bool:
    """Юсуфов and Юсифов: of two forms of one given name."""
    mine, other = groups_of_form(a[:-_OV]), groups_of_form(b[:-_OV])
    return not mine.keys().isdisjoint(other)


def _apart(a: str, b: str) -> float:
    """In letters of a word of seven; а and е are one, as ə is written either way,
    and so are дж and Turkic ж."""
    a, b = (one.replace("дж", "ж").replace("е", "а") for one in (a, b))
    return distance(a, b, _REACH) * 7.0 / max(4.0, min(10.0, max(len(a), len(b))))
