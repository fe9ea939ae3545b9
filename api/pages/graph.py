"""A web of spellings as a drawing: members on a ring, grouped by entity, ties across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from resolver.legible import pieces
from resolver.web import Web

WIDTH, HEIGHT = 960, 480
_RING_X, _RING_Y = 230, 190
_GAP = 0.6
"""Between the groups of two entities, in places of members."""
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Node:
    """A member as drawn; the label is anchored so that it runs away from the ring."""

    x: float
    y: float
    radius: float
    label: str
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
    """What the template puts into SVG, in units of its view box."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int = WIDTH
    height: int = HEIGHT


def graph(found: Web) -> Graph:
    """Draw a web."""
    groups = {found.entity.entity_id: 0}
    for other in found.others.values():
        groups.setdefault(other.entity_id, len(groups))
    numbers = [groups[member.entity_id] for member in found.members]
    angles = _angles(numbers)
    nodes = [
        _node(angle, member.spelling, member.mentions, group)
        for angle, member, group in zip(angles, found.members, numbers, strict=True)
    ]
    edges = [
        Edge(nodes[t.a].x, nodes[t.a].y, nodes[t.b].x, nodes[t.b].y, t.weak, t.score)
        for t in sorted(found.ties, key=lambda tie: -tie.score)
    ]
    return Graph(tuple(nodes), tuple(edges))


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


def _node(angle: float, spelling: str, mentions: int, group: int) -> Node:
    x, y = WIDTH / 2 + _RING_X * cos(angle), HEIGHT / 2 + _RING_Y * sin(angle)
    radius = min(6 + 2 * sqrt(mentions), 22)
    side = cos(angle)
    anchor = "middle" if abs(side) < 0.2 else ("start" if side > 0 else "end")
    away = radius + 8
    drop = sin(angle) * (away + 6) if anchor == "middle" else 0
    shift = 0 if anchor == "middle" else (away if side > 0 else -away)
    label = f"{_plain(spelling)} ×{mentions:,}"
    at = (_short(x + shift), _short(y + drop + 5))
    return Node(_short(x), _short(y), _short(radius), label, *at, anchor, group)


def _plain(spelling: str) -> str:
    """The spelling in one line of plain letters, cut where it is long."""
    text = "".join(
        piece.text if piece.seen else f"[{piece.chip}]" for piece in pieces(spelling[:120])
    )
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _short(number: float) -> float:
    return round(number, 1)
