"""One piece of evidence, before it is put into words."""

from __future__ import annotations

from typing import NamedTuple

from resolver.relation import Relation


class Item(NamedTuple):
    """`code` names its row in `rules/weights.csv`; `a` and `b` are the words it is about.

    A tuple, because millions are made and few are ever read.
    """

    part: str
    code: str
    weight: float
    a: str = ""
    b: str = ""
    relation: Relation | None = None

    def flipped(self) -> Item:
        """The same seen from the other side."""
        return self._replace(a=self.b, b=self.a)
