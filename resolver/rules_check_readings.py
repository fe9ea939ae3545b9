"""Does an example of a reading, or of a practical transcription, show that rule?

An example is a pair, `Schukow=Жуков`. It holds when both spellings share a reading to which
the row itself contributes: its grapheme, in its context, read as its sounds, and all other
letters read by conventions that agree with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from resolver import hearing
from resolver.folding import fold
from resolver.graphemes import Grammar, cyrillic, latin
from resolver.readings import readings

MAX_STATES = 2048


class _Step(NamedTuple):
    """One grapheme of a word: its context as the table has it, and what it can be."""

    grapheme: str
    left: str
    right: str
    options: tuple[tuple[str, int], ...]


def _steps(word: str, grammar: Grammar) -> Iterator[_Step]:
    """The graphemes a word is read by: the longest first, the first context that fits."""
    at = 0
    while at < len(word):
        step = _step(word, at, grammar)
        at += len(step.grapheme)
        yield step


def _step(word: str, at: int, grammar: Grammar) -> _Step:
    length, rule = grammar.at(word, at)
    return _Step(word[at : at + length], rule.left, rule.right, tuple(rule.options))


def _forms_through(word: str, row: Mapping[str, str], grammar: Grammar) -> set[str]:
    """Folded readings of a word, by one convention throughout, that need the row."""
    wanted = (row["grapheme"], row["left"], row["right"])
    sounds = set(row["sounds"].split("|"))
    states: dict[tuple[str, bool], int] = {("", False): -1}
    for step in _steps(word, grammar):
        here = (step.grapheme, step.left, step.right) == wanted
        extended: dict[tuple[str, bool], int] = {}
        for (form, used), mask in states.items():
            for sound, allowed in step.options:
                if mask & allowed and len(extended) < MAX_STATES:
                    key = (form + sound, used or (here and sound in sounds))
                    extended[key] = extended.get(key, 0) | (mask & allowed)
        states = extended
    return {fold(form) for form, used in states if used}


def _letters(word: str, grammar: Grammar) -> str:
    """Lower-case letters, and the signs that the table itself lists."""
    return "".join(char for char in word.lower() if char.isalpha() or char in grammar.longest)


def example_problem(row: Mapping[str, str], script: str) -> str | None:
    """What is wrong with the example of a row of readings; None when it holds.

    `script` is that of the first word: `latin` or `cyrillic`. An example may hold several
    pairs, separated by spaces.
    """
    other = "Cyrillic" if script == "latin" else "Latin"
    if not row["example"]:
        return f"has no example; write a pair such as word={other}"
    for pair in row["example"].split():
        word, _, original = pair.partition("=")
        if not word or not original:
            return f"its example '{pair}' is no pair such as word={other}"
        problem = _pair_problem(word, original, row, script)
        if problem:
            return problem
    return None


def _pair_problem(word: str, original: str, row: Mapping[str, str], script: str) -> str | None:
    grammar, opposite = (latin(), cyrillic()) if script == "latin" else (cyrillic(), latin())
    letters, target = _letters(word, grammar), _letters(original, opposite)
    wanted = (row["grapheme"], row["left"], row["right"])
    if all((step.grapheme, step.left, step.right) != wanted for step in _steps(letters, grammar)):
        return f"its example {word} is not read by this row"
    there = "cyrillic" if script == "latin" else "latin"
    reached = set(readings(target, there)) & set(readings(letters, script))
    if reached.isdisjoint(_forms_through(letters, row, grammar)):
        return f"{word} with {row['grapheme']} read '{row['sounds']}' is no spelling of {original}"
    return None


def hearing_problem(row: Mapping[str, str]) -> str | None:
    """What is wrong with the example of a row of practical transcription: its system must
    write the Latin word so, and need the row for it. None when it holds."""
    word, _, written = row["example"].partition("=")
    if not word or not written:
        return "has no example; write a pair such as Leroy=Леруа"
    used = hearing.transcribe(word.lower(), row["system"])
    if used is None:
        return f"its example {word} has letters that no {row['system']} rule transcribes"
    rules, forms = used
    if all(rule.row is not row and dict(rule.row) != dict(row) for rule in rules):
        return f"its example {word} is not transcribed by this row"
    if forms.keys().isdisjoint(readings(_letters(written, cyrillic()), "cyrillic")):
        return f"{word} is not written {written} by the {row['system']} rules"
    return None
