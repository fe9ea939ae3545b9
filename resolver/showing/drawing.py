"""A web of spellings as a drawing: members on a ring, grouped by entity, ties across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi, sin, sqrt

from resolver.showing.environment import readable, subtag

_GAP = 0.6
"""Between the groups of two entities, in places of members."""
_BESIDE = 50  # between the ring and the edge, what a label does not have: disc and count
_CAPITAL, _SMALL = 12.5, 9.4  # the width of a letter as drawn, capital or small: of wide words


@dataclass(frozen=True, slots=True)
class Paper:
    """The size of a drawing and of the ring in it; the rest of its width is for labels."""

    width: int
    height: int
    ring_x: int
    ring_y: int

    @property
    def label(self) -> float:
        """The width of a label that does not leave the paper."""
        return self.width / 2 - self.ring_x - _BESIDE


WIDE = Paper(960, 480, 230, 190)
HALF = Paper(640, 360, 115, 140)


class Style(StrEnum):
    """How a tie is drawn: as strong, dashed as too weak to join two by itself, or dotted where
    nothing but their company says that two are alike."""

    STRONG = "strong"
    WEAK = "weak"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Dot:
    """A member to be drawn; those of one `group` stand together."""

    spelling: str
    mentions: int
    group: int = 0


@dataclass(frozen=True, slots=True)
class Thread:
    """Evidence between two dots, by their places, and its `style` (see Style)."""

    a: int
    b: int
    score: float
    style: Style


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
    """A tie as drawn."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: Style
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
        Edge(nodes[t.a].x, nodes[t.a].y, nodes[t.b].x, nodes[t.b].y, t.style, t.score)
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
    label = f"{_cut(readable(dot.spelling[:120]), paper.label)} ×{dot.mentions:,}"
    at = (_short(x + shift), _short(y + drop + 5))
    return Node(
        _short(x), _short(y), _short(radius), label, subtag(dot.spelling), *at, anchor, dot.group
    )


def _cut(text: str, room: float) -> str:
    """As much of a text as there is room for."""
    for at, letter in enumerate(text):
        room -= _CAPITAL if letter.isupper() else _SMALL
        if room < 0:
            return text[:at] + "…"
    return text


def _short(number: float) -> float:
    return round(number, 1)
