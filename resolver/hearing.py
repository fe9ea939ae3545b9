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

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from resolver.readings import fold
from resolver.rules import table

MAX_LETTERS = 24
MAX_FORMS = 12
MOST_STEPS = 3
_VOWELS = "aeiouyáàâãäåæăąāéèêëęēíìîïĩīóòôõöøœőŏōơúùûüűŭũūưýÿ"
_FIRST_TONED, _LAST_TONED = "\u1ea0", "\u1ef9"
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_CLASSES = {"V": f"[{_VOWELS}]", "C": f"[^{_VOWELS}]", "K": f"[^{_VOWELS}mn]", "^": "^", "$": "$"}


class Heard(NamedTuple):
    """Steps away from the most usual transcription, and the systems that write it so."""

    steps: int
    systems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: `left` and `right` are compiled contexts, None where anything may stand."""

    grapheme: str
    left: re.Pattern[str] | None
    right: re.Pattern[str] | None
    sounds: tuple[str, ...]
    row: Mapping[str, str]

    def fits(self, word: str, at: int) -> bool:
        """Whether the group stands here between its neighbours."""
        if self.right is not None and not self.right.match(word, at + len(self.grapheme)):
            return False
        return self.left is None or bool(self.left.search(word[:at]))


_System = Mapping[str, tuple[Rule, ...]]


def _pattern(context: str, form: str) -> re.Pattern[str] | None:
    if not context:
        return None
    alternatives = (
        "".join(_CLASSES.get(mark, re.escape(mark)) for mark in alternative)
        for alternative in context.split()
    )
    return re.compile(form.format("|".join(alternatives)))


def _compiled(rows: Iterable[Mapping[str, str]]) -> _System:
    by_letter: dict[str, list[Rule]] = {}
    for row in rows:
        left, right = _pattern(row["left"], "(?:{})$"), _pattern(row["right"], "(?:{})")
        rule = Rule(row["grapheme"], left, right, tuple(row["sounds"].split("|")), row)
        by_letter.setdefault(rule.grapheme[0], []).append(rule)
    return {letter: tuple(sorted(rules, key=_precedence)) for letter, rules in by_letter.items()}


def _precedence(rule: Rule) -> tuple[int, int]:
    """The longest group first; of equal ones those that ask for neighbours."""
    return -len(rule.grapheme), -((rule.left is not None) + (rule.right is not None))


@cache
def systems() -> Mapping[str, _System]:
    """The rules of every system by their first letter."""
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in table("practical_transcription"):
        rows.setdefault(row["system"], []).append(row)
    return {name: _compiled(found) for name, found in rows.items()}


def _rules_for(word: str, system: _System) -> list[Rule] | None:
    """The rules that transcribe a word from left to right; None where a letter has none."""
    used: list[Rule] = []
    at = 0
    while at < len(word):
        for rule in system.get(word[at], ()):
            if word.startswith(rule.grapheme, at) and rule.fits(word, at):
                break
        else:
            return None
        used.append(rule)
        at += len(rule.grapheme)
    return used


def _forms(rules: Sequence[Rule]) -> Mapping[str, int]:
    """Every form that the rules allow, with its steps; the likeliest MAX_FORMS."""
    found = {"": 0}
    for rule in rules:
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
    return _folded(found)


def _folded(found: Mapping[str, int]) -> Mapping[str, int]:
    folded: dict[str, int] = {}
    for form, steps in found.items():
        form = fold(form)
        if form:
            folded[form] = min(steps, folded.get(form, steps))
    return folded


def transcribe(word: str, system: str) -> tuple[Sequence[Rule], Mapping[str, int]] | None:
    """The rules by which one system transcribes a lower-case word, and the folded forms it may
    get, with their steps; None where a letter has no rule."""
    rules = _rules_for(_untoned(word[:MAX_LETTERS]), systems()[system])
    return None if rules is None else (rules, _forms(rules))


def _untoned(word: str) -> str:
    """Without the tones that Vietnamese sets on marked vowels (`ế` is `ê`)."""
    if not any(_FIRST_TONED <= letter <= _LAST_TONED for letter in word):
        return word
    plain = (letter for letter in unicodedata.normalize("NFD", word) if letter not in _TONES)
    return unicodedata.normalize("NFC", "".join(plain))


@lru_cache(maxsize=65536)
def heard(word: str) -> Mapping[str, Heard]:
    """The readings of the Cyrillic words that transcribe a Latin one, fewest steps first.

    >>> heard("leroy")["леруа"].systems
    ('French',)
    """
    letters = _untoned(word[:MAX_LETTERS])
    found: dict[str, Heard] = {}
    for name, system in systems().items():
        rules = _rules_for(letters, system)
        for folded, steps in (_forms(rules) if rules else {}).items():
            known = found.get(folded)
            if known is not None and known.steps < steps:
                continue
            also = known.systems if known is not None and known.steps == steps else ()
            found[folded] = Heard(steps, tuple(dict.fromkeys((*also, name))))
    return dict(sorted(found.items(), key=lambda item: item[1].steps))
