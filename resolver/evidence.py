"""One piece of evidence, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from resolver.relation import Relation


@dataclass(frozen=True, slots=True)
class Item:
    """`code` names its row in `rules/weights.csv`; `a` and `b` are the words it is about."""

    part: str
    code: str
    weight: float
    a: str = ""
    b: str = ""
    relation: Relation | None = None

    def flipped(self) -> Item:
        """The same seen from the other side."""
        return replace(self, a=self.b, b=self.a)
