"""The evidence of two words in one part of a name: their relation, and what it weighs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from resolver import relation
from resolver.evidence import Item
from resolver.names import GIVEN, SURNAME, Part
from resolver.nearness import (
    AKANNE,
    EXPLAINED,
    FAR,
    NEAR,
    NOT_RELATED,
    SAME,
    TRANSCRIBED,
    Code,
    Relation,
)
from resolver.tokens import Token
from resolver.weights import weights

# What a coarse rule explains is still one word: more than a letter apart is another one.
_COARSE_REACH: Final = 1.0


# The name and weight of each relation in each part, where nothing but its code counts; first
# where no name is Belarusian, then where one is.
_codes: Final[list[dict[Part, dict[Code, tuple[str, float]]]]] = []


def _read_codes() -> None:
    read = [
        {
            part: {
                code: (f"{part}.{code}", _total(_terms(part, Relation(code), belarusian)))
                for code in Code
            }
            for part in Part
        }
        for belarusian in (False, True)
    ]
    _codes.extend(read)  # at once, as another thread may look


def _terms(part: Part, found: Relation, belarusian: bool) -> list[tuple[str, float]]:  # noqa: FBT001
    """The weights that the weight of a relation is the sum of, each with its factor."""
    table = weights()
    name = f"{part}.{found.code}"
    terms = [(name, 1.0)]
    if found.code is SAME:
        terms.append(("switch", found.switches))
    elif found.code is AKANNE and belarusian:
        terms = [(f"{part}.akanne_marked", 1.0)]
    elif found.coarse and belarusian and found.distance <= _COARSE_REACH:
        terms = [(f"{part}.akanne_coarse", 1.0)]
    elif found.code is NEAR:
        terms.append((f"{part}.near_step", found.distance))
        explained = "surname.near_explained"
        if part is SURNAME and found.distance <= EXPLAINED and _total(terms) < table[explained]:
            terms = [(explained, 1.0)]
    elif found.code is TRANSCRIBED:
        # By ear a first doubt is cheap and a second is not: Бейкер yes, Горицкий for Гора no.
        doubt = found.distance * (1 + found.distance) * 0.6
        terms.append((f"{part}.transcribed_step", doubt))
        if _total(terms) < table[f"{part}.far"]:
            terms = [(f"{part}.far", 1.0)]
    if found.gendered and _total(terms) > 0:
        terms.append(("surname.gendered_too", 1.0))
    return terms


def _total(terms: Iterable[tuple[str, float]]) -> float:
    table = weights()
    return sum([table.get(name, 0.0) * factor for name, factor in terms])


def terms(item: Item, belarusian: bool) -> list[tuple[str, float]]:  # noqa: FBT001
    """The weights that the weight of an item is the sum of, each with its factor;
    `belarusian` when one of the names is."""
    found = item.relation
    if found is None or item.code != f"{item.part}.{found.code}":
        return [(item.code, 1.0)]
    return _terms(Part(item.part), found, belarusian)


def relate(part: Part, a: Token, b: Token, belarusian: bool) -> Item:  # noqa: FBT001
    """The evidence of two words in one part; its sides are as given, all else is symmetric."""
    if a.text <= b.text:
        return _remembered(part, a, b, belarusian)
    return _remembered(part, b, a, belarusian).flipped()


def weight_of(part: Part, a: Token, b: Token, belarusian: bool) -> float:  # noqa: FBT001
    """What the evidence of two words in one part weighs. What was found is remembered for
    `relate`."""
    if a.text <= b.text:
        return _remembered(part, a, b, belarusian).weight
    return _remembered(part, b, a, belarusian).weight


def relate_once(part: Part, a: Token, b: Token, belarusian: bool) -> Item:  # noqa: FBT001
    """As `relate`, of two words that will not be asked for again: remembering them costs more."""
    if a.text <= b.text:
        return _item(part, a, b, belarusian, _found(part, a, b))
    return _item(part, b, a, belarusian, _found(part, b, a)).flipped()


def are_far(part: Part, a: Token, b: Token) -> bool:
    """Whether two words in one part are found to be different. What was found is remembered
    for `relate`."""
    found = _relation(part, a, b) if a.text <= b.text else _relation(part, b, a)
    return found.code is FAR


def _remembered(part: Part, a: Token, b: Token, belarusian: bool) -> Item:  # noqa: FBT001
    # There are few given names and patronymics, and many surnames: these would drive them out.
    if part is SURNAME:
        return _item(part, a, b, belarusian, _relation(part, a, b))
    return _related(part, a, b, belarusian)


@lru_cache(maxsize=16384)
def _related(part: Part, a: Token, b: Token, belarusian: bool) -> Item:  # noqa: FBT001
    return _item(part, a, b, belarusian, _relation(part, a, b))


def _found(part: Part, a: Token, b: Token) -> Relation:
    if part is GIVEN:
        return relation.given_names(a, b)
    if part is SURNAME:
        return relation.surnames(a, b)
    return relation.patronymics(a, b)


@lru_cache(maxsize=8192)
def _relation(part: Part, a: Token, b: Token) -> Relation:
    return _found(part, a, b)


def _item(part: Part, a: Token, b: Token, belarusian: bool, found: Relation) -> Item:  # noqa: FBT001
    if not _codes:
        _read_codes()
    code, weight = _codes[int(belarusian)][part][found.code]
    if found is not NOT_RELATED and (
        found.distance or found.switches or found.gendered or found.coarse
    ):
        weight = _total(_terms(part, found, belarusian))
    return Item(part, code, weight, a.text, b.text, found)


@lru_cache(maxsize=4096)
def said(part: str, code: str, a: str = "", b: str = "") -> Item:
    """Evidence that does not come from relating two words."""
    return Item(part, code, weights()[code], a, b)
