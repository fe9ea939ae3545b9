"""Cases of Russian and Ukrainian names: Мовлаеву and Мовлаевым are Мовлаев.

Table `rules/case_endings.csv`: a word with `ending`, before it a letter of `after` (`^`: the
ending is the whole word; empty: any letter), can be a form in `case` of the word with the
ending `nominative` instead; `tells` is for whole names (see `resolver.declension`).
Sources: Russian Grammar (1980); Ukrainian orthography (2019).

A form alone is often of several cases, and sometimes is a nominative itself: Кадырова is
what belongs to Кадыров, and a woman's surname. Such pairs are called ambiguous, never
settled here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

from resolver.declension import LANGUAGES, women_endings
from resolver.given_forms import shaped
from resolver.known_words import known_words
from resolver.rules import table

AMBIGUOUS: Final = "ambiguous"

_SHORTEST_STEM: Final = 2
_LONGEST: Final = 60


class CaseBase(NamedTuple):
    """A nominative that a word can be a form of.

    `kind` is `surname`, `given`, `patronymic` or `any`; `gender` `m`, `f` or empty; `cases`
    the names of the cases, of which one is meant.
    """

    nominative: str
    language: str
    kind: str
    gender: str
    cases: tuple[str, ...]


class _Rule(NamedTuple):
    language: str
    kind: str
    after: str
    nominative: str
    cases: tuple[str, ...]
    gender: str


@cache
def _rules() -> Mapping[str, tuple[_Rule, ...]]:
    """Ending -> its rules."""
    found: dict[str, list[_Rule]] = {}
    for row in table("case_endings"):
        rule = _Rule(
            row["language"],
            row["kind"],
            row["after"],
            row["nominative"],
            tuple(row["case"].split()),
            row["gender"],
        )
        found.setdefault(row["ending"], []).append(rule)
    return {ending: tuple(rules) for ending, rules in found.items()}


@cache
def _longest() -> int:
    return max(map(len, _rules()))


def _fits(rule: _Rule, stem: str) -> bool:
    if rule.after == "^":
        return not stem
    return len(stem) >= _SHORTEST_STEM and (not rule.after or stem[-1] in rule.after)


@lru_cache(maxsize=1024)
def case_bases(word: str) -> tuple[CaseBase, ...]:
    """The nominatives that a Cyrillic word can be an oblique case of, longest ending first.

    >>> [(base.nominative, base.cases) for base in case_bases("Мовлаевым")][:1]
    [('Мовлаев', ('instrumental',))]

    Endings alone are looked at, so most of the answers are no names. A hyphenated name is
    not taken apart; a word without endings of the table has no bases.
    """
    lower = word.lower()
    if len(lower) > _LONGEST:
        return ()
    found: dict[tuple[str, str, str, str], tuple[str, ...]] = {}
    for size in range(min(_longest(), len(lower)), 0, -1):
        stem = lower[:-size]
        for rule in _rules().get(lower[-size:], ()):
            if _fits(rule, stem):
                key = stem + rule.nominative, rule.language, rule.kind, rule.gender
                known = found.get(key, ())
                found[key] = tuple(dict.fromkeys([*known, *rule.cases]))
    return tuple(
        CaseBase(shaped(nominative, word), language, kind, gender, cases)
        for (nominative, language, kind, gender), cases in found.items()
    )


def _plain(word: str) -> str:
    return word.lower().replace("ё", "е")


def _is_nominative(word: str, language: str) -> bool:
    """Whether a word is also a name as it stands."""
    lower = word.lower()
    return lower.endswith(women_endings(language)) or lower in known_words(language)


def _oblique_of(form: str, nominative: str) -> str | None:
    wanted = _plain(nominative)
    found = [base for base in case_bases(form) if _plain(base.nominative) == wanted]
    for language in LANGUAGES:
        bases = [base for base in found if base.language == language]
        if bases and _is_nominative(form, language):
            return AMBIGUOUS
        if bases:
            return "/".join(dict.fromkeys(case for base in bases for case in base.cases))
    return None


@lru_cache(maxsize=1024)
def inflected(a_word: str, b_word: str) -> str | None:
    """The case, where one word is an oblique case of the other; symmetric.

    >>> inflected("Мовлаеву", "Мовлаев"), inflected("Кадырова", "Кадыров")
    ('dative', 'ambiguous')

    The Russian reading goes before the Ukrainian one. Names of several cases that fall
    together are joined by `/`. `ambiguous` means that the
    inflected form is also a nominative of its own: a woman's surname, or another given name
    (Александра). None for equal words, unrelated words and any other script.
    """
    if _plain(a_word) == _plain(b_word):
        return None
    return _oblique_of(a_word, b_word) or _oblique_of(b_word, a_word)
