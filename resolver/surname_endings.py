"""Endings of surnames that tell women from men: table `surname_genders`, in folded sounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from resolver.endings import (
    LOW,
    lengths_by_hint,
    may_end,
    place_of_end,
    place_of_pair,
    places_of,
)
from resolver.fathers import patronymic_hints
from resolver.graphemes import VOWELS, conventions
from resolver.lexicon import forms_of, letters_of
from resolver.readings import Reading, readings
from resolver.rules import table
from resolver.script import script_of

if TYPE_CHECKING:
    from mypy_extensions import i64

NO_FORMS: Final[frozenset[str]] = frozenset()
_LATVIAN: Final = frozenset("āēīūģķļņ")
_NO_LENGTHS: Final[list[int]] = []
_SHORTEST_STEM: Final = 2
_ENDING_SOUNDS: Final = 3
_SHORTEST_ADJECTIVE: Final = 3
_A: Final = 0x430
_N: Final = 0x43D
_LATIN_A: Final = 0x61
_LATIN_N: Final = 0x6E
_BEYOND_ASCII: Final = 0x80
_CYRILLIC: Final = 0x400
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


@cache
def _foreign_in_cyrillic() -> frozenset[tuple[str, str]]:
    """Those that a Cyrillic word cannot have, since its own languages end men's names otherwise:
    `Белова` is no woman of a Latvian Belovs, and no `Тихоненкова` of a Тихоненко whose ў fell
    silent. Other languages have theirs in Cyrillic, too: `Диамандопулу`."""
    rows = (row for row in table("surname_genders") if script_of(row["feminine"]) == "cyrillic")
    own = {pair for row in rows for pair in _gender_pairs(row)}
    feminine = {pair[0] for pair in own}
    return frozenset(
        pair
        for pair in surname_genders()
        if pair[0] in feminine and (pair not in own or pair[1].endswith("о"))
    )


@cache
def _feminine_endings() -> tuple[dict[str, tuple[str, ...]], dict[str, list[int]]]:
    """Feminine ending -> its masculine endings; and the lengths of feminine endings by their last
    two sounds, longest first."""
    endings: dict[str, list[str]] = {}
    for feminine, masculine in surname_genders():
        endings.setdefault(feminine, []).append(masculine)
    made = {feminine: tuple(found) for feminine, found in endings.items()}
    return made, lengths_by_hint(made)


FEMININE: Final = 1
PATRONYMIC: Final = 2
IN_A: Final = 4
# What is asked of every word that may have such an ending; see `_feminine_endings`.
_feminine: Final[dict[str, tuple[str, ...]]] = {}
_lengths: Final[dict[str, list[int]]] = {}
_foreign: Final[set[tuple[str, str]]] = set()
# By the lowest bits of the last two sounds, what such words may be.
_hints: Final[list[bytes]] = []


def _read_hints() -> None:
    found = bytearray((LOW + 1) ** 2)
    for endings, kind in ((_feminine_endings()[1], FEMININE), (patronymic_hints(), PATRONYMIC)):
        for ending in endings:
            if len(ending) > 1:
                found[place_of_end(ending)] |= kind
    for before in range(LOW + 1):
        found[place_of_pair(before, ord("а"))] |= IN_A
    _foreign.update(_foreign_in_cyrillic())
    _feminine.update(_feminine_endings()[0])
    _lengths.update(_feminine_endings()[1])
    _hints.append(bytes(found))  # last, as another thread may look


def endings_of(forms: dict[str, Reading], best: str) -> int:
    """What a word may be by how its readings end, of which `best` is one, FEMININE and PATRONYMIC:
    most are neither; and whether one of two sounds or more ends IN_A."""
    if not _hints:
        _read_hints()
    hints = _hints[0]
    if len(forms) == 1:
        return hints[place_of_end(best)] if len(best) > 1 else 0
    found: i64 = 0
    for form in forms:
        if len(form) > 1:
            found |= hints[place_of_end(form)]
    return found


# Written feminine ending of one letter -> (feminine, masculine) in folded sounds.
_short: Final[dict[str, frozenset[tuple[str, str]]]] = {}


# Those letters, and the Latin a.
_short_ends: Final[list[bytes]] = []


def _read_short() -> None:
    read: dict[str, frozenset[tuple[str, str]]] = {}
    for row in table("surname_genders"):
        letter = row["feminine"]
        if len(letter) == 1:
            pairs = {(form, man) for form, man in _gender_pairs(row) if man}
            read[letter] = read.get(letter, frozenset()) | pairs
    _short_ends.append(places_of([*read, "a"]))
    _short.update(read)  # at once, as another thread may look


def masculine_forms(word: str, forms: Iterable[str], script: str) -> frozenset[str]:
    """Masculine forms of a word that is written like a woman's surname: with a vowel at the
    end, so that `Petrauskas`, where a French s is mute, has none."""
    if word[-1:] not in VOWELS:
        return NO_FORMS
    if not _hints:
        _read_hints()
    hints = _hints[0]
    bases: list[str] = []
    for form in forms:
        size = len(form)
        if size <= _SHORTEST_STEM or not hints[place_of_end(form)] & FEMININE:
            continue
        for length in _lengths.get(form[size - 2 :], _NO_LENGTHS):
            if size - length < _SHORTEST_STEM:
                continue
            ending = form[size - length :]
            found = _feminine.get(ending)
            if found is None:
                continue
            stem = form[: size - length]
            for masculine in found:
                # Czech adds -ová to any surname; in Cyrillic -ова is -ов's own.
                if script == "cyrillic" and (not masculine or (ending, masculine) in _foreign):
                    continue
                bases.append(stem + masculine)
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
    if not word or not may_end(word, _short_ends[0]):
        return NO_FORMS
    letter = word[-1:]
    if letter not in _short and letter != "a":
        return NO_FORMS
    adjective = _is_adjective(word)
    plain = letter == "a" or letter == "а" or letter.isascii()
    if plain and not adjective and (not _has_marks(word) or _LATVIAN.isdisjoint(word)):
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


def _is_adjective(word: str) -> bool:
    """Whether a word ends in -на after a consonant."""
    size: i64 = len(word)
    if size < _SHORTEST_ADJECTIVE:
        return False
    last: i64 = ord(word[size - 1])
    before: i64 = ord(word[size - 2])
    if not (last == _A and before == _N) and not (last == _LATIN_A and before == _LATIN_N):
        return False
    letter = word[size - 3]
    return letter.isalpha() and letter not in VOWELS


def _has_marks(word: str) -> bool:
    """Whether a letter of a word is between those of ASCII and the Cyrillic ones."""
    size: i64 = len(word)
    for i in range(size):
        code: i64 = ord(word[i])
        if _BEYOND_ASCII <= code < _CYRILLIC:
            return True
    return False
