"""What people have decided of the mentions of an archive, before any of them is compared.

Decisions are of pairs: *same* and *different*. Same holds through others: a is b and b is c
make a, b and c one *unit*, which goes by the smallest id in it. Two units that are different
are kept apart, whatever their names say; so two decisions can collide, and then nothing is
made of them before a person has taken one back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from resolver.attributes import Facts, facts, parted
from resolver.errors import BadInput
from resolver.mention import Kind, Mention
from resolver.partition import Limits
from resolver.values import Value


class Verdict(StrEnum):
    """What a decision says of two mentions; of those that a clerk was unsure of, nothing."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Decision(NamedTuple):
    """One decision; `where` says in a few words where it stands, for a message."""

    a: str
    b: str
    verdict: Verdict
    where: str


class Named(NamedTuple):
    """A unit that mentions without an id belong to by their spelling, unless their birth date
    is none of the unit's."""

    unit: str
    birth_dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constraints(Value):
    """`unit_of` maps the ids of mentions to their units, `named` spellings; `apart` has pairs of
    units, both ways."""

    unit_of: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()
    named: Mapping[tuple[Kind, str], Named] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Constraints:
        """Raises BadInput where decisions collide, naming them."""
        given = [one for one in decisions if one.verdict is not Verdict.UNSURE]
        same = [one for one in given if one.verdict is Verdict.SAME]
        different = [one for one in given if one.verdict is Verdict.DIFFERENT]
        unit_of = {mention: mention for one in given for mention in (one.a, one.b)}
        members = {mention: [mention] for mention in unit_of}
        for one in same:
            kept, gone = sorted((unit_of[one.a], unit_of[one.b]))
            if kept != gone:
                moved = members.pop(gone)
                members[kept] += moved
                unit_of.update(dict.fromkeys(moved, kept))
        for one in different:
            if unit_of[one.a] == unit_of[one.b]:
                raise BadInput(_collision(one, same))
        pairs = [(unit_of[one.a], unit_of[one.b]) for one in different]
        return cls(unit_of, frozenset([*pairs, *((b, a) for a, b in pairs)]))

    def __bool__(self) -> bool:
        return bool(self.unit_of or self.named)

    def unit(self, mention: Mention) -> str:
        """The unit of a mention, by its external id or else by its name; empty where nothing was
        decided of it."""
        own = self.unit_of.get(mention.external_id or "")
        if own is not None:
            return own
        named = self.named.get((mention.kind, mention.name)) if self.named else None
        if named is None:
            return ""
        known = Facts(named.birth_dates)
        return "" if parted(facts(replace(mention, context=None)), known) else named.unit

    def digest(self) -> str:
        """Of all that they say."""
        said = [sorted(self.unit_of.items()), sorted(self.apart), sorted(self.named.items())]
        return sha256(repr(said).encode()).hexdigest() if self else ""

    def apart_from(self) -> dict[str, list[str]]:
        """The units that each unit is kept apart from, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for a, b in sorted(self.apart):
            found[a].append(b)
        return found


def limits(units: Iterable[str], apart: Mapping[str, Iterable[str]]) -> Limits:
    """The limits of clustering nodes, given the unit of each, or an empty text."""
    nodes: dict[str, list[int]] = defaultdict(list)
    for node, unit in enumerate(units):
        if unit:
            nodes[unit].append(node)
    return Limits(
        [mine for mine in nodes.values() if len(mine) > 1],
        [
            (mine[0], nodes[other][0])
            for unit, mine in [*nodes.items()]
            for other in apart.get(unit, ())
            if other in nodes
        ],
    )


def _collision(one: Decision, same: Iterable[Decision]) -> str:
    """Why a decision that two are different cannot hold: the shortest way on which they are one."""
    near: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for decision in same:
        near[decision.a].append((decision.b, decision.where))
        near[decision.b].append((decision.a, decision.where))
    came: dict[str, tuple[str, str]] = {one.a: ("", "")}
    waiting = [one.a]
    for mention in waiting:
        for other, where in near[mention]:
            if other not in came:
                came[other] = mention, where
                waiting.append(other)
    way: list[str] = []
    at = one.b
    while at != one.a:
        at, where = came[at]
        way.append(where)
    if not way:
        return f"{one.where} says that a mention is not itself; take it out"
    shown = ", ".join(way[::-1][:_MOST_SHOWN]) + (", ..." if len(way) > _MOST_SHOWN else "")
    return f"{one.where} says that two are different, and {shown} that they are one; take one back"


_MOST_SHOWN = 4
MIXED_KINDS = (
    "a decision makes mentions of different kinds one, such as a person and a place; take it back"
)
NOTHING_DECIDED = Constraints()
