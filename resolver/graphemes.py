"""The graphemes of a script: which letters belong together, and what each can stand for.

At every place of a word the longest grapheme whose context fits is read.

Rules: `rules/readings_latin.csv`, `rules/readings_cyrillic.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from resolver.rules import table
from resolver.values import Value

_LATIN_VOWELS: Final = frozenset("aeiouyáàâãäåæəéèêëēėęěíìîïīĭıóòôõöőøœúùûüűůūýÿ")
_CYRILLIC_VOWELS: Final = frozenset("аеёиоуыэюяіїєәөүұӯӣўѣ")
VOWELS: Final = _LATIN_VOWELS | _CYRILLIC_VOWELS


class Option(NamedTuple):
    """Sounds that a grapheme can stand for, and under which conventions, as a bit set."""

    sounds: str
    conventions: int


@dataclass(frozen=True, slots=True)
class Rule(Value):
    """What a grapheme can stand for between such neighbours."""

    left: str
    right: str
    options: tuple[Option, ...]

    def fits(self, before: str, after: str) -> bool:
        """Whether the neighbours are such; empty at the edges of the word."""
        return side_fits(self.left, before) and side_fits(self.right, after)


@dataclass(frozen=True, slots=True, eq=False)
class Grammar(Value):
    """Graphemes of one script with their rules.

    `longest` is the length of the longest grapheme that begins with a letter, `opening` the
    beginnings of graphemes.
    """

    rules: dict[str, tuple[Rule, ...]]
    longest: dict[str, int]
    opening: frozenset[str]

    def at(self, word: str, position: int) -> tuple[int, Rule]:
        """The longest grapheme here whose context fits: its length and its rule. A letter that
        no rule knows stands for nothing."""
        end, stop = position + 1, len(word)
        while end < stop and word[position : end + 1] in self.opening:
            end += 1
        before = word[position - 1] if position else ""
        while end > position:
            for rule in self.rules.get(word[position:end], ()):
                if rule.fits(before, word[end : end + 1]):
                    return end - position, rule
            end -= 1
        return 1, _SILENT


def side_fits(condition: str, neighbour: str) -> bool:
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
    if mask == every_convention():
        return ()
    return tuple(name for i, name in enumerate(conventions()) if mask >> i & 1)


@cache
def every_convention() -> int:
    """The bit set of all conventions."""
    return (1 << len(conventions())) - 1


# Every convention reads an unknown letter so, also those of tables not loaded yet.
_SILENT: Final = Rule("", "", (Option("", -1),))


def _mask(words: Iterable[str]) -> int:
    everything = conventions()
    included, excluded = 0, 0
    for word in words:
        if word.startswith("-"):
            excluded |= 1 << everything.index(word[1:])
        else:
            included |= 1 << everything.index(word)
    return (included or every_convention()) & ~excluded


def _compile(rows: Iterable[tuple[str, str, str, Option]]) -> Grammar:
    grouped: dict[str, dict[tuple[str, str], list[Option]]] = {}
    for grapheme, left, right, option in rows:
        grouped.setdefault(grapheme, {}).setdefault((left, right), []).append(option)
    rules = {
        grapheme: tuple(
            Rule(left, right, tuple(options))
            for (left, right), options in sorted(
                contexts.items(), key=lambda item: item[0] == ("", "")
            )
        )
        for grapheme, contexts in grouped.items()
    }
    longest: dict[str, int] = {}
    for grapheme in rules:
        longest[grapheme[0]] = max(longest.get(grapheme[0], 0), len(grapheme))
    opening = frozenset(
        grapheme[:length] for grapheme in rules for length in range(2, len(grapheme) + 1)
    )
    return Grammar(rules, longest, opening)


@cache
def latin() -> Grammar:
    """The Latin graphemes."""
    return _compile(
        (
            row["grapheme"],
            row["left"],
            row["right"],
            Option(row["sounds"], _mask(row["conventions"].split())),
        )
        for row in table("readings_latin")
    )


@cache
def cyrillic() -> Grammar:
    """The Cyrillic letters."""
    every = every_convention()
    return _compile(
        (row["grapheme"], row["left"], row["right"], Option(sounds, every))
        for row in table("readings_cyrillic")
        for sounds in row["sounds"].split("|")
    )


def grammar_of(script: str) -> Grammar:
    """The graphemes of `latin` or `cyrillic` script."""
    return cyrillic() if script == "cyrillic" else latin()
