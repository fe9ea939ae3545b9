"""Which place a name is the name of.

Countries and territories are known in all languages of Unicode CLDR
(`rules/territories.csv`), large cities by the names that GeoNames has for them
(`rules/cities.csv`); what both lack (regions, older names, spellings of archives) is in
`rules/place_names.csv`, which has the last word. A name is looked up as written, then by its
readings (so that any romanization of a known form is found), then as a typo. A name that is
known is never the typo of another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from resolver.gazetteer_names import plain
from resolver.place_index import (
    LARGEST_TERRITORY,
    REGION,
    TERRITORY,
    Entry,
    Found,
    PlaceIndex,
)
from resolver.readings import Reading, readings
from resolver.rules import table
from resolver.script import repair, script_of

TYPO_IN_A_WORD_MINIMUM = 8
_PLACE_MINIMUM = 4
_EVERYBODY = 10_000_000_000
_INFLECTED_MINIMUM = 5
_READ_DEMONYM_MINIMUM = 5
_TWO_TYPOS_IN_A_WORD = 10
# The end of a place's name in Russian or Ukrainian, and what stands there in other cases.
_CASES = (
    ("ый", ("ого", "ому", "ым", "ом")),
    ("ий", ("ого", "ому", "им", "ом")),
    ("а", ("ы", "и", "е", "і", "у", "ой")),
    ("я", ("и", "і", "е", "ю", "ей", "ї")),
    ("ь", ("и", "і", "я", "ю", "е")),
    ("", ("а", "у", "ом", "е", "і")),
)
_NO_CASES = ("о", "е", "и", "і", "ы", "у", "ю", "э", "ї", "є")


def _own() -> list[Entry]:
    """The places of `place_names.csv`, which may be territories and cities too."""
    names: dict[str, list[str]] = defaultdict(list)
    english_first = sorted(table("place_names"), key=lambda row: row["language"] != "en")
    for row in english_first:
        names[row["group"].removeprefix("territory:")].append(row["form"])
    people = {
        entry.place: entry.people for name in ("cities", "territories") for entry in _entries(name)
    }
    return [Entry(place, people.get(place, REGION), forms) for place, forms in names.items()]


def _entries(name: str) -> list[Entry]:
    territories = name == "territories"
    least, most = (TERRITORY, LARGEST_TERRITORY) if territories else (0, _EVERYBODY)
    return [
        Entry(
            row["place"],
            min(max(least, int(row["people"])), most),
            row["usual"].split("|"),
            row["other"].split("|") if row["other"] else (),
        )
        for row in table(name)
    ]


@cache
def _all_places() -> PlaceIndex:
    return PlaceIndex(_own(), [*_entries("territories"), *_entries("cities")])


@cache
def _places_in_names() -> PlaceIndex:
    """The places that a word of a longer name may point to: many a city's name is a word."""
    return PlaceIndex(_own(), _entries("territories"))


@lru_cache(maxsize=2048)
def find_place(text: str) -> Found | None:
    """The place a name names, if it is known; bounded cache.

    >>> find_place("Kazakhstaan").place_id
    'KZ'
    """
    return _all_places().find(plain(" ".join(map(repair, text.split()))))


@cache
def _demonyms() -> Mapping[str, str]:
    return {plain(row["word"]): row["territory"] for row in table("demonyms")}


@cache
def _demonyms_by_reading() -> Mapping[str, str]:
    """Of demonyms in Cyrillic, and of no two territories: `Rossii`, `Ukrainskaya`."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, territory in _demonyms().items():
        if len(name) >= _READ_DEMONYM_MINIMUM and script_of(name) == "cyrillic":
            for form in readings(name, "cyrillic"):
                found[form].add(territory)
    return {form: min(places) for form, places in found.items() if len(places) == 1}


@lru_cache(maxsize=1024)
def _misspelt(name: str) -> str | None:
    if len(name) < TYPO_IN_A_WORD_MINIMUM:
        return None
    typed = _places_in_names().misspelt(name)
    if typed is None or not typed.sure or (typed.typos > 1 and len(name) < _TWO_TYPOS_IN_A_WORD):
        return None
    return typed.place_id


def territory_of_word(
    word: str,
    forms: Mapping[str, Reading],
    typos: bool = True,  # noqa: FBT001, FBT002
) -> str | None:
    """The place that one word of a mended name points to, from how it is written or read:
    `Kazakhstan`, `Russian`, `Rossii`.

    Only long words are searched for typos: a name has many words, and most are no places.
    """
    name = plain(word)
    by_demonym = _demonyms().get(name)
    if by_demonym is not None or len(name) < _PLACE_MINIMUM:
        return by_demonym
    written = _places_in_names().written(name)
    if written:
        return written[0]
    return _read(forms) or (_misspelt(name) if typos else None)


@cache
def _cases_by_reading() -> Mapping[str, str]:
    """The places of `place_names` in other cases: `Самары`, `Грозного`, `Moskvy`."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("place_names"):
        name = row["form"].casefold()
        if row["language"] not in {"ru", "uk"} or " " in name or name.endswith(_NO_CASES):
            continue
        ending, others = next(case for case in _CASES if name.endswith(case[0]))
        stem = name.removesuffix(ending)
        for form in (form for other in others for form in readings(stem + other, "cyrillic")):
            found[form].add(row["group"].removeprefix("territory:"))
    return {
        form: min(places)
        for form, places in found.items()
        if len(places) == 1 and len(form) >= _INFLECTED_MINIMUM
    }


def _read(forms: Mapping[str, Reading]) -> str | None:
    places = _places_in_names().read_as(forms)
    if places:
        return places[0]
    likeliest = next(iter(forms), "")  # of others, some makes Francis a Frenchman
    return _demonyms_by_reading().get(likeliest) or _cases_by_reading().get(likeliest)


def place_of_words(words: Sequence[str]) -> str | None:
    """The place whose name several words are: `Saint Petersburg`, `South Korea`."""
    if plain(words[0]) not in _first_words():
        return None
    places = _places_in_names().written("".join(map(plain, words)))
    return places[0] if places else None


@cache
def _first_words() -> frozenset[str]:
    """Of the names of places that have several words."""
    names = (name for entry in (*_own(), *_entries("territories")) for name in entry.usual)
    split = (re.split(r"[\s-]+", name, maxsplit=1) for name in names)
    return frozenset(plain(words[0]) for words in split if len(words) > 1)
