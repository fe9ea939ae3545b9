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
from typing import Final

from unidecode import unidecode_expect_nonascii

from resolver.acyclic import mypyc_attr
from resolver.folding import fold
from resolver.graphemes import Grammar, cyrillic, grammar_of, latin
from resolver.spelled import Spelled, Speller, States, speller_of
from resolver.values import Quick

MAX_LETTERS: Final = 40
_PAIR: Final = 2


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
    """A reading and its rank."""

    __slots__ = ("rank", "reading")

    def __init__(self, rank: int, reading: Reading) -> None:
        self.rank: Final[int] = rank
        self.reading: Final[Reading] = reading


# Words by the thousand have the same few dozens: of each state the reading, and its rank.
_MOST_KNOWN: Final = 1024
_known: Final[dict[int, _Ranked]] = {}


# The reading that every convention licenses.
_by_all: Final[list[Reading]] = []


def _ranked(packed: int, speller: Speller) -> _Ranked:
    found = _known.get(packed)
    if found is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        reading = Reading(packed & speller.every, packed >> speller.shift)
        found = _known[packed] = _Ranked(speller.rank(packed), reading)
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
    if len(states) > _PAIR:
        ranked: list[tuple[int, str, Reading]] = []
        for form, packed in states.items():
            form += rest
            if form:
                found = _ranked(packed, speller)
                ranked.append((found.rank, form, found.reading))
        ranked.sort()
        return {form: reading for _, form, reading in ranked}
    return _of_two(states, rest, speller)


def _of_two(states: States, rest: str, speller: Speller) -> dict[str, Reading]:
    """The readings of one or two states: they need not be sorted."""
    ordered: dict[str, Reading] = {}
    first, first_form = None, ""
    for form, packed in states.items():
        form += rest
        if not form:
            continue
        found = _ranked(packed, speller)
        if first is None:
            first, first_form = found, form
        elif found.rank < first.rank or (found.rank == first.rank and form < first_form):
            ordered[form] = found.reading
        else:
            ordered[first_form] = first.reading
            first, first_form = found, form
    if first is not None:
        ordered[first_form] = first.reading
    return ordered


def _folded(states: States, rest: str, speller: Speller) -> States:
    """The same with every form folded."""
    folded: States = {}
    for form, packed in states.items():
        speller.keep_cheaper(folded, fold(form + rest), packed)
    return folded


def unfolded(word: str, script: str) -> str:
    """The first reading of a lower-case word before its sounds are folded, which still tells
    Абишев from Абишов."""
    speller = speller_of(script)
    states, rest, _ = _spelled(word, script, speller)
    if states is None:
        return rest
    return min([(speller.rank(packed), form + rest) for form, packed in states.items()])[1]
