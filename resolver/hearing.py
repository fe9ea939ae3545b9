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
_PINYIN, _PINYIN_TONES = "Chinese", frozenset("\u0304\u0301\u030c\u0300")
_EDGES: Final = frozenset("^$")
_NASALS: Final = frozenset("mn")
_CLASSES: Final = frozenset("VCK")


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

    def fits(self, framed: str, start: int, end: int) -> bool:
        """Whether the group may stand here in a word that is framed by `^` and `$`."""
        if self.right and not any(_follows(mask, framed, end) for mask in self.right):
            return False
        return not self.left or any(
            len(mask) <= start and _follows(mask, framed, start - len(mask)) for mask in self.left
        )


def _follows(mask: str, framed: str, at: int) -> bool:
    if at + len(mask) > len(framed):
        return False
    for mark in mask:
        letter = framed[at]
        if mark != letter and not (mark in "VCK" and _is_of(mark, letter)):
            return False
        at += 1
    return True


def _is_of(mark: str, letter: str) -> bool:
    if letter in _EDGES or (mark == "K" and letter in _NASALS):
        return False
    return (letter in _VOWELS) is (mark == "V")


@dataclass(frozen=True, slots=True)
class _System(Value):
    """The rules of one system by their group, the longest group of each first letter, and these
    letters."""

    rules: dict[str, tuple[Rule, ...]]
    longest: dict[str, int]
    letters: frozenset[str]


def _compiled(rows: Iterable[Mapping[str, str]]) -> _System:
    by_group: dict[str, list[Rule]] = {}
    longest: dict[str, int] = {}
    for row in rows:
        group, sounds = row["grapheme"], tuple(row["sounds"].split("|"))
        left, right = tuple(row["left"].split()), tuple(row["right"].split())
        by_group.setdefault(group, []).append(
            Rule(group, left, right, sounds, row, not (left or right))
        )
        longest[group[0]] = max(longest.get(group[0], 0), len(group))
    ordered = {group: tuple(sorted(rules, key=_asking)) for group, rules in by_group.items()}
    return _System(ordered, longest, frozenset(longest))


def _asking(rule: Rule) -> int:
    """Of equal groups those come first that ask for neighbours."""
    return -(bool(rule.left) + bool(rule.right))


@cache
def systems() -> dict[str, _System]:
    """The rules of every system by their first letter."""
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in table("practical_transcription"):
        rows.setdefault(row["system"], []).append(row)
    return {name: _compiled(found) for name, found in rows.items()}


def _rules_for(word: str, system: _System) -> list[Rule] | None:
    """The rules that transcribe a word from left to right; None where a letter has none."""
    used: list[Rule] = []
    framed, at = f"^{word}$", 1
    while at <= len(word):
        rule = _rule_at(framed, at, system)
        if rule is None:
            return None
        used.append(rule)
        at += len(rule.grapheme)
    return used


def _rule_at(framed: str, at: int, system: _System) -> Rule | None:
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
    letters = word[:MAX_LETTERS]
    letters = _without_pinyin_tones(letters) if system == _PINYIN else _untoned(letters)
    rules = _rules_for(letters, systems()[system])
    return None if rules is None else (rules, _forms(rules))


def _untoned(word: str) -> str:
    """Without the tones that Vietnamese sets on marked vowels (`ế` is `ê`)."""
    if not any(_FIRST_TONED <= letter <= _LAST_TONED for letter in word):
        return word
    return _unmarked(word, _TONES)


def _without_pinyin_tones(word: str) -> str:
    """Without the four tones of pinyin (ISO 7098:2015), of which Palladius writes none."""
    return word if word.isascii() else _unmarked(word, _PINYIN_TONES)


def _unmarked(word: str, marks: frozenset[str]) -> str:
    plain = (letter for letter in unicodedata.normalize("NFD", word) if letter not in marks)
    return unicodedata.normalize("NFC", "".join(plain))


# What the first sounds of a form may be folded to.
_FOLDED_TO: Final = {"и": "е", "т": "цчд", "с": "щ", "ш": "щ"}


@cache
def _first_sounds(letter: str) -> frozenset[str] | None:
    """The sounds that what is heard may begin with, of words that begin with a letter and are
    more than one group of letters; None where the letter may be mute."""
    first = {
        sounds[:1]
        for system in systems().values()
        for group, rules in system.rules.items()
        if group[0] == letter
        for rule in rules
        if (not rule.left or "^" in rule.left) and not _ends_a_word(rule)
        for sounds in rule.sounds
    }
    if "" in first:
        return None
    return frozenset(first.union(*(_FOLDED_TO.get(sound, "") for sound in first)))


def _ends_a_word(rule: Rule) -> bool:
    """Whether nothing but known letters stands between a group and the end of the word."""
    return bool(rule.right) and all(
        mask[-1] == "$" and not set(mask) & _CLASSES for mask in rule.right
    )


@cache
def _rests() -> frozenset[str]:
    """The words that a group of letters at the end of a word may be by itself."""
    return frozenset(
        group + mask[:-1]
        for system in systems().values()
        for group, rules in system.rules.items()
        for rule in rules
        if _ends_a_word(rule)
        for mask in rule.right
    )


def may_be_heard(word: str, forms: Iterable[str]) -> bool:
    """Whether a Latin word may be heard as one of some forms: most begin otherwise. To hear it
    is dear."""
    if not word or not word[0].isascii():
        return True
    sounds = _first_sounds(word[0])
    return sounds is None or any(form[0] in sounds for form in forms) or word in _rests()


@lru_cache(maxsize=4096)
def heard(word: str) -> Mapping[str, Heard]:
    """The readings of the Cyrillic words that transcribe a Latin one, fewest steps first.

    >>> heard("leroy")["леруа"].systems
    ('French',)
    >>> heard("zédōng")["цзедун"].systems
    ('Chinese',)
    """
    untoned, pinyin = _untoned(word[:MAX_LETTERS]), _without_pinyin_tones(word[:MAX_LETTERS])
    alphabet = frozenset(untoned)
    found: dict[str, Heard] = {}
    for name, system in systems().items():
        letters = pinyin if name == _PINYIN else untoned
        used = frozenset(pinyin) if name == _PINYIN else alphabet
        rules = _rules_for(letters, system) if used <= system.letters else None
        for folded, steps in (_forms(rules) if rules else {}).items():
            known = found.get(folded)
            if known is not None and known.steps < steps:
                continue
            also = known.systems if known is not None and known.steps == steps else ()
            found[folded] = Heard(steps, tuple(dict.fromkeys((*also, name))))
    return dict(sorted(found.items(), key=lambda item: item[1].steps))
