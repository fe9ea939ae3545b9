"""Latin words as the published systems of practical transcription write them in Cyrillic.

How Leroy, Bates, Nakayama or Xi enter Russian is no matter of taste: for each language there
is a system that dictionaries, maps and the press follow. A system says, for a group of letters
between neighbours, by which sounds it is written, and a word is transcribed from left to right
by the longest group that fits. Nothing tells whose name a Latin word is, so every system that
can read *all* its letters is heard: Palladius refuses Bates, and Polivanov hears only what is
made of Japanese syllables.

A group may have several transcriptions, most usual first; each step down the list makes the
form a little less likely. Contexts are sequences of letters and classes: `V` a vowel, `C` a
consonant, `K` a consonant other than m and n, `^` and `$` the edges of the word; a blank stands
between alternatives.

Source: the systems named in each row of `rules/practical_transcription.csv`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from resolver.folding import fold
from resolver.rules import table
from resolver.values import Value

MAX_LETTERS: Final = 24
MAX_FORMS: Final = 12
MOST_STEPS: Final = 3
_VOWELS: Final = frozenset("aeiouyáàâãäåæăąāéèêëęēíìîïĩīóòôõöøœőŏōơúùûüűŭũūưýÿ")
_FIRST_TONED: Final = "\u1ea0"
_LAST_TONED: Final = "\u1ef9"
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
PINYIN, _PINYIN_TONES = "Chinese", frozenset("\u0304\u0301\u030c\u0300")
_EDGES: Final = frozenset("^$")
_NASALS: Final = frozenset("mn")


class Heard(NamedTuple):
    """Steps away from the most usual transcription, and the systems that write it so."""

    steps: int
    systems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule(Value):
    """One row: a group of letters and the sounds it may be written by, most usual first."""

    grapheme: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    sounds: tuple[str, ...]
    row: Mapping[str, str]
    anywhere: bool
    last: frozenset[str]
    """Of `left`, the contexts of one letter; `left_far` are the others. So for `right`."""
    next: frozenset[str]
    left_far: tuple[str, ...]
    right_far: tuple[str, ...]

    def fits(self, framed: str, start: int, end: int) -> bool:
        """Whether the group may stand here in a word that is framed by `^` and `$`."""
        if self.right and self.next.isdisjoint(_MARKS[framed[end]]):
            for mask in self.right_far:
                if _follows(mask, framed, end):
                    break
            else:
                return False
        if not self.left or not self.last.isdisjoint(_MARKS[framed[start - 1]]):
            return True
        for mask in self.left_far:
            if len(mask) <= start and _follows(mask, framed, start - len(mask)):
                return True
        return False


def _follows(mask: str, framed: str, at: int) -> bool:
    if at + len(mask) > len(framed):
        return False
    for mark in mask:
        if mark not in _MARKS[framed[at]]:
            return False
        at += 1
    return True


class _Marks(dict[str, frozenset[str]]):
    """What stands for a letter in a context: the letter itself, and its classes."""

    def __missing__(self, letter: str) -> frozenset[str]:
        marks = {letter}
        if letter in _VOWELS:
            marks.add("V")
        elif letter not in _EDGES:
            marks.add("C")
            if letter not in _NASALS:
                marks.add("K")
        found = frozenset(marks)
        if len(self) < _MOST_LETTERS:
            self[letter] = found
        return found


_MOST_LETTERS: Final = 1024
_MARKS: Final = _Marks()


@dataclass(frozen=True, slots=True)
class System(Value):
    """The rules of one system by their group, the longest group of each first letter, and these
    letters."""

    rules: dict[str, tuple[Rule, ...]]
    longest: dict[str, int]
    letters: frozenset[str]


def _compiled(rows: Iterable[Mapping[str, str]]) -> System:
    by_group: dict[str, list[Rule]] = {}
    longest: dict[str, int] = {}
    for row in rows:
        group, sounds = row["grapheme"], tuple(row["sounds"].split("|"))
        left, right = tuple(row["left"].split()), tuple(row["right"].split())
        (last, left_far), (following, right_far) = _by_length(left), _by_length(right)
        anywhere = not (left or right)
        by_group.setdefault(group, []).append(
            Rule(group, left, right, sounds, row, anywhere, last, following, left_far, right_far)
        )
        longest[group[0]] = max(longest.get(group[0], 0), len(group))
    ordered = {group: tuple(sorted(rules, key=_asking)) for group, rules in by_group.items()}
    return System(ordered, longest, frozenset(longest))


def _by_length(masks: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    near = frozenset(mask for mask in masks if len(mask) == 1)
    return near, tuple(mask for mask in masks if len(mask) > 1)


def _asking(rule: Rule) -> int:
    """Of equal groups those come first that ask for neighbours."""
    return -(bool(rule.left) + bool(rule.right))


@cache
def systems() -> dict[str, System]:
    """The rules of every system by their first letter."""
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in table("practical_transcription"):
        rows.setdefault(row["system"], []).append(row)
    return {name: _compiled(found) for name, found in rows.items()}


def _rules_for(word: str, system: System) -> list[Rule] | None:
    """The rules that transcribe a word from left to right; None where a letter has none."""
    used: list[Rule] = []
    framed, at = f"^{word}$", 1
    while at <= len(word):
        rule = rule_at(framed, at, system)
        if rule is None:
            return None
        used.append(rule)
        at += len(rule.grapheme)
    return used


def rule_at(framed: str, at: int, system: System) -> Rule | None:
    """The rule of the longest group here whose neighbours fit."""
    for length in range(system.longest.get(framed[at], 0), 0, -1):
        for rule in system.rules.get(framed[at : at + length], ()):
            if rule.anywhere or rule.fits(framed, at, at + length):
                return rule
    return None


def _forms(rules: Sequence[Rule]) -> dict[str, int]:
    """Every form that the rules allow, with its steps; the likeliest MAX_FORMS."""
    found, pending = {"": 0}, ""
    for rule in rules:
        if len(rule.sounds) == 1:
            pending += rule.sounds[0]
            continue
        if pending:
            found = {form + pending: steps for form, steps in found.items()}
            pending = ""
        extended: dict[str, int] = {}
        for form, so_far in found.items():
            for more, sounds in enumerate(rule.sounds):
                longer, steps = form + sounds, so_far + more
                if steps <= MOST_STEPS and steps < extended.get(longer, MOST_STEPS + 1):
                    extended[longer] = steps
        if len(extended) > MAX_FORMS:
            kept = sorted(extended.items(), key=lambda item: item[1])[:MAX_FORMS]
            extended = dict(kept)
        found = extended
    return _folded({form + pending: steps for form, steps in found.items()})


def _folded(found: dict[str, int]) -> dict[str, int]:
    folded: dict[str, int] = {}
    for form, steps in found.items():
        form = fold(form)
        if form:
            folded[form] = min(steps, folded.get(form, steps))
    return folded


def transcribe(word: str, system: str) -> tuple[Sequence[Rule], Mapping[str, int]] | None:
    """The rules by which one system transcribes a lower-case word, and the folded forms it may
    get, with their steps; None where a letter has no rule."""
    rules = _rules_for(letters_for(word, system), systems()[system])
    return None if rules is None else (rules, _forms(rules))


def _untoned(word: str) -> str:
    """Without the tones that Vietnamese sets on marked vowels (`ế` is `ê`)."""
    if not any(_FIRST_TONED <= letter <= _LAST_TONED for letter in word):
        return word
    return _unmarked(word, _TONES)


def _without_pinyin_tones(word: str) -> str:
    """Without the four tones of pinyin (ISO 7098:2015), of which Palladius writes none."""
    return _unmarked(word, _PINYIN_TONES)


def _unmarked(word: str, marks: frozenset[str]) -> str:
    plain = (letter for letter in unicodedata.normalize("NFD", word) if letter not in marks)
    return unicodedata.normalize("NFC", "".join(plain))


def letters_for(word: str, system: str = "") -> str:
    """The letters of a word that one system reads, without tones: Chinese has its own."""
    letters = word if len(word) <= MAX_LETTERS else word[:MAX_LETTERS]
    if letters.isascii():
        return letters
    return _without_pinyin_tones(letters) if system == PINYIN else _untoned(letters)


@lru_cache(maxsize=4096)
def heard(word: str) -> Mapping[str, Heard]:
    """The readings of the Cyrillic words that transcribe a Latin one, fewest steps first.

    >>> heard("leroy")["леруа"].systems
    ('French',)
    >>> heard("zédōng")["цзедун"].systems
    ('Chinese',)
    """
    untoned, pinyin = letters_for(word), letters_for(word, PINYIN)
    alphabet = frozenset(untoned)
    found: dict[str, Heard] = {}
    for name, system in systems().items():
        letters = pinyin if name == PINYIN else untoned
        used = frozenset(pinyin) if name == PINYIN else alphabet
        rules = _rules_for(letters, system) if used <= system.letters else None
        for folded, steps in (_forms(rules) if rules else {}).items():
            known = found.get(folded)
            if known is not None and known.steps < steps:
                continue
            also = known.systems if known is not None and known.steps == steps else ()
            found[folded] = Heard(steps, tuple(dict.fromkeys((*also, name))))
    return dict(sorted(found.items(), key=lambda item: item[1].steps))
