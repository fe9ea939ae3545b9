"""Place names in every case: Чечне and Чечни are Чечня, Kazakhstaan is Kazakhstan.

Every form of every known place is made once (countries and their forms from Unicode CLDR,
regions and cities from `place_names`, wider regions from `place_words`), so that a look-up
is one step and finds irregular forms: Києва of Київ, Бендерах of Бендеры.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from resolver.extract.place_forms import declined
from resolver.extract.vocabulary import folded
from resolver.gazetteer import find_place, territory_of_word
from resolver.inflection import case_bases
from resolver.known_words import alphabet
from resolver.rules import table
from resolver.script import script_of
from resolver.tokens import token

_UNIONS = frozenset({"EU", "EZ", "UN"})  # territories to CLDR, bodies to a newspaper
_TYPO_LETTERS = 8
_OTHER_LANGUAGE_LETTERS = 6
_LIKE = 3


def _territories(language: str) -> Iterator[tuple[str, str]]:
    """Code and name of each country and of each city that has a time zone."""
    from babel import Locale

    locale = Locale(language)
    for code, name in locale.territories.items():
        if len(code) == 2 and code.isalpha() and code not in _UNIONS:
            yield code, name
    for zone, names in locale.time_zones.items():
        if city := names.get("city"):
            yield zone, city


@cache
def _names(language: str) -> Mapping[str, str]:
    """Name as it is written -> its place, the usual names first."""
    found: dict[str, str] = {}
    for row in table("place_words"):
        if row["role"] == "name" and row["language"] == language:
            found.setdefault(row["word"], row["word"])
    for row in table("place_names"):
        if row["language"] == language:
            found.setdefault(row["form"], row["group"].removeprefix("territory:"))
    for place, name in _territories(language):
        found.setdefault(name, place)
    return found


@cache
def _forms(language: str) -> Mapping[tuple[str, ...], str]:
    """Folded words of a form -> the nominative."""
    found: dict[tuple[str, ...], str] = {}
    names = _names(language)
    for name in names:
        found.setdefault(tuple(folded(name).split(" ")), name)
    if language != "en":
        for name in names:
            for form in declined(name, language):
                found.setdefault(tuple(folded(form).split(" ")), name)
    return found


@cache
def _longest(language: str) -> Mapping[str, int]:
    longest: dict[str, int] = {}
    for words in _forms(language):
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


@cache
def _usual(language: str) -> Mapping[str, str]:
    """Place -> its usual name in a language: that of Unicode CLDR, or the table's first."""
    names = dict(_territories(language))
    for name, place in _names(language).items():
        if place not in names or folded(name) == place.replace("_", " "):
            names[place] = name
    return names


def place_at(words: list[str], language: str) -> tuple[int, str] | None:
    """How many of the first words are a place, and its name in the nominative."""
    for length in range(min(_longest(language).get(words[0], 0), len(words)), 0, -1):
        name = _forms(language).get(tuple(words[:length]))
        if name is not None:
            return length, name
    return None


@lru_cache(maxsize=8192)
def other_place(word: str, language: str) -> str | None:
    """The name of the place that a word is a typo or a foreign spelling of, in its language;
    the nominative of a known place that the language's own list has not.

    >>> other_place("Kazakhstaan", "en")
    'Kazakhstan'
    """
    if len(word) < _OTHER_LANGUAGE_LETTERS - 1 or word.isupper():
        return None
    if script_of(word) == "cyrillic" and not alphabet(language).issuperset(folded(word)):
        return None
    for spelling in (word, *_nominatives(word, language)):
        found = find_place(spelling)
        if found is not None and not found.typos:
            return None if _is_demonym(word, found.place_id) else _usual(language).get(
                found.place_id, spelling
            )  # fmt: skip
    found = find_place(word)
    if found is None or len(word) < _TYPO_LETTERS or points_to_territory(word):
        return None
    return _usual(language).get(found.place_id)


def _nominatives(word: str, language: str) -> Iterator[str]:
    for base in case_bases(word):
        if base.language == language and base.kind == "any":
            yield base.nominative


@cache
def _demonyms() -> Mapping[str, str]:
    return {folded(row["word"]): row["territory"] for row in table("demonyms")}


def _is_demonym(word: str, place: str) -> bool:
    """Whether a word is made from the name of another place than it is said to be."""
    territory = _demonyms().get(folded(word))
    return territory is not None and territory != place


def is_like(name: str, word: str) -> bool:
    """Whether a place's name is a few letters away from a word: a typo, not another name."""
    return OSA.distance(folded(name), folded(word)) <= _LIKE


@lru_cache(maxsize=16384)
def points_to_territory(word: str) -> str | None:
    """The territory that a word names or is made from, letter by letter: `Russian`."""
    return territory_of_word(word, token(word).forms, False)  # noqa: FBT003
