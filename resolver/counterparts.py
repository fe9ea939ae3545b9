"""One person's name in the neighbouring language: Николай Бойко -> Микола Бойко.

Given names have counterparts in `rules/given_names.csv`; a patronymic is made anew from
the father's counterpart; a surname keeps its letters but for those the other language
writes otherwise (`rules/surname_letters.csv`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from resolver.given_forms import forms_of_group, named, shaped
from resolver.names import Name, Part
from resolver.patronyms import LANGUAGES, patronyms
from resolver.rules import table

_VOWELS = frozenset("аеёиоуыэюяіїє")


class _Rule(NamedTuple):
    left: str
    letters: str
    right: str
    target: str


@cache
def _rules(source: str, target: str) -> Mapping[str, tuple[_Rule, ...]]:
    """First letter -> rules, the longest and most particular first."""
    found: dict[str, list[_Rule]] = {}
    for row in table("surname_letters"):
        if (row["from"], row["to"]) == (source, target):
            rule = _Rule(row["left"], row["letters"], row["right"], row["target"])
            found.setdefault(rule.letters[0], []).append(rule)

    def rank(rule: _Rule) -> tuple[int, int, bool]:
        sides = rule.left, rule.right
        return -len(rule.letters), -sum(map(bool, sides)), any(set("VC") & set(x) for x in sides)

    return {first: tuple(sorted(rules, key=rank)) for first, rules in found.items()}


def _fits(condition: str, neighbour: str, edge: str) -> bool:
    """A set of letters; `V` a vowel, `C` a consonant, `^` and `$` the edges; empty: any."""
    if not condition:
        return True
    if not neighbour:
        return edge in condition
    if neighbour in condition:
        return True
    return ("V" if neighbour in _VOWELS else "C") in condition


@lru_cache(maxsize=4096)
def surname_in(surname: str, source: str, target: str) -> str:
    """A surname of one language as another writes it; letters without a rule stay.

    >>> surname_in("Мовлаев", "ru", "uk")
    'Мовлаєв'
    """
    rules = _rules(source, target)
    lower = surname.lower()
    out: list[str] = []
    at = 0
    while at < len(lower):
        before = lower[at - 1] if at else ""
        size, written = 1, lower[at]
        for rule in rules.get(lower[at], ()):
            end = at + len(rule.letters)
            if (
                lower.startswith(rule.letters, at)
                and _fits(rule.left, before, "^")
                and _fits(rule.right, lower[end : end + 1], "$")
            ):
                size, written = len(rule.letters), rule.target
                break
        out.append(written)
        at += size
    return shaped("".join(out), surname)


def given_in(given: str, target: str) -> tuple[str, ...]:
    """The counterparts of a Cyrillic given name, the usual one first."""
    found: dict[str, None] = {}
    for known in named(given):
        if known.relation in {"same", "counterpart"}:
            for form in forms_of_group(known.group, target):
                if form.relation in {"same", "counterpart"}:
                    found.setdefault(shaped(form.form, given))
    return tuple(found)


def patronymic_in(patronymic: str, source: str, target: str) -> tuple[str, ...]:
    """The counterparts of a patronymic: the father's counterpart's patronymics."""
    father = _fathers(source).get(patronymic.lower().replace("ё", "е").replace("'", "’"))
    if father is None:
        return ()
    name, daughter = father
    found: dict[str, None] = {}
    for other in given_in(name, target):
        for each in patronyms(other, target)[:1]:
            form = each.daughter if daughter else each.son
            if form:
                found.setdefault(shaped(form, patronymic))
    return tuple(found)


@cache
def _fathers(language: str) -> Mapping[str, tuple[str, bool]]:
    """Patronymic in lower case -> father's name, and whether it is a daughter's."""
    found: dict[str, tuple[str, bool]] = {}
    for row in table("given_names"):
        if row["language"] != language or row["gender"] == "f":
            continue
        if row["relation"] in {"same", "counterpart"}:
            for each in patronyms(row["form"], language):
                found.setdefault(each.son.replace("ё", "е"), (row["form"], False))
                found.setdefault(each.daughter.replace("ё", "е"), (row["form"], True))
    found.pop("", None)
    return found


def name_in(words: list[str], name: Name, source: str, target: str) -> tuple[str, ...] | None:
    """The words of an analysed Cyrillic name in another language, None if it has no way.

    `words` are the words of `name` in its order; initials stay as they are.
    """
    if source == target or source not in LANGUAGES or target not in LANGUAGES:
        return None
    if len(words) != len(name.tokens):
        return None
    out: list[str] = []
    for word, token, part in zip(words, name.tokens, name.parts, strict=True):
        if token.heads:
            out.append(word)
            continue
        found: tuple[str, ...] = ()
        if part is Part.GIVEN:
            found = given_in(word, target)
        elif part is Part.PATRONYMIC:
            found = patronymic_in(word, source, target)
        if not found and "ru" in (source, target):
            found = (surname_in(word, source, target),)
        elif not found:
            found = (surname_in(surname_in(word, source, "ru"), "ru", target),)
        out.append(found[0])
    return tuple(out)
