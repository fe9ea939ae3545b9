"""Readings: the source forms that one written token can be a spelling of.

A reading is written in a small alphabet of sound classes, spelled with Cyrillic letters:
э, ё and е are `е`; й, ы, і and ї are `и`; я is `иа` and ю is `иу`; signs are nothing;
doubled letters are single. A Cyrillic token has one or two readings. A Latin token has
several, because `ch` is ч in English, х in German and ш in French, and each reading knows
the conventions under which its letters are read that way.

A name is usually spelled by one convention throughout. A reading therefore carries the set
of conventions that license *all* its letters; where none does, a *switch* of convention is
counted, and each switch is a cost. The reading a clerk would choose is the cheapest one.

Rules: `rules/readings_latin.csv`, `rules/readings_cyrillic.csv`, longest grapheme first.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from unidecode import unidecode_expect_nonascii

from resolver.acyclic import mypyc_attr
from resolver.folding import fold
from resolver.graphemes import Grammar, cyrillic, grammar_of, latin
from resolver.spelled import Spelled, Speller, State, speller_of
from resolver.values import Quick

if TYPE_CHECKING:
    from mypy_extensions import i64

MAX_LETTERS: Final = 40


@mypyc_attr(acyclic=True)
@dataclass(init=False, slots=True)
class Reading(Quick):
    """Conventions that license a form, as a bit set, and how often they had to change."""

    conventions: Final[int]
    switches: Final[int]

    def __init__(self, conventions: int, switches: int) -> None:
        self.conventions = conventions
        self.switches = switches


@mypyc_attr(acyclic=True)
class _Ranked:
    """The reading of a packed state and its rank."""

    __slots__ = ("packed", "rank", "reading")

    def __init__(self, packed: i64, rank: i64, reading: Reading) -> None:
        self.packed: Final[i64] = packed
        self.rank: Final[i64] = rank
        self.reading: Final[Reading] = reading


# Words by the thousand have the same few dozens: of each state its reading, at a place that two
# states share where they have to, so that the last one is kept.
_PLACES: Final = 1024
_SPREAD: Final = 0x9E3779B1
_known: Final[list[_Ranked | None]] = [None] * _PLACES


# The reading that every convention licenses.
_by_all: Final[list[Reading]] = []


def _ranked(packed: i64, speller: Speller) -> _Ranked:
    place = (packed & 0xFFFFFFFF ^ packed >> 24) * _SPREAD >> 22 & _PLACES - 1
    found = _known[place]
    if found is None or found.packed != packed:
        reading = Reading(packed & speller.every, packed >> speller.shift)
        found = _known[place] = _Ranked(packed, speller.rank(packed), reading)
    return found


@cache
def first_sounds(letter: str) -> frozenset[str]:
    """The sounds that the reading of a word may begin with, from its first letter."""
    sounds = {
        option.sounds[:1]
        for grammar in (latin(), cyrillic())
        for grapheme, found in grammar.rules.items()
        if grapheme[0] == letter
        for rule in found
        for option in rule.options
    }
    if "и" in sounds:
        sounds.add("е")  # ие folds to е
    if "т" in sounds:
        sounds.add("ц")  # тс folds to ц
    return frozenset(sounds - {""})


def _plain(letter: str, grammar: Grammar) -> str:
    """An unlisted letter without its marks, or what unidecode makes of it."""
    base = unicodedata.normalize("NFD", letter)[0]
    if base in grammar.rules:
        return base
    return "".join(c for c in unidecode_expect_nonascii(letter).lower() if c.isalpha())


def _in_alphabet(word: str, grammar: Grammar) -> str:
    return "".join(c if c in grammar.longest else _plain(c, grammar) for c in word)


def _spelled(word: str, script: str, speller: Speller) -> Spelled:
    found = speller.spell(word[:MAX_LETTERS] if len(word) > MAX_LETTERS else word, True)  # noqa: FBT003
    if found is None:
        known = _in_alphabet(word, grammar_of(script))[:MAX_LETTERS]
        found = speller.spell(known, False)  # noqa: FBT003
        assert found is not None
    return found


def readings(word: str, script: str) -> dict[str, Reading]:
    """The readings of one lower-case word in `latin` or `cyrillic` script.

    Returns folded form -> Reading, at most as many as are kept on the way: fewest switches first,
    then those that most conventions share. A word of letters that no table knows has no readings.

    >>> list(readings("мовлаев", "cyrillic"))
    ['мовлаев']
    >>> "мовлаев" in readings("mowlajew", "latin")
    True
    """
    speller = speller_of(script)
    states, rest, touching = _spelled(word, script, speller)
    if states is None:
        form = fold(rest) if touching else rest
        only: dict[str, Reading] = {}
        if form:
            if not _by_all:
                _by_all.append(Reading(speller.every, 0))
            only[form] = _by_all[0]
        return only
    if touching:
        states, rest = _folded(states, rest, speller), ""
    forms: list[str] = []
    ranked: list[_Ranked] = []
    for state in states:
        form = state.form + rest
        if not form:
            continue
        found = _ranked(state.packed, speller)
        at = len(forms)
        while at and _comes_before(found, form, ranked[at - 1], forms[at - 1]):
            at -= 1
        forms.insert(at, form)
        ranked.insert(at, found)
    ordered: dict[str, Reading] = {}
    for i, form in enumerate(forms):
        ordered[form] = ranked[i].reading
    return ordered


def _comes_before(one: _Ranked, form: str, other: _Ranked, other_form: str) -> bool:
    return one.rank < other.rank or (one.rank == other.rank and form < other_form)


def _folded(states: list[State], rest: str, speller: Speller) -> list[State]:
    """The same with every form folded."""
    folded: list[State] = []
    known: dict[str, State] = {}
    for state in states:
        speller.add(folded, known, fold(state.form + rest), state.packed)
    return folded


def unfolded(word: str, script: str) -> str:
    """The first reading of a lower-case word before its sounds are folded, which still tells
    Абишев from Абишов."""
    speller = speller_of(script)
    states, rest, _ = _spelled(word, script, speller)
    if states is None:
        return rest
    return min([(speller.rank(state.packed), state.form + rest) for state in states])[1]
