"""Classes of words that are meant as one.

A class is represented by its word that is mentioned most, a Cyrillic one where there is one,
because that can be read in the fewest ways. Words that may be meant as several surnames of the
archive are a class of their own, akin to each of these: which is meant, their names tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from resolver.batch.word_facts import WordFacts
from resolver.batch.words import Words


@dataclass(slots=True)
class Class:
    form: str
    support: float
    best: tuple[bool, bool, int, str, int]
    sound: str = ""
    keys: dict[str, None] = field(default_factory=dict)
    firsts: dict[str, None] = field(default_factory=dict)
    slip_of: dict[str, None] = field(default_factory=dict)
    last: tuple[str, ...] = ()


def classes_of(
    words: Words, given: Sequence[tuple[str, WordFacts, int, int]]
) -> tuple[list[int], list[bool], list[Class]]:
    """The class of each word, whether it is a slip of another, and the classes."""
    numbers: dict[str, int] = {}
    classes: list[Class] = []
    of: list[int] = []
    slips: list[bool] = []
    for word, facts, n, wid in given:
        found = words.meant(word)
        name = found.form or f". {word}"
        if found.rivals and found.form:
            name = "|".join((name, *sorted(found.rivals)))
        own = found.form in facts.forms
        best = (own, word[:1] > "\u0370", n, word, wid)
        cid = numbers.setdefault(name, len(numbers))
        if cid == len(classes):
            classes.append(Class(found.form, found.support, best, facts.sound))
        one = classes[cid]
        if best > one.best:
            one.best, one.sound = best, facts.sound
        if one.last is not found.keys:  # what is read alike has them in common
            one.last = found.keys
            for key in found.keys:
                one.keys[key] = None
        for first in found.firsts:
            one.firsts[first] = None
        for other in found.slip_of:
            one.slip_of[other] = None
        of.append(cid)
        slips.append(bool(found.form) and not own and not found.lost)
    return of, slips, classes
