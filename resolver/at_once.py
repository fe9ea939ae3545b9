"""How two words relate, where that is seen at once.

Most words that are compared share a reading, or have nothing to do with each other. The first is
found by looking a reading up. The second is sure where a count of sounds shows that every step of
`resolver.relation` would end at nothing: none is taken then, and nothing has to be remembered,
which takes longer than to look again. A law holds what is found here against those steps.
"""

from __future__ import annotations

from typing import Final

from resolver.armenian_fathers import may_be_genitive
from resolver.audible import may_be_heard, sounds_at_edges
from resolver.by_ear import NATIVE, is_foreign, may_be_misheard, most_misheard
from resolver.genitives import father_of
from resolver.grammar import one_stem
from resolver.nearness import FAR, FORMS, NOT_RELATED, REACH, Relation, most_off, nearest
from resolver.relation import (
    FAR_OF_TWO_GENDERS,
    SURNAME_REACH,
    are_far_surnames,
    are_of_two_genders,
    meeting,
    nothing_alike,
)
from resolver.respelling import bones, may_be_respelled
from resolver.rough import most_slips, sounds
from resolver.seen import ANY, Seen, SeenMore, lacks_more, sounds_of, stand_for
from resolver.tokens import Token, by_ear, may_be_by_ear
from resolver.traditions import by_tradition_of, of_one_tradition
from resolver.transcription import likeliest
from resolver.two_given_names import are_two
from resolver.two_surnames import told_apart

_MOST_LETTERS: Final = 40
_LETTERS: Final = range(_MOST_LETTERS + 1)
# By the letters of the longer of two words, in how many sounds they may differ and be near.
_OF_SURNAMES: Final = [most_off(SURNAME_REACH, letters) for letters in _LETTERS]
_OF_GIVEN_NAMES: Final = [most_off(REACH, letters) for letters in _LETTERS]
# By the sounds of the longer of two given names, in how many they may differ and be one.
_SLIPS: Final = [most_slips(letters) for letters in _LETTERS]
_FIRST_LATIN: Final = ord("a")


def surnames_at_once(a: Token, b: Token) -> Relation | None:
    """What `relation.surnames` finds, or None where it takes more than a look."""
    if a.heads or b.heads:
        return None
    mine, other = seen_of(a), seen_of(b)
    if may_be_one(mine, other):
        met = _met(a, b)
        return None if met is None else told_apart(a, b, met)
    if a.parts or b.parts or a.bare or b.bare or _may_be_cases(a, b, mine, other):
        return None
    if not _are_strange(a, b, mine, other):
        return None
    if not _differ(mine, other, _OF_SURNAMES) and not _are_far_surnames(a, b):
        return None
    if bool(a.bases) == bool(b.bases) or nothing_alike(a, b):
        return NOT_RELATED
    return FAR_OF_TWO_GENDERS


def given_names_at_once(a: Token, b: Token) -> Relation | None:
    """What `relation.given_names` finds, or None where it takes more than a look."""
    if a.heads or b.heads or a.bare or b.bare:
        return None
    mine, other = seen_of(a), seen_of(b)
    if are_of_two_genders(a.given_gender, b.given_gender):
        return None if _may_be_cases(a, b, mine, other) else NOT_RELATED
    if may_be_one(mine, other):
        found = _met(a, b)
        if found is not None:
            return None if are_two(a, b, found.form) else found
    if mine.groups & other.groups or a.parts or b.parts or _may_be_cases(a, b, mine, other):
        return None
    if mine.groups and other.groups:
        left, right = _more_of(a, mine), _more_of(b, other)
        if left.apart and right.apart and _sound_apart(left, right):
            return NOT_RELATED
        return NOT_RELATED if _are_strange(a, b, mine, other) else None
    if not _lack_each_other(mine, other) or not _are_strange(a, b, mine, other):
        return None
    if _differ(mine, other, _OF_GIVEN_NAMES) or _are_far(a, b):
        return NOT_RELATED
    return None


def patronymics_at_once(a: Token, b: Token) -> Relation | None:
    """What `relation.patronymics` finds, or None where it takes more than a look."""
    if a.heads or b.heads:
        return None
    mine, other = seen_of(a), seen_of(b)
    if may_be_one(mine, other):
        found = _met(a, b)
        if found is not None:
            return found
    if _may_be_cases(a, b, mine, other):
        return None
    if a.patronymic is not None and b.patronymic is not None:
        if are_of_two_genders(a.patronymic.gender, b.patronymic.gender):
            return NOT_RELATED
        if mine.stems & other.stems or mine.fathers & other.fathers:
            return None
        if mine.fathers and other.fathers:
            return NOT_RELATED
    elif may_be_genitive(a) or may_be_genitive(b):
        return None
    if _more_of(a, mine).bones & _more_of(b, other).bones:
        return None
    return NOT_RELATED if _differ(mine, other, _OF_GIVEN_NAMES) else None


