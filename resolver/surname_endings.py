"""Endings of surnames that tell women from men: table `surname_genders`, in folded sounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, NamedTuple

from resolver.graphemes import VOWELS, conventions
from resolver.lexicon import forms_of, letters_of
from resolver.readings import readings
from resolver.rules import table
from resolver.script import script_of

NO_FORMS: Final[frozenset[str]] = frozenset()
_LATVIAN: Final = frozenset("āēīūģķļņ")
_SHORTEST_STEM: Final = 2
_ENDING_SOUNDS: Final = 3
# Conventions of spelling by language, where they are not called alike.
_SPELLED_LIKE: Final = {"sk": "cs", "lv": "lt", "tk": "tm", "az": "tr", "el": "gr"}


def _endings(ending: str, language: str) -> tuple[str, ...]:
    """An ending as its own language reads it, each letter: Polish -cka is цка, not ка."""
    convention = _SPELLED_LIKE.get(language, language)
    if script_of(ending) == "cyrillic" or convention not in conventions():
        return forms_of(ending)
    own = 1 << conventions().index(convention)
    found = readings(letters_of(ending), "latin")
    return tuple(
        form
        for form, reading in found.items()
        if reading.conventions & own and len(form) >= min(len(ending), _ENDING_SOUNDS)
    )


def _gender_pairs(row: Mapping[str, str]) -> set[tuple[str, str]]:
    language = row["language"]
    masculine = _endings(row["masculine"], language) if letters_of(row["masculine"]) else ("",)
    return {(form, man) for form in _endings(row["feminine"], language) for man in masculine}


@cache
def surname_genders() -> tuple[tuple[str, str], ...]:
    """(feminine, masculine) endings in folded sounds, longest first; those of one letter
    are read apart."""
    rows = (row for row in table("surname_genders") if len(row["feminine"]) > 1)
    pairs = {pair for row in rows for pair in _gender_pairs(row) if len(pair[0]) > 1}
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


class _Endings(NamedTuple):
    """Feminine ending -> its masculine ones; the lengths of feminine endings, longest first; and
    the last two sounds of each."""

    masculine: dict[str, tuple[str, ...]]
    lengths: tuple[int, ...]
    hints: frozenset[str]


@cache
def _feminine_endings() -> _Endings:
    endings: dict[str, list[str]] = {}
    for feminine, masculine in surname_genders():
        endings.setdefault(feminine, []).append(masculine)
    lengths = tuple(sorted({len(feminine) for feminine in endings}, reverse=True))
    hints = frozenset(ending[-2:] for ending in endings)
    return _Endings({end: tuple(found) for end, found in endings.items()}, lengths, hints)


# Written feminine ending of one letter -> (feminine, masculine) in folded sounds.
_short: Final[dict[str, frozenset[tuple[str, str]]]] = {}


def _read_short() -> None:
    for row in table("surname_genders"):
        letter = row["feminine"]
        if len(letter) == 1:
            pairs = {(form, man) for form, man in _gender_pairs(row) if man}
            _short[letter] = _short.get(letter, frozenset()) | pairs


def masculine_forms(word: str, forms: Iterable[str], script: str) -> frozenset[str]:
    """Masculine forms of a word that is written like a woman's surname: with a vowel at the
    end, so that `Petrauskas`, where a French s is mute, has none."""
    if word[-1:] not in VOWELS:
        return NO_FORMS
    endings = _feminine_endings()
    bases: set[str] = set()
    for form in forms:
        if form[-2:] not in endings.hints:
            continue
        for length in endings.lengths:
            if len(form) - length < _SHORTEST_STEM:
                continue
            for masculine in endings.masculine.get(form[-length:], ()):
                if masculine or script != "cyrillic":
                    # Czech adds -ová to any surname; in Cyrillic -ова is -ов's own.
                    bases.add(form[:-length] + masculine)
    return frozenset(bases) if bases else NO_FORMS


def short_masculine_forms(word: str, forms: Iterable[str]) -> frozenset[str]:
    """`Чорна` of `Чорний`, `Novotná` of `Novotný`, `Kalniņa` of `Kalniņš`.

    One letter proves little: -а is on men's names too, and Belarusian and French spell their
    last vowels otherwise (Лукашенка, Blake). So á and ė, which are nothing else, are enough
    alone; -на must follow a consonant, as in adjectives; and a plain a or e at the end must
    stand in a word with a letter that Latvian alone has.
    """
    if not _short:
        _read_short()
    letter = word[-1:]
    if letter not in _short and letter != "a":
        return NO_FORMS
    plain = letter.isascii() or letter == "а"
    adjective = word[-2:] in {"на", "na"} and word[-3:-2].isalpha() and word[-3] not in VOWELS
    if plain and not adjective and _LATVIAN.isdisjoint(word):
        return NO_FORMS
    found = _short.get(letter, frozenset())
    if letter == "a" and adjective:
        found |= _short.get("а", frozenset())  # Chorna, too
    return frozenset(
        form[: -len(feminine)] + masculine
        for form in forms
        for feminine, masculine in found
        if form.endswith(feminine) and len(form) - len(feminine) >= _SHORTEST_STEM
    )
