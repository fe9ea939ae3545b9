"""The evidence of two words in one part of a name: their relation, and what it weighs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from resolver import relation
from resolver.at_once import given_names_at_once, patronymics_at_once, surnames_at_once
from resolver.evidence import Item
from resolver.names import GIVEN, PATRONYMIC, SURNAME, Part
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


class _Row:
    """What a relation is called in a part, and what it weighs where nothing but its code counts."""

    __slots__ = ("code", "weight")

    def __init__(self, code: str, weight: float) -> None:
        self.code: Final[str] = code
        self.weight: Final[float] = weight


class _Rows:
    """The rows of a part, those of most relations at hand."""

    __slots__ = ("every", "far", "same")

    def __init__(self, part: Part, belarusian: bool) -> None:  # noqa: FBT001
        self.every: Final[dict[Code, _Row]] = {
            code: _Row(f"{part}.{code}", _total(_terms(part, Relation(code), belarusian)))
            for code in Code
        }
        self.same: Final[_Row] = self.every[SAME]
        self.far: Final[_Row] = self.every[FAR]


# Of surnames, given names and patronymics, each first where no name is Belarusian, then where one
# is.
_rows: Final[list[_Rows]] = []


def _read_rows() -> None:
    parts = (SURNAME, GIVEN, PATRONYMIC)
    # at once, as another thread may look
    _rows.extend([_Rows(part, belarusian) for part in parts for belarusian in (False, True)])


def _row(part: Part, code: Code, belarusian: bool) -> _Row:  # noqa: FBT001
    if not _rows:
        _read_rows()
    place = 0 if part is SURNAME else 2 if part is GIVEN else 4
    rows = _rows[place + 1 if belarusian else place]
    return rows.same if code is SAME else rows.far if code is FAR else rows.every[code]


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
    found = _relation(part, a, b)
    row = _row(part, found.code, belarusian)
    return Item(part, row.code, _weight(row, part, found, belarusian), a.text, b.text, found)


def weight_of(part: Part, a: Token, b: Token, belarusian: bool) -> float:  # noqa: FBT001
    """What the evidence of two words in one part weighs. What was found is remembered for
    `relate`."""
    found = _relation(part, a, b)
    return _weight(_row(part, found.code, belarusian), part, found, belarusian)


def relate_once(part: Part, a: Token, b: Token, belarusian: bool) -> Item:  # noqa: FBT001
    """As `relate`, of two words that will not be asked for again: remembering them costs more."""
    found = _at_once(part, a, b)
    if found is None:
        found = _found(part, a, b) if a.text <= b.text else _found(part, b, a)
    row = _row(part, found.code, belarusian)
    return Item(part, row.code, _weight(row, part, found, belarusian), a.text, b.text, found)


def are_far(part: Part, a: Token, b: Token) -> bool:
    """Whether two words in one part are found to be different. What was found is remembered
    for `relate`."""
    return _relation(part, a, b).code is FAR


def _relation(part: Part, a: Token, b: Token) -> Relation:
    found = _at_once(part, a, b)
    if found is not None:
        return found
    if a.text > b.text:
        a, b = b, a
    # There are few given names and patronymics, and many surnames: these would drive them out.
    return _of_surnames(a, b) if part is SURNAME else _of_others(part, a, b)


def _at_once(part: Part, a: Token, b: Token) -> Relation | None:
    if part is SURNAME:
        return surnames_at_once(a, b)
    if part is GIVEN:
        return given_names_at_once(a, b)
    return patronymics_at_once(a, b)


@lru_cache(maxsize=8192)
def _of_surnames(a: Token, b: Token) -> Relation:
    return relation.surnames(a, b)


@lru_cache(maxsize=16384)
def _of_others(part: Part, a: Token, b: Token) -> Relation:
    return relation.given_names(a, b) if part is GIVEN else relation.patronymics(a, b)


def _found(part: Part, a: Token, b: Token) -> Relation:
    if part is GIVEN:
        return relation.given_names(a, b)
    if part is SURNAME:
        return relation.surnames(a, b)
    return relation.patronymics(a, b)


def _weight(row: _Row, part: Part, found: Relation, belarusian: bool) -> float:  # noqa: FBT001
    step = found.switches if found.code is SAME else found.distance
    if found is NOT_RELATED or not (step or found.gendered or found.coarse):
        return row.weight
    return _total(_terms(part, found, belarusian))


# Evidence that is about no words: there are few such items, and one is in every comparison.
_wordless: Final[dict[str, Item]] = {}


def said(part: str, code: str, a: str = "", b: str = "") -> Item:
    """Evidence that does not come from relating two words."""
    if a or b:
        return Item(part, code, weights()[code], a, b)
    found = _wordless.get(code)
    if found is None:
        found = _wordless[code] = Item(part, code, weights()[code])
    return found
