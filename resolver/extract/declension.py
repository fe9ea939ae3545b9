"""Which nominative a name stands for: its words agree in case and gender with each other,
with the preposition and the role before them, and with the verb after them.

What one sentence leaves open, another may settle: Сайдулаева is a woman or Сайдулаев, until
the text says Сайдулаев somewhere else. So every mention keeps its choices, and
`settled` decides over all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from resolver.extract.forms import (
    Form,
    given_forms,
    patronymic_forms,
    surname_forms,
)
from resolver.extract.morphology import Morphology
from resolver.extract.vocabulary import ALL_CASES
from resolver.names import Part

_CASE_FITS = 2.0
_GENDER_FITS = 1.5
_AGREES_WITH_OTHERS = 0.8
_MOST_VOTES = 4
_NOMINATIVE = 0.25
_MOST_CHOICES = 8
_MOST_FORMS = 10


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a name: cases a preposition allows, and case and gender of a role
    or a verb beside it; empty where nothing tells. `governed`: a noun stands before it."""

    allowed: frozenset[str] = frozenset()
    expected: frozenset[str] = frozenset()
    gender: str = ""
    governed: bool = False


class Choice(NamedTuple):
    """One way to read a name: the nominative of each word, and how well it fits."""

    words: tuple[str, ...]
    gender: str
    cases: frozenset[str]
    score: float


def _forms(word: str, part: Part, language: str) -> tuple[Form, ...]:
    if len(word) == 1:
        return (Form(word, "", ALL_CASES, 0.0),)
    if part is Part.PATRONYMIC:
        return patronymic_forms(word, language) or (Form(word, "", ALL_CASES, 0.0),)
    if part is Part.GIVEN:
        return given_forms(word, language)
    return surname_forms(word, language)


def _more_forms(
    word: str, part: Part, language: str, morphology: Morphology | None
) -> tuple[Form, ...]:
    if morphology is None or len(word) == 1 or "-" in word:
        return ()
    return tuple(morphology.forms(word, part, language))


def choices(
    words: Sequence[str],
    parts: Sequence[Part],
    language: str,
    around: Surroundings,
    morphology: Morphology | None = None,
) -> tuple[Choice, ...]:
    """The ways to read a name, best first; the words as they stand if nothing agrees."""
    options = [
        sorted(
            (*_forms(word, part, language), *_more_forms(word, part, language, morphology)),
            key=lambda form: -form.weight,
        )[:_MOST_FORMS]
        for word, part in zip(words, parts, strict=True)
    ]
    found: dict[tuple[tuple[str, ...], str], Choice] = {}
    for forms in product(*options):
        choice = _agreed(forms, around)
        if choice is not None:
            key = choice.words, choice.gender
            if key not in found or found[key].score < choice.score:
                found[key] = choice
    ordered = sorted(found.values(), key=lambda choice: (-choice.score, choice.words))
    return tuple(ordered[:_MOST_CHOICES]) or (Choice(tuple(words), "", ALL_CASES, 0.0),)


def _agreed(forms: Sequence[Form], around: Surroundings) -> Choice | None:
    genders = {form.gender for form in forms if form.gender}
    if len(genders) > 1:
        return None
    cases = frozenset.intersection(*(form.cases for form in forms))
    if not cases:
        return None
    gender = min(genders, default="")
    score = sum(form.weight for form in forms)
    if around.allowed:
        score += _CASE_FITS if cases & around.allowed else -_CASE_FITS
    if around.expected:
        score += _CASE_FITS if cases & around.expected else -_CASE_FITS
    if around.gender and gender:
        score += _GENDER_FITS if gender == around.gender else -_GENDER_FITS
    if "nominative" in cases and not around.allowed and not around.expected:
        score += -_NOMINATIVE if around.governed else _NOMINATIVE
    return Choice(tuple(form.nominative for form in forms), gender, cases, score)


def settled(mentions: Sequence[tuple[tuple[Choice, ...], int]]) -> list[Choice]:
    """The choice of each mention that fits best with all mentions of the text.

    Each comes with the place of the surname among its words, -1 for none.
    """
    votes: Counter[tuple[str, str]] = Counter()
    for options, surname in mentions:
        if surname < 0:
            continue
        for key in {key for choice in options for key in _keys(choice, surname)}:
            votes[key] += 1
    found = []
    for options, surname in mentions:
        found.append(
            max(
                options,
                key=lambda choice: choice.score + _support(choice, surname, votes),
            )
        )
    return found


def _keys(choice: Choice, surname: int) -> list[tuple[str, str]]:
    word = choice.words[surname].lower()
    return [(word, choice.gender)] if choice.gender else [(word, "m"), (word, "f")]


def _support(choice: Choice, surname: int, votes: Counter[tuple[str, str]]) -> float:
    if surname < 0:
        return 0.0
    most = max(votes[key] for key in _keys(choice, surname))
    return _AGREES_WITH_OTHERS * min(most - 1, _MOST_VOTES)
