"""Names of organisations in Russian and Ukrainian text.

By their head with what it governs (`Министерством обороны`, `Тбилисского государственного
университета`), in quotation marks after a word that says what it is (`газета «Маршо»`), by
their legal form (`ООО «Ромашка»`), as an abbreviation, or because they are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from resolver.extract.adjectives import is_adjective, nominative
from resolver.extract.forms import is_given
from resolver.extract.organizations_quoted import after_kind, by_legal_form, in_quotes
from resolver.extract.pieces import Piece, Reading
from resolver.extract.place_forms import word_forms
from resolver.extract.places import place_at
from resolver.extract.spans import Span, joins, span
from resolver.extract.vocabulary import (
    Phrase,
    acronyms,
    complements,
    folded,
    is_abbreviation,
    known_organizations,
    organization_words,
    platforms,
    text_words,
)
from resolver.inflection import case_bases
from resolver.mention import Kind
from resolver.rules import table

_GENITIVES = re.compile(
    r".{2,}(?:ования|ения|ания|ости|ства|ции|ики|ных|ого|ской|цкой|ских|тва|ов|ев|ання|ення|ства|ції|"
    r"іки|них|ії|ии|ської|цької|ських|ої|ів|їв|ей)$"
)
_AND = frozenset({"и", "та", "і", "й"})
_ROMAN = re.compile(r"[IVXLCDMХІ]+")
_LONGEST = 8
_FORM_LETTERS = 2
_INFLECTED_LETTERS = 5
_CYRILLIC_ACRONYM = 2


@cache
def _no_names(language: str) -> frozenset[str]:
    return text_words(language, "function", "calendar", "common") | platforms()


def _is_place(pieces: tuple[Piece, ...], at: int, language: str) -> int:
    """How many words from here are a place."""
    words = [piece.word for piece in pieces[at : at + 3]]
    found = place_at(words, language) if pieces[at].capital else None
    return found[0] if found else 0


def known(reading: Reading, at: int) -> Span | None:
    """A name that the table has, in any case: `МВД`, `Генпрокуратуре`, `Совета Европы`."""
    pieces, language = reading.pieces, reading.language
    if not pieces[at].capital:
        return None
    names = known_organizations(language)
    for first in (pieces[at].word, *_nominatives(pieces[at].word, language)):
        for words in names.get(first, ()):
            if len(words) == 1 and first != pieces[at].word and len(first) < _INFLECTED_LETTERS:
                continue
            last = at + len(words) - 1
            if last >= len(pieces) or not all(joins(pieces, i) for i in range(at + 1, last + 1)):
                continue
            if not _matches(words, [piece.word for piece in pieces[at : last + 1]], language):
                continue
            if len(words) == 1 and is_abbreviation(first) and not pieces[at].all_caps:
                continue
            last = _with_owner(reading, last)
            return span(reading, Kind.ORGANIZATION, at, last, _known_name(reading, words, at, last))
    return None


def _nominatives(word: str, language: str) -> tuple[str, ...]:
    if not is_adjective(word, language):
        return _bases(word, language)
    adjectives = (nominative(word, gender, language) for gender in "mfn")
    return tuple(dict.fromkeys([*adjectives, *_bases(word, language)]))


def _bases(word: str, language: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(folded(b.nominative) for b in case_bases(word) if b.language == language)
    )


def _matches(wanted: tuple[str, ...], words: list[str], language: str) -> bool:
    return all(_same_word(want, word, language) for want, word in zip(wanted, words, strict=True))


def _same_word(want: str, word: str, language: str) -> bool:
    if want == word or want in _bases(word, language):
        return True
    return word in _adjective_forms(want, language)


@cache
def _adjective_forms(word: str, language: str) -> frozenset[str]:
    return frozenset(word_forms(word, language)) if is_adjective(word, language) else frozenset()


def _known_name(reading: Reading, words: tuple[str, ...], at: int, last: int) -> str:
    """The table's spelling, or the text's where it is the same but for capitals."""
    for row in table("organization_words"):
        if row["role"] == "known" and tuple(folded(row["word"]).split(" ")) == words:
            name = row["word"]
            break
    rest = [piece.text for piece in reading.pieces[at + len(words) : last + 1]]
    return " ".join([name, *rest])


def _with_owner(reading: Reading, last: int) -> int:
    """`МВД Казахстана`: the country after it belongs to the name, in the genitive."""
    pieces, at = reading.pieces, last + 1
    if not joins(pieces, at):
        return last
    length = _is_place(pieces, at, reading.language)
    if length and not is_nominative_place(pieces, at, length, reading.language):
        return last + length
    if pieces[at].text in {"РФ", "США", "РК", "КР", "СССР", "ЕС", "ЄС"}:
        return at
    return last


def is_nominative_place(pieces: tuple[Piece, ...], at: int, length: int, language: str) -> bool:
    """Whether a place stands as a dictionary has it, so that it is no genitive."""
    found = place_at([piece.word for piece in pieces[at : at + length]], language)
    words = " ".join(piece.word for piece in pieces[at : at + length])
    return (
        found is not None
        and folded(found[1]) == words
        and not words.endswith(("е", "о", "у", "и", "і"))
    )


def by_head(reading: Reading, at: int) -> Span | None:
    """`Министерство юстиции Украины`, `Верховный суд`, `Совет Европы`."""
    pieces, language = reading.pieces, reading.language
    head, weak = _head(pieces[at].word, language)
    if head is None:
        return None
    first = _first_adjective(pieces, at, language)
    if not pieces[first].capital:
        return None
    last = _governed(reading, at)
    if first == last:
        return None
    if first == at and last > at and pieces[at].weak and weak:
        return None
    if last == at and pieces[first].weak and not _is_proper(pieces[first].word, language):
        return None
    name = " ".join(
        [
            *(nominative(p.text, head.gender, language) for p in pieces[first:at]),
            _shaped(head.word, pieces[at].text),
            *(piece.text for piece in pieces[at + 1 : last + 1]),
        ]
    )
    if head.cases == frozenset({"nominative"}):
        name = reading.text[pieces[first].start : pieces[last].end]
    return span(reading, Kind.ORGANIZATION, first, last, name)


def _first_adjective(pieces: tuple[Piece, ...], at: int, language: str) -> int:
    """The capital adjective that a name begins with: `Международная шахматная федерация`."""
    first = at
    for before in range(at - 1, max(-1, at - _LONGEST), -1):
        if not joins(pieces, before + 1) or not is_adjective(pieces[before].word, language):
            break
        if pieces[before].capital:
            first = before
        elif first < at:
            break
    return first


@cache
def _proper() -> tuple[str, ...]:
    """Stems of adjectives that are capital because a name begins with them."""
    return ("национальн", "европейск", "международн", "генеральн", "верховн", "конституционн",
        "следственн", "центральн", "федеральн", "государственн", "всемирн", "национальн",
        "національн", "європейськ", "міжнародн", "генеральн", "верховн", "конституційн",
        "центральн", "державн", "світов", "всесвітн", "азиатск", "азіатськ", "евразийск",
        "украинск", "українськ", "российск", "російськ", "казахстанск", "казахстанськ",
        "антикоррупционн", "антикорупційн", "хельсинкск", "гельсінськ", "гельсінкськ")  # fmt: skip


def _is_proper(word: str, language: str) -> bool:  # noqa: ARG001
    return word.startswith(_proper())


def _head(word: str, language: str) -> tuple[Phrase | None, bool]:
    for role, weak in (("head", False), ("weak_head", True)):
        found = organization_words(language, role).ending_at([word], 0)
        if found is not None:
            return found, weak
    return None, False


def _shaped(word: str, like: str) -> str:
    return word.capitalize() if like[0].isupper() else word


def _governed(reading: Reading, last: int) -> int:
    """The last word of what a head governs: `обороны`, `по правам человека`, `Украины`."""
    pieces, language = reading.pieces, reading.language
    for words in complements(language):
        end = last + len(words)
        same = tuple(piece.word for piece in pieces[last + 1 : end + 1]) == words
        if same and all(joins(pieces, i) for i in range(last + 1, end + 1)):
            return _with_owner(reading, end)
    end = last
    while joins(pieces, end + 1) and end - last < _LONGEST:
        following = pieces[end + 1]
        if following.word in _AND and end > last and _is_genitive(pieces, end + 2):
            end += 2
        elif _is_genitive(pieces, end + 1):
            end += 1
        else:
            break
    return _with_owner(reading, end)


def _is_genitive(pieces: tuple[Piece, ...], at: int) -> bool:
    return (
        joins(pieces, at)
        and not pieces[at].capital
        and bool(_GENITIVES.match(pieces[at].word))
        and pieces[at].word not in {"его", "него", "всего", "этого", "того", "цього"}
    )


def by_shape(reading: Reading, at: int) -> Span | None:
    """A site (`ORDA.kz`) or an abbreviation in capitals (`ОБСЕ`)."""
    piece, language = reading.pieces[at], reading.language
    if piece.domain:
        return span(reading, Kind.ORGANIZATION, at, at)
    long_enough = len(piece.text) > _CYRILLIC_ACRONYM
    if (
        piece.all_caps
        and piece.text.isalpha()
        and long_enough
        and not (piece.weak and not piece.first)
        and piece.word not in acronyms() | _no_names(language)
        and not _ROMAN.fullmatch(piece.text)
        and not _is_place(reading.pieces, at, language)
        and not is_given(piece.text.capitalize(), language)
        and not _beside_capitals(reading, at)
    ):
        last = _with_owner(reading, at)
        first = at - 1
        if joins(reading.pieces, at) and reading.pieces[first].capital:
            adjective = reading.pieces[first]
            if is_adjective(adjective.word, language):  # `Запорізької ОВА`
                feminine = adjective.word.endswith(("ой", "ої", "ая", "ую", "ою", "ій", "а", "у"))
                name = nominative(adjective.text, "f" if feminine else "m", language)
                rest = reading.text[piece.start : reading.pieces[last].end]
                return span(reading, Kind.ORGANIZATION, first, last, f"{name} {rest}")
        return span(reading, Kind.ORGANIZATION, at, last)
    return None


def _beside_capitals(reading: Reading, at: int) -> bool:
    pieces = reading.pieces
    return any(
        0 <= i < len(pieces)
        and pieces[i].sentence == pieces[at].sentence
        and pieces[i].all_caps
        and pieces[max(i, at)].beside
        for i in (at - 1, at + 1)
    )


_RULES = (known, by_legal_form, by_head, after_kind, in_quotes, by_shape)


def find(reading: Reading) -> Iterator[Span]:
    """Every organisation, the surest rules first; spans may overlap."""
    for rule in _RULES:
        for at in range(len(reading.pieces)):
            found = rule(reading, at)
            if found is not None:
                yield found
