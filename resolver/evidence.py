"""One piece of evidence, before it is put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final

from resolver.acyclic import mypyc_attr
from resolver.nearness import Relation
from resolver.values import Quick


@mypyc_attr(acyclic=True)
@dataclass(init=False, slots=True, unsafe_hash=True)
class Item(Quick):
    """`code` names its row in `rules/weights.csv`; `a` and `b` are the words it is about."""

    part: Final[str]
    code: Final[str]
    weight: Final[float]
    a: Final[str]
    b: Final[str]
    relation: Final[Relation | None]

    def __init__(
        self,
        part: str,
        code: str,
        weight: float,
        a: str = "",
        b: str = "",
        relation: Relation | None = None,
    ) -> None:
        self.part = part
        self.code = code
        self.weight = weight
        self.a = a
        self.b = b
        self.relation = relation

    def flipped(self) -> Item:
        """The same seen from the other side."""
        return Item(self.part, self.code, self.weight, self.b, self.a, self.relation)

    def recoded(self, code: str, weight: float) -> Item:
        """The same words by another name and weight."""
        return Item(self.part, code, weight, self.a, self.b, self.relation)


def log_odds(items: Sequence[Item]) -> float:
    """The sum of the weights, rounded once, so that it does not depend on their order.

    It is `math.fsum` of them, which is asked only where what adding rounds off does not itself add
    up exactly (Knuth, The Art of Computer Programming 2, 4.2.2).
    """
    total = rest = 0.0
    for item in items:
        weight = item.weight
        longer = total + weight
        added = longer - total
        lost = (total - (longer - added)) + (weight - added)
        total = longer
        if lost:
            more = rest + lost
            if more - rest != lost or more - lost != rest:
                return fsum([item.weight for item in items])
            rest = more
    return total + rest
