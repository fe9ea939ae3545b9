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

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from unidecode import unidecode_expect_nonascii

from resolver.graphemes import Grammar, Option, cyrillic, every_convention, grammar_of, latin
from resolver.values import Quick

MAX_READINGS: Final = 24
MAX_SWITCHES: Final = 4
MAX_LETTERS: Final = 40

# With nothing to put in their place, Python does not ask a function for each.
_DOUBLED: Final = re.compile(r"([^е])(?=\1)")
_JOINABLE: Final = re.compile("ие|т[сцчшд]|[сш]ч|[жчшщ]о")
_FOLDABLE: Final = re.compile(rf"{_JOINABLE.pattern}|([^е])\1")
JOINED: Final = {
    "ие": "е",
    "тс": "ц",
    "тц": "ц",
    "тч": "ч",
    "тш": "ч",
    "шч": "щ",
    "сч": "щ",
    "тд": "д",
}
_AFTER_SIBILANT: Final = re.compile("(?<=[жчшщ])о")


@dataclass(init=False, slots=True)
class Reading(Quick):
    """Conventions that license a form, as a bit set, and how often they had to change."""

    conventions: Final[int]
    switches: Final[int]

    def __init__(self, conventions: int, switches: int) -> None:
        self.conventions = conventions
        self.switches = switches


@lru_cache(maxsize=1024)
def _reading(conventions: int, switches: int) -> Reading:
    """Words by the thousand have the same few dozens."""
    return Reading(conventions, switches)


def fold(sounds: str) -> str:
    """Bring a string of sound classes into its one folded form; idempotent.

    `ие` is `е` (Григорьев = Grigoriev = Grigorev); о is е after a sibilant (Горбачёв =
    Gorbachov); тс and тц are ц, тч and тш are ч (Otchenash = Отченаш), шч and сч are щ
    (Belarusian Шчарбакоў), тд is д (Салахутдинов = Салахуддинов); doubled letters are single.
    """
    if not _FOLDABLE.search(sounds):
        return sounds
    folded = _DOUBLED.sub("", sounds)
    if not _JOINABLE.search(folded):
        return folded
    for letters, sound in JOINED.items():
        folded = folded.replace(letters, sound)
    return fold(_AFTER_SIBILANT.sub("е", folded))


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
    if grammar.known.fullmatch(word):
        return word
    return "".join(c if c in grammar.longest else _plain(c, grammar) for c in word)


# What Reading holds, for every form on the way: most are never among those that are kept.
_States = dict[str, tuple[int, int]]


def _extend(states: _States, pending: str, options: tuple[Option, ...]) -> _States:
    """Every state with what was read since, and each of the options."""
    extended: _States = {}
    for before, (mask, switches) in states.items():
        form = before + pending
        consistent = False
        for sounds, allowed in options:
            if both := mask & allowed:
                consistent = True
                read = form + sounds
                if read in extended:
                    _keep_cheaper(extended, read, both, switches)
                else:
                    extended[read] = (both, switches)
        if not consistent and switches < MAX_SWITCHES:
            for sounds, allowed in options:
                _keep_cheaper(extended, form + sounds, allowed, switches + 1)
    if len(extended) > MAX_READINGS:
        ranked = sorted(extended.items(), key=_rank)
        extended = dict(ranked[:MAX_READINGS])
    return extended


def _keep_cheaper(forms: _States, form: str, mask: int, switches: int) -> None:
    known = forms.get(form)
    if known is None or switches < known[1]:
        forms[form] = (mask, switches)
    elif switches == known[1]:
        forms[form] = (known[0] | mask, switches)


@lru_cache(maxsize=4096)
def readings(word: str, script: str) -> dict[str, Reading]:
    """The readings of one lower-case word in `latin` or `cyrillic` script.

    Returns folded form -> Reading, at most MAX_READINGS: fewest switches first, then those
    that most conventions share. A word of letters that no table knows has no readings.

    >>> list(readings("мовлаев", "cyrillic"))
    ['мовлаев']
    >>> "мовлаев" in readings("mowlajew", "latin")
    True
    """
    grammar = grammar_of(script)
    spelled = _spelled_out(_in_alphabet(word, grammar)[:MAX_LETTERS], grammar)
    if len(spelled) == 1:
        form, (mask, switches) = spelled.popitem()
        return {fold(form): _reading(mask, switches)} if form else {}
    ranked = [
        (switches, -mask.bit_count(), form, mask)
        for form, (mask, switches) in _folded(spelled).items()
        if form
    ]
    ranked.sort()
    return {form: _reading(mask, switches) for switches, _, form, mask in ranked}


def _folded(spelled: _States) -> _States:
    """The same with every form folded; of most words none is."""
    if not _FOLDABLE.search(" ".join(spelled)):
        return spelled
    folded: _States = {}
    for form, (mask, switches) in spelled.items():
        _keep_cheaper(folded, fold(form), mask, switches)
    return folded


def unfolded(word: str, script: str) -> str:
    """The first reading of a lower-case word before its sounds are folded, which still tells
    Абишев from Абишов."""
    grammar = grammar_of(script)
    spelled = _spelled_out(_in_alphabet(word, grammar)[:MAX_LETTERS], grammar)
    return min(spelled.items(), key=_rank)[0]


def _rank(item: tuple[str, tuple[int, int]]) -> tuple[int, int, str]:
    form, (conventions, switches) = item
    return switches, -conventions.bit_count(), form


@lru_cache(maxsize=8192)
def _at(
    grammar: Grammar,
    window: str,
    inside: bool,  # noqa: FBT001 - a cache key
) -> tuple[int, tuple[Option, ...], str | None]:
    """The grapheme at the first letter of a window, or at its second inside a word: its length,
    its options, and its sounds if every convention reads it so. Words share most windows."""
    length, rule = grammar.at(window, int(inside))
    first, *others = rule.options
    every = every_convention()
    sole = None if others or first.conventions & every != every else first.sounds
    return length, rule.options, sole


def _spelled_out(letters: str, grammar: Grammar) -> _States:
    """Every way to read the letters, before folding."""
    states: _States = {"": (every_convention(), 0)}
    pending = ""
    position, end = 0, len(letters)
    while position < end:
        letter = letters[position]
        if letter in grammar.plain:
            run = grammar.run.match(letters, position)
            if run is not None:
                pending += run[0].translate(grammar.sounds)
                position = run.end()
                continue
        start = position - 1 if position else 0
        window = letters[start : position + grammar.longest.get(letter, 1) + 1]
        length, options, sole = _at(grammar, window, position > 0)
        position += length
        if sole is not None:
            pending += sole
        else:
            states = _extend(states, pending, options)
            pending = ""
    return {form + pending: reading for form, reading in states.items()} if pending else states