def seen_of(tok: Token) -> Seen:
    """What is seen of a word, from now on kept with it."""
    seen = tok.seen
    if seen is None:
        seen = Seen(tok.forms, tok.bases, FORMS)
        seen.genitive = bool(father_of(tok.word))
        seen.by_ear = may_be_by_ear(tok)
        seen.cyrillic = tok.script == "cyrillic"
        seen.groups = stand_for(tok.groups)
        if tok.patronymic is not None:
            seen.stems = stand_for(tok.patronymic.stems)
            seen.fathers = stand_for(tok.patronymic.fathers | tok.patronymic.variants)
        tok.remember(seen)
    return seen


def _more_of(tok: Token, seen: Seen) -> SeenMore:
    more = seen.more
    if more is None:
        more = SeenMore()
        more.bones = stand_for(bones(tok).coarse)
        more.traditional = bool(by_tradition_of(tok))
        more.native = tok.best.endswith(NATIVE)
        if not seen.cyrillic:
            more.foreign = is_foreign(tok)
            more.begins, more.ends = sounds_at_edges(tok.word)
            best = likeliest(tok.word)
            more.heard, more.misheard = sounds_of(best), most_misheard(best)
        if tok.groups:
            _add_rough(more, tok, seen)
        seen.more = more
    return more


def _add_rough(more: SeenMore, tok: Token, seen: Seen) -> None:
    more.apart = not tok.parts and not (seen.by_ear and by_ear(tok))
    more.rough = ANY
    for rough in sounds(tok.text):
        found = sounds_of(rough, _FIRST_LATIN)
        more.rough &= found
        more.rough_any |= found
        more.roughest = max(more.roughest, len(rough))


def may_be_one(mine: Seen, other: Seen) -> bool:
    """Whether a reading or masculine form of one word may be one of the other."""
    return not (mine.every & ~other.any or other.every & ~mine.any)


def _differ(mine: Seen, other: Seen, limits: list[int]) -> bool:
    """Whether no two readings are near each other."""
    few = limits[min(_MOST_LETTERS, max(mine.longest, other.longest))]
    if lacks_more(mine.every, other.any, few) or lacks_more(other.every, mine.any, few):
        return True
    if len(mine.few) == 1 and len(other.few) == 1:
        return False
    for x in mine.few:
        for y in other.few:
            if not lacks_more(x, y, few) and not lacks_more(y, x, few):
                return False
    return True


def _met(a: Token, b: Token) -> Relation | None:
    # Of several readings in common the choice depends on the order of the words.
    if len(a.forms) > 1 and len(b.forms) > 1 and a.text > b.text:
        return meeting(b, a)
    return meeting(a, b)


def _are_far_surnames(a: Token, b: Token) -> bool:
    # So does it which of several pairs of readings are measured.
    return are_far_surnames(a, b) if a.text <= b.text else are_far_surnames(b, a)


def _are_far(a: Token, b: Token) -> bool:
    near = nearest(a.forms, b.forms) if a.text <= b.text else nearest(b.forms, a.forms)
    return near.code is FAR


def _lack_each_other(mine: Seen, other: Seen) -> bool:
    """Whether no reading of either may begin with one of the other."""
    return bool(mine.every & ~other.any and other.every & ~mine.any)


def _may_be_cases(a: Token, b: Token, mine: Seen, other: Seen) -> bool:
    if mine.genitive or other.genitive:
        return True
    return mine.cyrillic and other.cyrillic and one_stem(a.word, b.word)


def _sound_apart(left: SeenMore, right: SeenMore) -> bool:
    """Whether two given names that tables know for two sound so, too."""
    few = _SLIPS[min(_MOST_LETTERS, max(left.roughest, right.roughest))]
    return lacks_more(left.rough, right.rough_any, few) or lacks_more(
        right.rough, left.rough_any, few
    )


def _are_strange(a: Token, b: Token, mine: Seen, other: Seen) -> bool:
    """Whether neither a habit of spelling nor tradition nor an ear can make one word the other."""
    left, right = _more_of(a, mine), _more_of(b, other)
    if left.bones & right.bones and may_be_respelled(a, b):
        return False
    if (left.traditional or right.traditional) and of_one_tradition(a, b):
        return False
    if mine.cyrillic == other.cyrillic:
        return not (mine.by_ear or other.by_ear)
    if mine.cyrillic:
        return _is_unheard_of(b, right, a, mine, left)
    return _is_unheard_of(a, left, b, other, right)


def _is_unheard_of(
    latin: Token, sounding: SeenMore, cyrillic: Token, forms: Seen, written: SeenMore
) -> bool:
    """Whether a Latin word cannot be heard as a Cyrillic one."""
    if written.native and not sounding.foreign:
        return True
    audible = sounding.begins & forms.firsts and sounding.ends & forms.lasts
    if audible and may_be_heard(latin.word, cyrillic.forms):
        return False
    few = sounding.misheard
    if lacks_more(sounding.heard, forms.any, few) or lacks_more(forms.every, sounding.heard, few):
        return True
    return not may_be_misheard(likeliest(latin.word), cyrillic.forms)
