"""Names for measuring speed: pairs a search would compare, and names never seen before."""

from __future__ import annotations

import itertools
import random
import string
from collections.abc import Iterator
from pathlib import Path

from resolver.evaluate import CANDIDATES
from resolver.index import Index
from resolver.keys import keys_of
from resolver.names import Name, analyze

from . import gold

Pair = tuple[str, str]

_LATIN = string.ascii_lowercase
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщыьэюя"


def groups(folder: Path, cases: Path) -> list[list[str]]:
    """Spellings by person, of the gold files, or of the project's cases where there are none."""
    if (folder / gold.FILES[0]).exists():
        return list(gold.spellings(folder).values())
    variants = gold.rows(cases / "variants.csv")
    return [[r["name_a"], r["name_b"]] for r in variants if r["kind"] == "person"]


def candidate_pairs(people: list[list[str]], count: int) -> tuple[list[Pair], list[Pair]]:
    """`count` pairs of spellings of one person, and as many of two people whose names share
    blocking keys: what a search has to compare. Names of the second are first candidates."""
    chance = random.Random(31)
    several = [names for names in people if len(names) > 1]
    same = [(a, b) for a, b in (chance.sample(chance.choice(several), 2) for _ in range(count))]
    index = Index()
    names: list[tuple[int, Name]] = []
    for person, spelled in enumerate(people):
        name = analyze(spelled[0])
        index.add(len(names), keys_of(name))
        names.append((person, name))
    different: list[Pair] = []
    for person in itertools.cycle(chance.sample(range(len(people)), len(people))):
        query = analyze(chance.choice(people[person]))
        found = index.candidates(keys_of(query), CANDIDATES)
        others = [names[i][1].text for i in found if names[i][0] != person]
        if others:
            different.append((query.text, chance.choice(others)))
        if len(different) == count:
            break
    return same, different


def distinct(people: list[list[str]], count: int) -> list[str]:
    """Whole names, each once, in random order."""
    names = sorted({name for spelled in people for name in spelled})
    random.Random(32).shuffle(names)
    return names[:count]


def unheard_of(people: list[list[str]]) -> Iterator[str]:
    """Names without end, most words of which were never seen: one letter of each is changed."""
    chance = random.Random(33)
    names = distinct(people, 20_000)
    while True:
        words = chance.choice(names).split()
        for i, word in enumerate(words):
            at = chance.randrange(len(word))
            letters = _LATIN if word.isascii() else _CYRILLIC
            words[i] = word[:at] + chance.choice(letters) + word[at:]
        yield " ".join(words)
