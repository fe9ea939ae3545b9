"""A web of spellings as a drawing: members on a ring, grouped by entity, ties across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from resolver.showing.environment import readable, subtag

_GAP = 0.6
"""Between the groups of two entities, in places of members."""
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Paper:
    """The size of a drawing and of the ring in it."""

    width: int
    height: int
    ring_x: int
    ring_y: int


WIDE = Paper(960, 480, 230, 190)
HALF = Paper(640, 400, 140, 145)


@dataclass(frozen=True, slots=True)
class Dot:
    """A member to be drawn; those of one `group` stand together."""

    spelling: str
    mentions: int
    group: int = 0


@dataclass(frozen=True, slots=True)
class Thread:
    """Evidence between two dots, by their places; `weak` if it would not join them by itself."""

    a: int
    b: int
    score: float
    weak: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A member as drawn; the label is anchored so that it runs away from the ring."""

    x: float
    y: float
    radius: float
    label: str
    lang: str
    label_x: float
    label_y: float
    anchor: str
    group: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie as drawn; a weak one is dashed."""

    x1: float
    y1: float
    x2: float
    y2: float
    weak: bool
    score: float


@dataclass(frozen=True, slots=True)
class Graph:
    """What a template puts into SVG, in units of its view box."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int


def graph(dots: Sequence[Dot], threads: Sequence[Thread], paper: Paper = WIDE) -> Graph:
    """Draw members and what ties them."""
    angles = _angles([dot.group for dot in dots])
    nodes = [_node(angle, dot, paper) for angle, dot in zip(angles, dots, strict=True)]
    edges = [
        Edge(nodes[t.a].x, nodes[t.a].y, nodes[t.b].x, nodes[t.b].y, t.weak, t.score)
        for t in sorted(threads, key=lambda thread: -thread.score)
    ]
    return Graph(tuple(nodes), tuple(edges), paper.width, paper.height)


def _angles(groups: Sequence[int]) -> list[float]:
    """Clockwise from the top, with a gap wherever the entity changes."""
    places, at = [], 0.0
    for number, group in enumerate(groups):
        if number and group != groups[number - 1]:
            at += _GAP
        places.append(at)
        at += 1
    whole = at + (_GAP if len(set(groups)) > 1 else 0)
    return [2 * pi * place / whole - pi / 2 for place in places]


def _node(angle: float, dot: Dot, paper: Paper) -> Node:
    x, y = paper.width / 2 + paper.ring_x * cos(angle), paper.height / 2 + paper.ring_y * sin(angle)
    radius = min(6 + 2 * sqrt(dot.mentions), 22)
    side = cos(angle)
    anchor = "middle" if abs(side) < 0.2 else ("start" if side > 0 else "end")
    away = radius + 8
    drop = sin(angle) * (away + 6) if anchor == "middle" else 0
    shift = 0 if anchor == "middle" else (away if side > 0 else -away)
    label = f"{_plain(dot.spelling)} ×{dot.mentions:,}"
    at = (_short(x + shift), _short(y + drop + 5))
    return Node(
        _short(x), _short(y), _short(radius), label, subtag(dot.spelling), *at, anchor, dot.group
    )


def _plain(spelling: str) -> str:
    """The spelling in one line of plain letters, cut where it is long."""
    text = readable(spelling[:120])
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _short(number: float) -> float:
    return round(number, 1)
