"""Which place a name is the name of.

Countries and territories are known in all languages of Unicode CLDR
(`rules/territories.csv`), large cities by the names that GeoNames has for them
(`rules/cities.csv`); what both lack (regions, older names, spellings of archives) is in
`rules/place_names.csv`, which has the last word. A name is looked up as written, then by its
readings (so that any romanization of a known form is found), then as a typo. A name that is
known is never the typo of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from resolver.gazetteer_names import plain
from resolver.place_index import REGION, TERRITORY, Entry, Found, PlaceIndex
from resolver.rules import table
from resolver.script import repair

TYPO_IN_A_WORD_MINIMUM = 8
_PLACE_MINIMUM = 4


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
    least = TERRITORY if name == "territories" else 0
    return [
        Entry(
            row["place"],
            max(least, int(row["people"])),
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


@lru_cache(maxsize=16384)
def find_place(text: str) -> Found | None:
    """The place a name names, if it is known; bounded cache.

    >>> find_place("Kazakhstaan").place_id
    'KZ'
    """
    return _all_places().find(plain(" ".join(map(repair, text.split()))))


@cache
def _demonyms() -> Mapping[str, str]:
    return {plain(row["word"]): row["territory"] for row in table("demonyms")}


@lru_cache(maxsize=16384)
def territory_of_word(word: str, typos: bool = True) -> str | None:  # noqa: FBT001, FBT002
    """The place that one word of a longer name points to: `Kazakhstan`, `Russian`.

    Only long words are searched for typos: a name has many words, and most are no places.
    """
    by_demonym = _demonyms().get(plain(word))
    if by_demonym is not None:
        return by_demonym
    name = plain(repair(word))
    if len(name) < _PLACE_MINIMUM:
        return None
    places = _places_in_names()
    known = places.written(name) or places.read(name)
    if known:
        return known[0]
    typed = places.misspelt(name) if typos and len(name) >= TYPO_IN_A_WORD_MINIMUM else None
    return typed.place_id if typed and typed.sure else None
