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

from functools import lru_cache
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


class _Rule:
    """A row of the table."""

    __slots__ = ("after", "cases", "gender", "kind", "language", "nominative")

    def __init__(self, row: dict[str, str]) -> None:
        self.language: Final[str] = row["language"]
        self.kind: Final[str] = row["kind"]
        self.after: Final[str] = row["after"]
        self.nominative: Final[str] = row["nominative"]
        self.cases: Final[tuple[str, ...]] = tuple(row["case"].split())
        self.gender: Final[str] = row["gender"]


# Ending -> its rules; and by its last letter how long endings are, the longest first.
_rules: Final[dict[str, list[_Rule]]] = {}
_sizes: Final[dict[str, list[int]]] = {}
_NO_SIZES: Final[list[int]] = []


def _read_rules() -> None:
    rules: dict[str, list[_Rule]] = {}
    sizes: dict[str, set[int]] = {}
    for row in table("case_endings"):
        ending = row["ending"]
        rules.setdefault(ending, []).append(_Rule(row))
        sizes.setdefault(ending[-1], set()).add(len(ending))
    _rules.update(rules)
    # Last and at once, as another thread may look.
    _sizes.update({letter: sorted(found, reverse=True) for letter, found in sizes.items()})


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
    if not _sizes:
        _read_rules()
    found: dict[tuple[str, str, str, str], tuple[str, ...]] = {}
    for size in _sizes.get(lower[-1:], _NO_SIZES):
        end = len(lower) - size
        rules = _rules.get(lower[end:]) if end >= 0 else None
        if rules is None:
            continue
        stem = lower[:end]
        for rule in rules:
            if _fits(rule, stem):
                key = stem + rule.nominative, rule.language, rule.kind, rule.gender
                known = found.get(key)
                found[key] = (
                    rule.cases if known is None else tuple(dict.fromkeys([*known, *rule.cases]))
                )
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
