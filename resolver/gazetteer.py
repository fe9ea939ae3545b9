"""Which place a name is the name of.

Countries and territories are known in all languages of Unicode CLDR
(`rules/territories.csv`), large cities by the names that GeoNames has for them
(`rules/cities.csv`); what both lack (regions, older names, spellings of archives) is in
`rules/place_names.csv`, which has the last word. A name is looked up as written, then by its
readings (so that any romanization of a known form is found), then as a typo.

A name may be that of several places, and a typo as near to one as to another. Then all are
named, and the first is called sure only where it is so much larger that nobody would mean
another. A name that is known is never the typo of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from resolver.gazetteer_names import plain
from resolver.misspelling import Misspellings
from resolver.readings import readings
from resolver.rules import table
from resolver.script import repair, script_of

# What a territory weighs beside cities, in people; a region weighs as much as a large city.
TERRITORY = 50_000_000
REGION = 1_000_000
OTHER_NAME = 0.2
SURE = 5.0
MOST_PLACES = 6
# Readings that no single convention gives are seldom meant.
MOST_SWITCHES = 1
SHORTEST_TYPO = 5
TWO_TYPOS_FROM = 8
TYPO_IN_A_WORD_MINIMUM = 8
_PLACE_MINIMUM = 4


@dataclass(frozen=True, slots=True)
class Found:
    """The places that a name may be the name of, likeliest first, `typos` letters off.

    An id is an ISO 3166 code, a group of `place_names` or a place of `cities`. `sure`: the
    first is far likelier than the others.
    """

    places: tuple[str, ...]
    typos: int = 0
    sure: bool = True

    @property
    def place_id(self) -> str:
        """The likeliest place."""
        return self.places[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """A place, how many people it weighs, and its names: its own first, those that typos and
    readings are looked for among, and those known as written alone."""

    place: str
    people: int
    usual: Sequence[str]
    other: Sequence[str] = ()
    by_ear: bool = True


class Gazetteer:
    """Places by name. Of entries that share a name the first group in `ranks` has it."""

    def __init__(self, ranks: Iterable[Iterable[Entry]]) -> None:
        self._people: dict[str, int] = {}
        self._own: dict[str, str] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        usual: dict[str, None] = {}
        heard: list[str] = []
        for entries in ranks:
            claims: dict[str, list[str]] = {}
            for entry in entries:
                self._people.setdefault(entry.place, entry.people)
                own = plain(entry.usual[0])
                self._own.setdefault(entry.place, own)
                for name in map(plain, entry.usual):
                    usual[name] = None
                    if entry.by_ear and script_of(name) == "cyrillic":
                        heard.append(name)
                    if name not in self._names:
                        claims.setdefault(name, []).append(entry.place)
                for name in map(plain, entry.other):
                    if name not in self._names:
                        claims.setdefault(name, []).append(entry.place)
            for name, places in claims.items():
                self._names[name] = tuple(places) if len(places) == 1 else self._likely(name, places)
        self._heard = heard
        self._readings: Mapping[str, tuple[str, ...]] | None = None
        self._typos = Misspellings(name for name in usual if len(name) >= SHORTEST_TYPO - 1)

    def known(self, name: str) -> tuple[str, ...]:
        """The places of a plain name as written or as read; none for an unknown one."""
        return self._names.get(name) or self._by_reading(name)

    def misspelt(self, name: str) -> Found | None:
        """The places within a typo or two of a plain name."""
        if len(name) < SHORTEST_TYPO:
            return None
        near = self._typos.near(name, 2 if len(name) >= TWO_TYPOS_FROM else 1)
        if not near:
            return None
        typos = min(near.values())
        weights: dict[str, float] = {}
        for known, distance in near.items():
            if distance == typos:
                for place in self._names[known]:
                    weight = self._weight(known, place)
                    weights[place] = max(weight, weights.get(place, 0.0))
        places = sorted(weights, key=lambda place: (-weights[place], place))
        sure = len(places) == 1 or weights[places[0]] >= SURE * weights[places[1]]
        return Found(tuple(places[:MOST_PLACES]), typos, sure)

    def sure(self, name: str, places: Sequence[str]) -> bool:
        return len(places) == 1

    def _weight(self, name: str, place: str) -> float:
        return self._people[place] * (1.0 if self._own[place] == name else OTHER_NAME)

    def _likely(self, name: str, places: Iterable[str]) -> tuple[str, ...]:
        """The places of a name without those that are far too small to be meant by it."""
        weights = {place: self._weight(name, place) for place in places}
        most = max(weights.values())
        likely = (place for place, weight in weights.items() if weight * SURE > most)
        return tuple(sorted(likely, key=lambda place: (-weights[place], place)))

    def _by_reading(self, name: str) -> tuple[str, ...]:
        script = script_of(name)
        if script == "other":
            return ()
        if self._readings is None:
            self._readings = self._read()
        for form, reading in readings(name, script).items():
            if reading.switches <= MOST_SWITCHES and form in self._readings:
                return self._readings[form]
        return ()

    def _read(self) -> Mapping[str, tuple[str, ...]]:
        claims: dict[str, dict[str, None]] = defaultdict(dict)
        for name in self._heard:
            for form in readings(name, "cyrillic"):
                claims[form].update(dict.fromkeys(self._names[name]))
        return {form: self._likely(form, places) for form, places in claims.items()}


def _curated() -> list[Entry]:
    names: dict[str, list[str]] = defaultdict(list)
    for row in table("place_names"):
        names[row["group"].removeprefix("territory:")].append(row["form"])
    people = {row["place"]: int(row["people"]) for row in table("cities")}
    return [Entry(place, people.get(place, REGION), forms) for place, forms in names.items()]


def _territories() -> list[Entry]:
    return [
        Entry(row["place"], TERRITORY, row["usual"].split("|"), row["other"].split("|"))
        for row in table("territories")
    ]


def _cities() -> list[Entry]:
    return [
        Entry(row["place"], int(row["people"]), row["usual"].split("|"), row["other"].split("|"))
        for row in table("cities")
    ]


@cache
def _large() -> Gazetteer:
    """All that is known."""
    return Gazetteer([_curated(), _territories(), _cities()])


@cache
def _in_names() -> Gazetteer:
    """The places that a word of a longer name may point to: many a city's name is a word."""
    return Gazetteer([_curated(), _territories()])


@lru_cache(maxsize=16384)
def find_place(text: str) -> Found | None:
    """The place a name names, if it is known; bounded cache.

    >>> find_place("Kazakhstaan").place_id
    'KZ'
    """
    name = plain(" ".join(map(repair, text.split())))
    gazetteer = _large()
    known = gazetteer.known(name)
    return Found(known, 0, len(known) == 1) if known else gazetteer.misspelt(name)


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
    known = _in_names().known(name)
    if known:
        return known[0] if len(known) == 1 else None
    if not typos or len(name) < TYPO_IN_A_WORD_MINIMUM:
        return None
    typed = _in_names().misspelt(name)
    return typed.place_id if typed and typed.sure else None
