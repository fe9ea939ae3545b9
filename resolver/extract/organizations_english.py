"""Names of organisations in English text.

By their head (`Ministry of Justice of Ukraine`), by the word beside them (`the Azat Telegram
channel`, `human rights group Viasna`), by their legal form (`Gazline CJSC`), as a site
(`ORDA.kz`), as an abbreviation in capitals, or because they are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from resolver.extract.pieces import Piece, Reading
from resolver.extract.places import place_at, points_to_territory
from resolver.extract.spans import Span, joins, quoted, span
from resolver.extract.vocabulary import (
    acronyms,
    folded,
    is_abbreviation,
    known_organizations,
    organization_words,
    platforms,
    roles,
    text_words,
)
from resolver.mention import Kind
from resolver.rules import table
from resolver.tokens import token

_INTO = {"of": True, "for": False, "on": False, "to": False, "against": False}
_FRONT = frozenset({"radio", "television", "bank", "club"})  # `Radio Karaganda`
_ROMAN = re.compile(r"[IVXLCDM]+")
_LONGEST_PHRASE = 4
_LONGEST_CHAIN = 8
_DEEPEST = 3
_ACRONYM_LETTERS = 3
_FORM_LETTERS = 3
_GENERIC_AFTER = frozenset(
    {"journalist", "correspondent", "reporter", "editor", "company", "group", "party", "bank",
     "agency", "project", "club", "factory", "organisation", "organization", "newspaper",
     "magazine", "website", "movement", "spokesman", "spokeswoman", "spokesperson"}
)  # fmt: skip


@cache
def _heads() -> frozenset[str]:
    return frozenset(
        folded(row["word"])
        for row in table("organization_words")
        if row["language"] == "en" and row["role"] == "head"
    )


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(
        row["form"]
        for row in table("legal_forms")
        if len(row["form"]) >= _FORM_LETTERS and row["form"].isascii() and row["form"].isalpha()
        and row["class"] not in {"company", "holding", "branch"}
    )  # fmt: skip


@cache
def _no_names() -> frozenset[str]:
    return text_words("en", "function", "calendar") | platforms()


def _is_given(word: str) -> bool:
    return bool(token(word).groups)


def _is_place(pieces: tuple[Piece, ...], at: int) -> bool:
    return place_at([pieces[at].word], "en") is not None


def _is_role(pieces: tuple[Piece, ...], at: int) -> bool:
    return pieces[at].word in roles("en")


def known(reading: Reading, at: int) -> Span | None:
    """A name that the table has, longest first."""
    pieces = reading.pieces
    for words in known_organizations("en").get(pieces[at].word, ()):
        last = at + len(words) - 1
        if last >= len(pieces) or not pieces[at].capital:
            continue
        if tuple(piece.word for piece in pieces[at : last + 1]) != words:
            continue
        joined = all(joins(pieces, i) for i in range(at + 1, last + 1))
        if joined and (len(words) > 1 or pieces[at].all_caps or not is_abbreviation(words[0])):
            return span(reading, Kind.ORGANIZATION, at, last)
    return None


def _left(pieces: tuple[Piece, ...], at: int) -> int:
    """The first of the capitals before a word that belong to one name with it."""
    first = at
    while joins(pieces, first) and at - first < _LONGEST_CHAIN:
        before = pieces[first - 1]
        if not before.capital or before.word in _no_names() or before.initial:
            break
        if _is_role(pieces, first - 1) and not any(p.possessive for p in pieces[first - 1 : at]):
            break
        first -= 1
    return first


def _into(pieces: tuple[Piece, ...], last: int, deep: int = 0) -> int:
    """The last word of what follows a head: `Office for Migration`, `of Ukraine`."""
    at = last + 1
    if deep > _DEEPEST or not joins(pieces, at) or pieces[last].possessive:
        return last
    if pieces[at].word not in _INTO:
        return last
    anything = _INTO[pieces[at].word]
    at += 1
    if joins(pieces, at) and pieces[at].word == "the":
        at += 1
    if not joins(pieces, at) or not _names_something(pieces, at, anything=anything):
        return last
    end = _chain(pieces, at)
    following = end + 1
    if joins(pieces, following) and pieces[following].word in {"and", "&"}:
        other = following + 1
        if joins(pieces, other) and _names_something(pieces, other, anything=False):
            end = _chain(pieces, other)
    return _into(pieces, end, deep + 1)


def _names_something(pieces: tuple[Piece, ...], at: int, *, anything: bool) -> bool:
    piece = pieces[at]
    if not piece.capital or piece.word in _no_names():
        return False
    return anything or not (_is_place(pieces, at) or _is_given(piece.text) or piece.all_caps)


def _chain(pieces: tuple[Piece, ...], at: int) -> int:
    end = at
    while (
        joins(pieces, end + 1)
        and pieces[end + 1].capital
        and not pieces[end].possessive
        and pieces[end + 1].word not in _no_names()
        and not _is_role(pieces, end + 1)
        and end - at < _LONGEST_CHAIN
    ):
        end += 1
    return end


def _is_named(pieces: tuple[Piece, ...], at: int) -> bool:
    return joins(pieces, at) and pieces[at].capital and not _is_role(pieces, at)


def by_head(reading: Reading, at: int) -> Span | None:
    """`Prosecutor General's Office of Kazakhstan`: a head with words before or after it."""
    pieces = reading.pieces
    if not pieces[at].capital or pieces[at].word not in _heads():
        return None
    first = _left(pieces, at)
    last = at
    if first == at and pieces[at].word in _FRONT and _is_named(pieces, at + 1):
        return span(reading, Kind.ORGANIZATION, at, _chain(pieces, at + 1))
    while (
        joins(pieces, last + 1)
        and not pieces[last].possessive
        and pieces[last + 1].capital
        and pieces[last + 1].word in _heads()
    ):
        last += 1
    last = _into(pieces, last)
    if first == last or (last == at and first == at - 1 and pieces[first].first and
                         _is_plain(pieces, first)):  # fmt: skip
        return None
    return span(reading, Kind.ORGANIZATION, first, last)


def _is_plain(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a first word is capital only because it begins the sentence."""
    return points_to_territory(pieces[at].text) is None and not _is_place(pieces, at)


