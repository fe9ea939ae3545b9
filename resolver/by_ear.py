"""Two words of which one is written as the other sounds: Wright and Райт, Leroy and Леруа."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import islice
from typing import Final

from rapidfuzz.distance import OSA

from resolver.audible import may_be_heard
from resolver.hearing import MOST_STEPS, heard
from resolver.nearness import EXPLAINED, NOT_RELATED, REACH, TRANSCRIBED, Relation
from resolver.tokens import Token, by_ear, may_be_by_ear
from resolver.traditions import of_one_tradition
from resolver.transcription import likeliest, transcription_cost

_EAR_OVER_EYE: Final = 1.5
_MOST_HEARD_WRONG: Final = 3
_MISHEARD: Final = 2
_letters_apart: Final = OSA.distance
_ONE_NAME_BY_EAR: Final = 0.19
NATS_A_LETTER: Final = 6.0
A_STEP: Final = 0.14
_USUAL_LETTERS: Final = 5.0
_FEW_LETTERS: Final = 3
_NORTH_GERMAN: Final = re.compile("(?:[aeiouäöü]h(?=[^aeiouäöü])|y(?=[^aeiouäöü])).*ow$")
_ROUNDING: Final = 1e-6
NATIVE: Final[tuple[str, ...]] = (
    "ов",
    "ев",
    "ова",
    "ева",
    "ски",
    "цки",
    "скаиа",
    "енко",
    "чук",
    "ович",
    "евич",
)


def one_by_ear(a: Token, b: Token) -> Relation:
    """Known given names of no common group: the same only where they sound just the same."""
    found = transcribed(a, b, NOT_RELATED)
    return found if found.distance <= _ONE_NAME_BY_EAR else NOT_RELATED


def transcribed(a: Token, b: Token, near: Relation) -> Relation:
    """NEAR by ear, if that is nearer than by letters: Wright and Райт; or by tradition."""
    if (known := by_tradition(a, b)) is not None:
        return known
    latin, cyrillic = (a, b) if a.script == "latin" else (b, a)
    # Letters explain most such names; hearing would blur Петров and Перов.
    native = a.script != b.script and cyrillic.best.endswith(NATIVE)
    if native and not is_foreign(latin):
        return near
    if a.script == b.script and not (may_be_by_ear(a) or may_be_by_ear(b)):
        return near
    written = by_the_rules(a, b)
    if written is not None and written.distance <= near.distance:
        return written
    if native or a.script == b.script or near.distance <= EXPLAINED:
        return near
    best = likeliest(latin.word)
    reach = most_misheard(best)
    # A letter is more of a short word, as where letters alone are compared.
    a_letter = NATS_A_LETTER / max(1.0, _USUAL_LETTERS / max(_FEW_LETTERS, len(best)))
    nearer = min(near.distance * _EAR_OVER_EYE, REACH)
    costs = [
        transcription_cost(latin.word, form, nearer * a_letter + _ROUNDING)
        for form in islice(cyrillic.forms, _MISHEARD)
        # The full alignment costs fifty times this glance, and most words fail at once.
        if _letters_apart(best, form, score_cutoff=reach) <= reach
    ]
    if not costs:
        return near
    cost = min(costs)
    distance = cost / NATS_A_LETTER * max(1.0, _USUAL_LETTERS / max(_FEW_LETTERS, len(best)))
    if distance >= nearer:
        return near
    return Relation(TRANSCRIBED, cyrillic.best, distance)


def may_be_misheard(best: str, forms: Iterable[str]) -> bool:
    """Whether what a Latin word is likeliest heard as is near a Cyrillic form."""
    reach = most_misheard(best)
    for form in islice(forms, _MISHEARD):
        if _letters_apart(best, form, score_cutoff=reach) <= reach:
            return True
    return False


def most_misheard(best: str) -> int:
    """Letters that a word may differ by from what a Latin one is likeliest heard as."""
    return max(_MOST_HEARD_WRONG, len(best) // 2)


def is_foreign(latin: Token) -> bool:
    """Whether a name whose Cyrillic form ends as Slavic ones do only happens to: Villeneuve is
    Вильнёв, and Mahlow Малов, whose h only German can leave out."""
    if _NORTH_GERMAN.search(latin.word):
        return True
    return not any(form.endswith(NATIVE) for form in latin.forms)


def by_tradition(a: Token, b: Token) -> Relation | None:
    """`Шамсуддин` and `Шамседдин`: two traditional forms of one name."""
    form = of_one_tradition(a, b)
    return Relation(TRANSCRIBED, form, A_STEP) if form else None


def by_the_rules(a: Token, b: Token) -> Relation | None:
    """`Leroy` and `Леруа`: one word as a system of practical transcription writes the other."""
    if a.script != b.script:
        latin, written = (a, b) if a.script == "latin" else (b, a)
        forms: Collection[str] = written.forms
    else:
        if not (may_be_by_ear(a) or may_be_by_ear(b)):
            return None
        latin, written = (b, a) if by_ear(a) else (a, b)
        forms = by_ear(written)
    if not forms or (written.best.endswith(NATIVE) and not is_foreign(latin)):
        return None
    if not may_be_heard(latin.word, forms):
        return None
    known = heard(latin.word)
    # Джустина looks like a Slavic woman's surname: only what is written so first of all counts.
    most = 0 if written.bases else MOST_STEPS
    shared = [
        (known[form].steps, form) for form in forms if form in known and known[form].steps <= most
    ]
    if not shared:
        return None
    steps, form = min(shared)
    return Relation(TRANSCRIBED, form, steps * A_STEP)
