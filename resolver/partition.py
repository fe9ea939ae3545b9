"""What clustering is told of nodes, and how it leaves them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from resolver.values import Value

Pair = tuple[int, int]


class Link(NamedTuple):
    """A merge that happened or is suggested, between two nodes."""

    a: int
    b: int
    score: float


@dataclass(slots=True)
class Partition:
    """`cluster_of[i]` is the smallest node of i's cluster; `torn` fit several and stay apart."""

    cluster_of: list[int]
    merges: list[Link] = field(default_factory=list)
    suggestions: list[Link] = field(default_factory=list)
    torn: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Limits(Value):
    """What is settled before the first comparison, by people or by sources.

    The nodes of each of `together` are one cluster whatever they look like; no two nodes of
    a pair in `apart` ever are; and two clusters with a node of `known` never become one:
    sources know them under different ids.
    """

    together: Sequence[Sequence[int]] = ()
    apart: Iterable[Pair] = ()
    known: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Beyond(Value):
    """What tells nodes apart besides their names.

    `vague[i]` is 0 where most is known of i, and more the less is known; `parted` says of two
    nodes whether what is known of them differs.
    """

    vague: Sequence[int]
    parted: Callable[[int, int], bool]
