"""Which place a name is the name of.

Countries and territories come from Unicode CLDR in all languages that Babel carries; what
CLDR lacks (regions, large cities, older names) from `rules/place_names.csv`. A name is
looked up as written, then by its readings (so that any romanization of a known form is
found), then as a typo, which is accepted only where no second place is nearly as close.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from resolver.readings import readings
from resolver.rules import table
from resolver.script import repair, script_of

_TYPO_MINIMUM = 6
# Every language's names are known as they are written; typos are looked for among the names
# that archives of this field are written in, or Prague would be a typo of some Paraguay.
_USUAL_LANGUAGES = frozenset(
    ("en", "ru", "uk", "be", "kk", "ky", "uz", "tg", "de", "fr", "es", "it", "pt", "pl", "tr")
)
_SAME_START_BELOW = 8
_TWO_TYPOS_MINIMUM = 10
TYPO_IN_A_WORD_MINIMUM = 8
_PLACE_MINIMUM = 4
_END = 3
_CLEAR_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Place:
    """`place_id` is an ISO 3166 code or a group of `place_names`; `typos` letters off."""

    place_id: str
    typos: int = 0


def plain(text: str) -> str:
    """Letters and digits alone, lower case, without marks."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if c.isalnum())


def _cldr() -> tuple[dict[str, Counter[str]], set[str]]:
    """Plain name -> how many locales give it to which territory; and the usual names."""
    from babel import localedata

    found: dict[str, Counter[str]] = defaultdict(Counter)
    usual: set[str] = set()
    for locale in localedata.locale_identifiers():
        parts = locale.split("_")
        if len(parts) > 1 and len(parts[1]) != len("Cyrl"):
            continue
        names = localedata.load(locale, merge_inherited=False).get("territories", {})
        for code, name in names.items():
            if len(code) == 2 and code.isalpha() and plain(name):
                found[plain(name)][code] += 1
                if parts[0] in _USUAL_LANGUAGES:
                    usual.add(plain(name))
    return found, usual


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    by_name: Mapping[str, str]
    by_reading: Mapping[str, str]
    by_length: Mapping[int, tuple[str, ...]]


def _unambiguous(votes: Mapping[str, Counter[str]]) -> dict[str, str]:
    clear = {}
    for name, counts in votes.items():
        place, most = counts.most_common(1)[0]
        if most >= _CLEAR_SHARE * sum(counts.values()):
            clear[name] = place
    return clear


@cache
def _gazetteer() -> _Gazetteer:
    votes, usual = _cldr()
    by_name = _unambiguous(votes)
    for row in table("place_names"):
        by_name[plain(row["form"])] = row["group"].removeprefix("territory:")
        usual.add(plain(row["form"]))
    reading_votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name, place in by_name.items():
        if name in usual and script_of(name) == "cyrillic":
            for form in readings(name, "cyrillic"):
                reading_votes[form][place] += 1
    by_length: dict[int, list[str]] = defaultdict(list)
    for name in sorted(usual & by_name.keys()):
        if len(name) >= _TYPO_MINIMUM:
            by_length[len(name)].append(name)
    lengths = {length: tuple(names) for length, names in by_length.items()}
    return _Gazetteer(by_name, _unambiguous(reading_votes), lengths)


def _by_reading(name: str) -> str | None:
    script = script_of(name)
    if script == "other":
        return None
    known = _gazetteer().by_reading
    for form in readings(name, script):
        if form in known:
            return known[form]
    return None


def _by_typo(name: str) -> Place | None:
    """The only place within reach, or none."""
    if len(name) < _TYPO_MINIMUM:
        return None
    reach = 2 if len(name) >= _TWO_TYPOS_MINIMUM else 1
    gazetteer = _gazetteer()
    near = [
        found
        for length in range(len(name) - reach - 1, len(name) + reach + 2)
        for found in process.extract(
            name,
            gazetteer.by_length.get(length, ()),
            scorer=OSA.distance,
            score_cutoff=reach + 1,
            limit=50,
        )
    ]
    near.sort(key=lambda found: (found[1], found[0]))
    if not near or near[0][1] > reach:
        return None
    typos = int(near[0][1])
    if len(name) < _SAME_START_BELOW and near[0][0][0] != name[0]:
        return None  # Minsk and Pinsk, Omsk and Tomsk: short names are too near each other
    places = {gazetteer.by_name[found] for found, distance, _ in near if distance <= typos + 1}
    closest = {gazetteer.by_name[found] for found, distance, _ in near if distance == typos}
    if len(closest) > 1 or (len(places) > 1 and typos > 1):
        return None
    return Place(closest.pop(), typos)


@lru_cache(maxsize=16384)
def find_place(text: str) -> Place | None:
    """The place a name names, if it is known; bounded cache.

    >>> find_place("Kazakhstaan").place_id
    'KZ'
    """
    name = plain(" ".join(map(repair, text.split())))
    known = _known_place(name)
    if known is not None:
        return Place(known)
    return _by_typo(name)


def _known_place(name: str) -> str | None:
    """The place of a plain name as written or as read, without any typo."""
    return _gazetteer().by_name.get(name) or _by_reading(name)


@cache
def _demonyms() -> Mapping[str, str]:
    return {plain(row["word"]): row["territory"] for row in table("demonyms")}


@cache
def _by_ends() -> Mapping[str, tuple[str, ...]]:
    """`^kaz` and `tan$` -> the names that begin or end so."""
    ends: dict[str, list[str]] = defaultdict(list)
    for names in _gazetteer().by_length.values():
        for name in names:
            if len(name) >= TYPO_IN_A_WORD_MINIMUM - 2:
                ends[f"^{name[:_END]}"].append(name)
                ends[f"{name[-_END:]}$"].append(name)
    return {end: tuple(names) for end, names in ends.items()}


def _may_be_typo(name: str) -> bool:
    """Whether a place with the same first or last letters is within reach.

    A single error leaves one end of a word of eight letters as it was. To look among the
    ends alone is what keeps a name of sixty words cheap.
    """
    reach = 2 if len(name) >= _TWO_TYPOS_MINIMUM else 1
    ends = _by_ends()
    return any(
        process.extractOne(name, ends.get(end, ()), scorer=OSA.distance, score_cutoff=reach)
        for end in (f"^{name[:_END]}", f"{name[-_END:]}$")
    )


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
    known = _known_place(name)
    if known is None and typos and len(name) >= TYPO_IN_A_WORD_MINIMUM and _may_be_typo(name):
        typed = _by_typo(name)
        return typed.place_id if typed else None
    return known
