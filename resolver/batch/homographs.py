"""Surnames that are folded into one reading, and that an archive knows as several.

`Малышев` and `Малышов` have one folded reading, for ё is often written as е or о. Where an archive
writes both in Cyrillic, and each of them too often to be a slip of the other, they are classes of
their own; every other spelling goes with the one that it is most likely a spelling of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from resolver.batch.words import LEAST_KNOWN, slips
from resolver.readings import Reading, fold, unfolded

Spelled = tuple[str, int]
"""A word and how often it is mentioned."""


def known_apart(form: str, cyrillic: Iterable[Spelled]) -> dict[str, int]:
    """The unfolded forms of a reading that an archive knows as words of their own, from its
    Cyrillic spellings, with their mentions; empty where it does not know two."""
    counts: dict[str, int] = defaultdict(int)
    for word, n in cyrillic:
        forms = _forms(word, form)
        if forms:
            counts[next(iter(forms))] += n
    if len(counts) < 2:
        return {}
    least = slips(max(counts.values()))
    known = {own: n for own, n in counts.items() if n >= LEAST_KNOWN and n > least}
    return known if len(known) > 1 else {}


def nearest_of(known: Mapping[str, int], form: str, word: str) -> str:
    """Which of the words that are known apart a spelling is most likely of: one that it can be
    read as, by the conventions that read it so and by how often it is mentioned; else the one
    that looks most like it."""
    forms = _forms(word, form)
    fitting = [own for own in known if own in forms]
    if fitting:
        return max(fitting, key=lambda own: (_likelihood(forms[own]) * known[own], own))
    every = [*_unfolded(word)] or [form]
    return min(known, key=lambda own: (OSA.distance(own, every[0]), -known[own], own))


def _likelihood(reading: Reading) -> float:
    return reading.conventions.bit_count() / (1 + reading.switches) ** 4


def _forms(word: str, form: str) -> dict[str, Reading]:
    """The unfolded readings of a word that fold into one."""
    return {own: reading for own, reading in _unfolded(word).items() if fold(own) == form}


def _unfolded(word: str) -> Mapping[str, Reading]:
    letters = "".join(filter(str.isalpha, word))
    return unfolded(letters, "cyrillic" if word[:1] > "\u0370" else "latin")
