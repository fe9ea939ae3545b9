"""The tables of rules, listed and paged through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from resolver.errors import NotFound
from resolver.language_names import language_name
from resolver.rules import table, table_names
from resolver.standards import Standard, standards

ROWS = 100
MOST_FIND = 100

# What each table decides, for somebody who reads it for the first time.
TABLES = {
    "case_contexts": "Words that show the case of the name after them",
    "case_endings": "Endings of names in each case",
    "cities": "Cities, with country and population",
    "common_surnames": "Surnames so common that alone they prove little",
    "convention_shares": "How often each standard is used",
    "demonyms": "Words for people of a country",
    "given_names": "Given names that are one in several languages, with short forms",
    "homoglyphs": "Latin and Cyrillic letters that look alike",
    "irregular_patronymics": "Patronymics that their endings do not give away",
    "legal_forms": "Legal forms of companies",
    "generations": "Words for the younger or the elder of two namesakes",
    "name_words": "Titles, particles, generations and what stands before maiden names",
    "organization_words": "Words that make a name an organisation's",
    "patronymics": "Endings of patronymics",
    "place_names": "Names of places in several languages",
    "place_words": "Words that make a name a place's",
    "practical_transcription": "How names of other languages are written in Cyrillic",
    "readings_cyrillic": "What each Cyrillic letter is read as",
    "readings_latin": "What each Latin letter or group of letters can stand for",
    "sound_distances": "Sounds that are confused, and what that costs",
    "surname_genders": "Surnames of men and women",
    "surname_letters": "Letters that surnames of each language have",
    "surnames": "Surnames that the rules alone would not relate",
    "territories": "Countries and territories",
    "text_roles": "Roles and offices beside a name in a text",
    "text_words": "Words of texts that are no names",
    "transcription": "How foreign names sound, learnt from known people",
    "weights": "What each kind of evidence weighs, learnt from known people",
    "weights_by_hand": "What each kind of evidence weighs, by judgement",
}

_CYRILLIC_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїґўџђљњћјѓќѕғқңөұүһәҳҷӣӯӏ"
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class OfLanguage:
    """The standards that write one language, official ones first."""

    code: str
    name: str
    standards: tuple[Standard, ...]


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table by name, what it decides, and its size."""

    name: str
    title: str
    rows: int


@dataclass(frozen=True, slots=True)
class Browser:
    """Everything that can be opened from the first page of the rules."""

    languages: tuple[OfLanguage, ...]
    cyrillic: tuple[str, ...]
    latin: tuple[str, ...]
    tables: tuple[TableShown, ...]
    standards: int


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of a table: rows with their numbers in it, from 1.

    `found` of `size` rows hold what was looked for; `after` leads to the next page.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    found: int
    size: int
    after: int | None


@cache
def browser() -> Browser:
    """What the first page lists."""
    codes = {code for item in standards() for code in item.languages}
    languages = [OfLanguage(code, language_name(code), standards(code)) for code in codes]
    languages.sort(key=lambda each: (-len(each.standards), each.name))
    return Browser(
        tuple(languages),
        tuple(_CYRILLIC_LETTERS),
        tuple(_LATIN_LETTERS),
        tuple(TableShown(name, title_of(name), len(table(name))) for name in table_names()),
        len(standards()),
    )


def title_of(name: str) -> str:
    """What a table decides; of the user's own tables nothing is known but the name."""
    return TABLES.get(name, name.replace("_", " ").capitalize())


def rows_of(name: str, find: str = "", after: int = 0, limit: int = ROWS) -> Rows:
    """Rows in which any cell has `find`, in any case, from after a row's number.

    Raises NotFound for a table that there is not.
    """
    if name not in table_names():
        raise NotFound("there is no table of this name")
    rows = table(name)
    wanted = find.strip().casefold()[:MOST_FIND]
    found = [
        (number, row)
        for number, row in enumerate(rows, 1)
        if not wanted or any(wanted in cell.casefold() for cell in row.values())
    ]
    page = [pair for pair in found if pair[0] > after][: limit + 1]
    return Rows(
        name,
        title_of(name),
        tuple(rows[0]) if rows else (),
        tuple(page[:limit]),
        len(found),
        len(rows),
        page[limit - 1][0] if len(page) > limit else None,
    )
