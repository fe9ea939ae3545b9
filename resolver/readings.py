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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from unidecode import unidecode_expect_nonascii

from resolver.rules import table

MAX_READINGS = 24
MAX_SWITCHES = 4
MAX_LETTERS = 40

_LATIN_VOWELS = frozenset("aeiouyáàâãäåæəéèêëēėęěíìîïīĭıóòôõöőøœúùûüűůūýÿ")
_CYRILLIC_VOWELS = frozenset("аеёиоуыэюяіїєәөүұӯӣўѣ")
VOWELS = _LATIN_VOWELS | _CYRILLIC_VOWELS

_DOUBLED = re.compile(r"([^е])\1+")
_FOLDABLE = re.compile(r"ие|тс|[жчшщ]о|([^е])\1")
_AFTER_SIBILANT = re.compile("(?<=[жчшщ])о")


class Reading(NamedTuple):
    """Conventions that license a form, as a bit set, and how often they had to change."""

    conventions: int
    switches: float


class _Option(NamedTuple):
    sounds: str
    conventions: int


@dataclass(frozen=True, slots=True)
class _Rule:
    left: str
    right: str
    options: tuple[_Option, ...]

    def fits(self, before: str, after: str) -> bool:
        return _side_fits(self.left, before) and _side_fits(self.right, after)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Graphemes of one script and what each can stand for.

    `plain` letters have one reading whatever stands beside them, unless one of the letters
    in `continued` follows.
    """

    rules: Mapping[str, tuple[_Rule, ...]]
    longest: Mapping[str, int]
    plain: Mapping[str, str]
    continued: Mapping[str, frozenset[str]]


def _side_fits(condition: str, neighbour: str) -> bool:
    """`^`/`$`/`E` the edge, `V` a vowel, `C` a consonant, else any of the letters."""
    if not condition:
        return True
    if not neighbour:
        return any(mark in condition for mark in "^$E")
    if neighbour in condition:
        return True
    if neighbour in VOWELS:
        return "V" in condition
    return "C" in condition


@cache
def conventions() -> tuple[str, ...]:
    """The names of all conventions of the Latin readings; bit i stands for the i-th."""
    names: set[str] = set()
    for row in table("readings_latin"):
        names.update(name.lstrip("-") for name in row["conventions"].split())
    return tuple(sorted(names))


def convention_names(mask: int) -> tuple[str, ...]:
    """The conventions of a bit set; empty when every convention would do."""
    everything = conventions()
    if mask == (1 << len(everything)) - 1:
        return ()
    return tuple(name for i, name in enumerate(everything) if mask >> i & 1)


@cache
def _mask_of_all() -> int:
    return (1 << len(conventions())) - 1


def _mask(words: Iterable[str]) -> int:
    everything = conventions()
    full = _mask_of_all()
    included, excluded = 0, 0
    for word in words:
        if word.startswith("-"):
            excluded |= 1 << everything.index(word[1:])
        else:
            included |= 1 << everything.index(word)
    return (included or full) & ~excluded


def _compile(rows: Iterable[tuple[str, str, str, _Option]]) -> Grammar:
    grouped: dict[str, dict[tuple[str, str], list[_Option]]] = {}
    for grapheme, left, right, option in rows:
        grouped.setdefault(grapheme, {}).setdefault((left, right), []).append(option)
    rules = {
        grapheme: tuple(
            _Rule(left, right, tuple(options))
            for (left, right), options in sorted(
                contexts.items(), key=lambda item: item[0] == ("", "")
            )
        )
        for grapheme, contexts in grouped.items()
    }
    longest: dict[str, int] = {}
    for grapheme in rules:
        longest[grapheme[0]] = max(longest.get(grapheme[0], 0), len(grapheme))
    every = _mask(())
    plain = {
        grapheme: found[0].options[0].sounds
        for grapheme, found in rules.items()
        if len(grapheme) == 1
        and len(found) == 1
        and len(found[0].options) == 1
        and not (found[0].left or found[0].right)
        and found[0].options[0].conventions == every
    }
    continued = {
        letter: frozenset(g[1] for g in rules if len(g) > 1 and g[0] == letter) for letter in plain
    }
    return Grammar(rules, longest, plain, continued)


@cache
def latin() -> Grammar:
    """The Latin graphemes."""
    return _compile(
        (
            row["grapheme"],
            row["left"],
            row["right"],
            _Option(row["sounds"], _mask(row["conventions"].split())),
        )
        for row in table("readings_latin")
    )


@cache
def cyrillic() -> Grammar:
    """The Cyrillic letters."""
    every = _mask(())
    return _compile(
        (row["grapheme"], row["left"], row["right"], _Option(sounds, every))
        for row in table("readings_cyrillic")
        for sounds in row["sounds"].split("|")
    )


def fold(sounds: str) -> str:
    """Bring a string of sound classes into its one folded form; idempotent.

    `ие` is `е` (Григорьев = Grigoriev = Grigorev); о is е after a sibilant (Горбачёв =
    Gorbachov); тс is ц; doubled letters are single.
    """
    if not _FOLDABLE.search(sounds):
        return sounds
    folded = _DOUBLED.sub(r"\1", sounds)
    folded = _AFTER_SIBILANT.sub("е", folded.replace("ие", "е").replace("тс", "ц"))
    return fold(folded)


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
    if all(letter in grammar.longest for letter in word):
        return word
    return "".join(c if c in grammar.longest else _plain(c, grammar) for c in word)


def _options_at(word: str, position: int, grammar: Grammar) -> tuple[int, tuple[_Option, ...]]:
    """The longest grapheme here whose context fits: its length and its options."""
    rules = grammar.rules
    before = word[position - 1] if position else ""
    for length in range(grammar.longest.get(word[position], 1), 0, -1):
        end = position + length
        if end > len(word):
            continue
        for rule in rules.get(word[position:end], ()):
            if rule.fits(before, word[end : end + 1]):
                return length, rule.options
    return 1, (_Option("", _mask_of_all()),)


def _extend(states: dict[str, Reading], options: tuple[_Option, ...]) -> dict[str, Reading]:
    extended: dict[str, Reading] = {}
    for form, (mask, switches) in states.items():
        consistent = [option for option in options if mask & option.conventions]
        if consistent:
            for sounds, allowed in consistent:
                _keep_cheaper(extended, form + sounds, Reading(mask & allowed, switches))
        elif switches < MAX_SWITCHES:
            for sounds, allowed in options:
                _keep_cheaper(extended, form + sounds, Reading(allowed, switches + 1))
    if len(extended) > MAX_READINGS:
        ranked = sorted(extended.items(), key=lambda item: (item[1].switches, item[0]))
        extended = dict(ranked[:MAX_READINGS])
    return extended


def _keep_cheaper(forms: dict[str, Reading], form: str, reading: Reading) -> None:
    known = forms.get(form)
    if known is None or reading.switches < known.switches:
        forms[form] = reading
    elif reading.switches == known.switches:
        forms[form] = Reading(known.conventions | reading.conventions, known.switches)


@lru_cache(maxsize=65536)
def readings(word: str, script: str) -> Mapping[str, Reading]:
    """The readings of one lower-case word in `latin` or `cyrillic` script.

    Returns folded form -> Reading, at most MAX_READINGS: fewest switches first, then those
    that most conventions share. A word of letters that no table knows has no readings.

    >>> list(readings("мовлаев", "cyrillic"))
    ['мовлаев']
    >>> "мовлаев" in readings("mowlajew", "latin")
    True
    """
    grammar = cyrillic() if script == "cyrillic" else latin()
    letters = _in_alphabet(word, grammar)[:MAX_LETTERS]
    folded: dict[str, Reading] = {}
    for form, reading in _spelled_out(letters, grammar).items():
        if form:
            _keep_cheaper(folded, fold(form), reading)
    if len(folded) < 2:
        return folded
    return dict(sorted(folded.items(), key=_rank))


def _rank(item: tuple[str, Reading]) -> tuple[float, int, str]:
    form, (conventions, switches) = item
    return switches, -conventions.bit_count(), form


def _spelled_out(letters: str, grammar: Grammar) -> dict[str, Reading]:
    """Every way to read the letters, before folding."""
    every = _mask_of_all()
    plain, continued = grammar.plain, grammar.continued
    states = {"": Reading(every, 0)}
    pending = ""
    position, end = 0, len(letters)
    while position < end:
        letter = letters[position]
        sound = plain.get(letter)
        if sound is not None and letters[position + 1 : position + 2] not in continued[letter]:
            pending += sound
            position += 1
            continue
        length, options = _options_at(letters, position, grammar)
        position += length
        if len(options) == 1 and options[0].conventions == every:
            pending += options[0].sounds
            continue
        if pending:
            states = {form + pending: reading for form, reading in states.items()}
            pending = ""
        states = _extend(states, options)
    return {form + pending: reading for form, reading in states.items()} if pending else states
