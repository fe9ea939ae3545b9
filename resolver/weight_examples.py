"""Pairs of names to fit weights to, and what the score of each is the sum of.

What a score is worth depends on which pairs are scored. Here they are those that a search
compares: each name with the other spellings of its person, and with the people whose names
share blocking keys with it. Pairs far from any doubt are most of these; a part of them stands
for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from resolver.compare import judge
from resolver.errors import BadName
from resolver.index import Index
from resolver.keys import keys_of
from resolver.names import Name, analyze
from resolver.relating import terms
from resolver.weight_fitting import Example

CANDIDATES = 30
MOST_SPELLINGS = 8
_CLEAR = 6.0
_ONE_IN = 20


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two names, whether they are one, and how much the pair counts."""

    a: Name
    b: Name
    same: bool
    count: float = 1.0


def example(pair: LabelledPair) -> Example:
    """What the score of a pair is the sum of."""
    belarusian = pair.a.belarusian or pair.b.belarusian
    found: dict[str, float] = {}
    for item in judge(pair.a, pair.b).items:
        for name, factor in terms(item, belarusian):
            found[name] = found.get(name, 0.0) + factor
    return Example(found, pair.same, pair.count)


def names_of(groups: Mapping[str, Sequence[str]]) -> list[tuple[str, Name]]:
    """(entity id, name) of all usable names, each spelling of an entity once."""
    found: list[tuple[str, Name]] = []
    for entity_id, spellings in groups.items():
        for spelling in dict.fromkeys(spellings):
            try:
                found.append((entity_id, analyze(spelling)))
            except BadName:
                continue
    return found


def labelled_pairs(groups: Mapping[str, Sequence[str]]) -> Iterator[LabelledPair]:
    """The pairs that a search among all these names would compare; the same in every run."""
    names = names_of(groups)
    index = Index()
    own: dict[str, list[Name]] = {}
    for number, (entity_id, name) in enumerate(names):
        index.add(number, keys_of(name))
        own.setdefault(entity_id, []).append(name)
    for spellings in own.values():
        chosen = sorted(spellings, key=lambda name: _lot(name.text))[:MOST_SPELLINGS]
        for i, a in enumerate(chosen):
            yield from (LabelledPair(a, b, same=True) for b in chosen[i + 1 :])
    for number, (entity_id, name) in enumerate(names):
        found = index.candidates(keys_of(name), CANDIDATES)
        others = [names[i] for i in found if i < number and names[i][0] != entity_id]
        yield from _thinned(name, [other for _, other in others])


def _lot(text: str) -> int:
    """As good as chance, and the same in every run."""
    return crc32(text.encode())


def _thinned(name: Name, others: Iterable[Name]) -> Iterator[LabelledPair]:
    """Pairs of different people; of the clear ones a few, which count for the rest."""
    for other in others:
        odds = sum(item.weight for item in judge(name, other).items)
        if odds > -_CLEAR:
            yield LabelledPair(name, other, same=False)
        elif _lot(name.text + other.text) % _ONE_IN == 0:
            yield LabelledPair(name, other, same=False, count=_ONE_IN)