def by_legal_form(reading: Reading, at: int) -> Span | None:
    """`Gazline CJSC`, `LLC Gazline`, `JSC "Gazline"`."""
    pieces = reading.pieces
    if pieces[at].text not in _legal_forms():
        return None
    first = _left(pieces, at)
    if first < at:
        return span(reading, Kind.ORGANIZATION, first, at)
    following = at + 1
    if following >= len(pieces) or pieces[following].sentence != pieces[at].sentence:
        return None
    last = quoted(reading, following)
    if last is not None:
        found = span(reading, Kind.ORGANIZATION, at, last)
        found.end += 1
        found.name = reading.text[found.start : found.end]
        return found
    if joins(pieces, following) and pieces[following].capital:
        return span(reading, Kind.ORGANIZATION, at, _chain(pieces, following))
    return None


def after_kind(reading: Reading, at: int) -> Span | None:
    """`the human rights group Viasna`: the word before says what it is."""
    pieces = reading.pieces
    if at == 0 or pieces[at].first or not pieces[at].capital:
        return None
    words = [piece.word for piece in pieces[max(0, at - _LONGEST_PHRASE) : at]]
    phrase = organization_words("en", "kind").ending_at(words, len(words) - 1)
    if phrase is None or pieces[at - 1].possessive:
        return None
    last = quoted(reading, at)
    if last is None:
        if not pieces[at].beside or not _may_be_a_name(pieces, at):
            return None
        last = _chain(pieces, at)
    return span(reading, Kind.ORGANIZATION, at, last)


def _may_be_a_name(pieces: tuple[Piece, ...], at: int) -> bool:
    piece = pieces[at]
    if piece.word in _no_names() or _is_role(pieces, at) or piece.possessive:
        return False
    if _is_place(pieces, at) or points_to_territory(piece.text):
        return False
    person = joins(pieces, at + 1) and pieces[at + 1].capital and _is_given(piece.text)
    return not person


def before_kind(reading: Reading, at: int) -> Span | None:
    """`Azat Telegram channel`, `ORDA.kz editor-in-chief`: the words after say what it is."""
    pieces = reading.pieces
    if not pieces[at].capital or pieces[at].possessive or pieces[at].word in _no_names():
        return None
    phrase = _kind_after(pieces, at + 1)
    if not phrase:
        return None
    first = _left(pieces, at)
    names = [i for i in range(first, at + 1) if not _says_where(pieces, i)]
    if not names or _is_role(pieces, at):
        return None
    lone = first == at
    if lone and pieces[at].weak and phrase in _GENERIC_AFTER and not pieces[at].all_caps:
        return None
    if _is_given(pieces[first].text) and phrase in _GENERIC_AFTER:
        return None
    return span(reading, Kind.ORGANIZATION, first, at)


def _says_where(pieces: tuple[Piece, ...], at: int) -> bool:
    where = points_to_territory(pieces[at].text) is not None
    return where or _is_place(pieces, at)


def _kind_after(pieces: tuple[Piece, ...], at: int) -> str:
    after = organization_words("en", "after")
    for length in range(_LONGEST_PHRASE, 0, -1):
        last = at + length - 1
        if last >= len(pieces) or not all(joins(pieces, i) for i in range(at, last + 1)):
            continue
        if pieces[last].capital:
            continue
        words = [piece.word for piece in pieces[at : last + 1]]
        phrase = after.ending_at(words, length - 1)
        if phrase is not None and phrase.length == length:
            return " ".join(words)
    return ""


def by_shape(reading: Reading, at: int) -> Span | None:
    """A site (`ORDA.kz`) or an abbreviation in capitals (`ASTRA`)."""
    piece = reading.pieces[at]
    if piece.domain:
        return span(reading, Kind.ORGANIZATION, at, at)
    letters = sum(map(str.isalpha, piece.text))
    if (
        piece.all_caps
        and letters >= _ACRONYM_LETTERS
        and not (piece.weak and not piece.first)
        and piece.word not in acronyms() | _no_names()
        and not _ROMAN.fullmatch(piece.text)
        and not _is_place(reading.pieces, at)
        and piece.text not in _legal_forms()
        and points_to_territory(piece.text) is None
        and not _stands_in_capitals(reading, at)
    ):
        return span(reading, Kind.ORGANIZATION, at, at)
    return None


def _stands_in_capitals(reading: Reading, at: int) -> bool:
    """Whether a word beside it is in capitals too: a line of a menu, a surname in capitals."""
    pieces = reading.pieces
    around = [i for i in (at - 1, at + 1) if 0 <= i < len(pieces)]
    return any(
        pieces[i].sentence == pieces[at].sentence
        and pieces[i].capital
        and pieces[max(i, at)].beside
        and not pieces[max(i, at) - 1].possessive
        and (pieces[i].all_caps or _is_given(pieces[i].text))
        for i in around
    )


_RULES = (by_legal_form, by_head, known, after_kind, before_kind, by_shape)


def find(reading: Reading) -> Iterator[Span]:
    """Every organisation, the surest rules first; spans may overlap."""
    for rule in _RULES:
        for at in range(len(reading.pieces)):
            found = rule(reading, at)
            if found is not None:
                yield found
