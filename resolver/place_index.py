"""Places by their names: as written, as read, and as misspelt.

A name may be that of several places, and a typo may be as near to one as to another. Places
are therefore weighed, by people, and all that could be meant are named. A territory weighs as
a very large city does, and shares a name with a city only where both really bear it
(`Алжир`); a place weighs far less under a foreign or older name than under its own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from resolver.gazetteer_names import plain_once
from resolver.misspelling import Misspellings
from resolver.readings import Reading, readings
from resolver.script import script_of

# What a territory weighs beside cities, in people, at least and at most; and a region.
TERRITORY, LARGEST_TERRITORY = 10_000_000, 40_000_000
REGION = 1_000_000
_OTHER_NAME = 0.05
_RARE_NAME = 0.01
# A place is meant for sure if it weighs this much more than any other, and one that weighs so
# much less than another is not meant at all.
_SURE = 5.0
_UNLIKELY = 25.0
_MOST_PLACES = 6
# Readings that no single convention gives are seldom meant.
_MOST_SWITCHES = 1
_SHORTEST_TYPO = 4
_TWO_TYPOS_FROM = 6

# Letters of a misspelt name -> what the place must weigh that is surely meant by it, with one
# letter wrong and with two: villages without number are a letter from some city's name.
_LEAST_WEIGHT: Mapping[int, tuple[float, float]] = {
    4: (math.inf, math.inf),
    5: (400_000, math.inf),
    6: (150_000, math.inf),
    7: (40_000, 1_000_000),
    8: (10_000, 250_000),
    9: (2_000, 150_000),
    10: (0, 50_000),
    11: (0, 20_000),
    12: (0, 2_000),
}


def _least_weight(letters: int, typos: int) -> float:
    return _LEAST_WEIGHT[min(letters, max(_LEAST_WEIGHT))][typos - 1]


def _is_territory(place: str) -> bool:
    """Ids of territories are codes of ISO 3166; all others are in small letters."""
    return place.isupper()


@dataclass(frozen=True, slots=True)
class Found:
    """The places that a name may be the name of, likeliest first, `typos` letters off.

    An id is an ISO 3166 code, a group of `place_names` or a place of `cities`. `sure`: the
    first is the one that is meant. `one_name`: it is sure which name is meant, though that may
    be the name of several places.
    """

    places: tuple[str, ...]
    typos: int = 0
    sure: bool = True
    one_name: bool = True

    @property
    def place_id(self) -> str:
        """The likeliest place."""
        return self.places[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """A place, what it weighs in people, and its names: its own first, all in which typos and
    readings are looked for, and those that are known as written alone."""

    place: str
    people: int
    usual: Sequence[str]
    other: Sequence[str] = ()


class PlaceIndex:
    """Built from entries in ranks; a name of a place in one rank is none of a later rank's."""

    def __init__(self, *ranks: Iterable[Entry]) -> None:
        self._people: dict[str, int] = {}
        self._own: dict[str, set[str]] = defaultdict(set)
        self._places: dict[str, tuple[str, ...]] = {}
        # An ordered set: lengths are the same in every run, and so is what is found first.
        self._usual: dict[str, None] = {}
        for rank in ranks:
            claims: dict[str, list[str]] = {}
            for entry in rank:
                names = [plain_once(name) for name in entry.usual]
                self._people.setdefault(entry.place, entry.people)
                self._own[entry.place].add(names[0])
                self._usual.update(dict.fromkeys(names))
                for name in (*names, *map(plain_once, entry.other)):
                    if name not in self._places:
                        claims.setdefault(name, []).append(entry.place)
            for name, places in claims.items():
                self._places[name] = self._likely(name, places) if len(places) > 1 else (places[0],)
        self._misspellings = Misspellings(
            name for name in self._usual if len(name) >= _SHORTEST_TYPO
        )
        self._cyrillic = [name for name in self._usual if script_of(name) == "cyrillic"]
        self._readings: dict[str, tuple[str, ...]] = {}

    def find(self, name: str) -> Found | None:
        """The places of a plain name; typos are looked for only where it is not known.

        A name that reads as a known one does is that, unless it is as near to another place's.
        """
        written = self.written(name)
        if written:
            written += self._nearly(name, written)
            return Found(written, 0, len(written) == 1)
        read, typed = self.read(name), self.misspelt(name)
        if not read:
            return typed
        if typed is None or typed.typos > 1 or set(typed.places) <= set(read):
            return Found(read, 0, len(read) == 1)
        return Found(tuple(dict.fromkeys(read + typed.places)), 1, sure=False, one_name=False)

    def _nearly(self, name: str, places: Sequence[str]) -> tuple[str, ...]:
        """Places whose own name is a letter from a name that no place is usually called by."""
        usual = any(name in self._own[place] for place in places) or (
            _is_territory(places[0]) and name in self._usual
        )
        if usual or len(name) < _SHORTEST_TYPO:
            return ()
        weight = self._weight(name, places[0])
        near = self._misspellings.near(name, 1)
        return tuple(
            place
            for known in near
            for place in self._places[known]
            if known in self._own[place] and self._people[place] > weight and place not in places
        )

    def written(self, name: str) -> tuple[str, ...]:
        """The places that bear a plain name."""
        return self._places.get(name, ())

    def read(self, name: str) -> tuple[str, ...]:
        """The places one of whose Cyrillic names a plain name may be a spelling of."""
        script = script_of(name)
        return self.read_as(readings(name, script)) if script != "other" else ()

    def read_as(self, forms: Mapping[str, Reading]) -> tuple[str, ...]:
        """The same from the readings of a name."""
        known = self._readings or self._read_all()
        for form, reading in forms.items():
            if reading.switches <= _MOST_SWITCHES and form in known:
                return known[form]
        return ()

    def misspelt(self, name: str) -> Found | None:
        """The places whose names are nearest to a plain name, a letter or two away."""
        if len(name) < _SHORTEST_TYPO:
            return None
        near = self._misspellings.near(name, 2 if len(name) >= _TWO_TYPOS_FROM else 1)
        if not near:
            return None
        typos = min(near.values())
        weighed: dict[str, tuple[float, int]] = {}
        nearest = [known for known, distance in near.items() if distance == typos]
        for known in nearest:
            for place in self._places[known]:
                claim = self._weight(known, place), len(known)
                weighed[place] = max(claim, weighed.get(place, (0.0, 0)))
        places = sorted(weighed, key=lambda place: (-weighed[place][0], place))
        most, letters = weighed[places[0]]
        likely = [place for place in places if weighed[place][0] * _UNLIKELY > most]
        clear = len(likely) == 1 or most >= _SURE * weighed[likely[1]][0]
        known_well = most > _least_weight(min(letters, len(name)), typos)
        one = len({self._places[known] for known in nearest}) == 1
        places = list(self._places[nearest[0]]) if one else likely
        return Found(tuple(places[:_MOST_PLACES]), typos, clear and known_well, one and known_well)

    def _weight(self, name: str, place: str) -> float:
        if name in self._own[place]:
            return self._people[place]
        return self._people[place] * (_OTHER_NAME if name in self._usual else _RARE_NAME)

    def _likely(self, name: str, places: Iterable[str]) -> tuple[str, ...]:
        """The places of a name without those that are far too small to be meant by it."""
        weights = {place: self._weight(name, place) for place in places}
        cities = {p: w for p, w in weights.items() if not _is_territory(p)}
        least = max(cities.values(), default=0.0) / _SURE
        territories = weights.keys() - cities.keys()
        whole = REGION if territories else 0
        own = any(name in self._own[place] for place in territories)
        for place, weight in cities.items():
            small = weight <= least or self._people[place] < whole
            if small or own:
                del weights[place]
        # `Brasilia` is a city before it is the Finnish name of Brazil.
        mixed = bool(territories and cities)
        return tuple(
            sorted(
                weights,
                key=lambda place: (
                    mixed and name not in self._own[place],
                    -weights[place],
                    place,
                ),
            )
        )

    def _read_all(self) -> Mapping[str, tuple[str, ...]]:
        claims: dict[str, dict[str, None]] = defaultdict(dict)
        for name in self._cyrillic:
            for form in readings(name, "cyrillic"):
                claims[form].update(dict.fromkeys(self._places[name]))
        self._readings = {form: self._likely(form, places) for form, places in claims.items()}
        return self._readings
