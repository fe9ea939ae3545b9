"""What holds a cluster together: its spellings, those of entities that may belong to it, and
the evidence between any two of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from resolver.compare import Judgement, Verdict, judge
from resolver.desk import MAX_MENTIONS
from resolver.entities import elect
from resolver.errors import BadInput, BadName
from resolver.ledger.review import OPEN
from resolver.mention import Kind
from resolver.names import Name, analyze
from resolver.store.protocol import Entity, Reader, StoredMention

MOST_OWN = 16
MOST_OTHERS = 6
_MOST_OF_OTHER = 4


@dataclass(frozen=True, slots=True)
class Member:
    """A spelling of an entity, with its number of mentions."""

    entity_id: str
    spelling: str
    mentions: int


@dataclass(frozen=True, slots=True)
class Tie:
    """What speaks for two members being one; `a` and `b` are their places in the web."""

    a: int
    b: int
    judgement: Judgement

    @property
    def score(self) -> float:
        return self.judgement.score

    @property
    def weak(self) -> bool:
        """Whether it would not join the two by itself."""
        return self.judgement.verdict is not Verdict.MATCH


@dataclass(frozen=True, slots=True)
class Web:
    """An entity with the `others` that open cards would join to it, by the card's number.

    `left_out` counts spellings of the entity that are not among the members.
    """

    entity: Entity
    others: Mapping[int, Entity]
    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    left_out: int

    def nearest(self, place: int) -> Tie | None:
        """The strongest tie of a member, if it has any."""
        own = (tie for tie in self.ties if place in (tie.a, tie.b))
        return max(own, key=lambda tie: tie.score, default=None)


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two entities that a split would make."""

    name: str
    spellings: Mapping[str, int]
    mentions: tuple[StoredMention, ...]


def web(reader: Reader, entity_id: str) -> Web:
    """The web around an entity. Raises NotFound."""
    entity = reader.entity(entity_id)
    others: dict[int, Entity] = {}
    for one in reader.suggestions_of(entity.entity_id):
        if one.state == OPEN and len(others) < MOST_OTHERS:
            other = one.entity_b if one.entity_a == entity.entity_id else one.entity_a
            others[one.suggestion_id] = reader.entity(other)
    members = [*_members(entity, MOST_OWN)]
    for other_entity in others.values():
        members += _members(other_entity, _MOST_OF_OTHER)
    return Web(
        entity,
        others,
        tuple(members),
        tuple(_ties(members, entity.kind)),
        max(0, len(entity.spellings) - MOST_OWN),
    )


def halves(reader: Reader, entity: Entity, leaving: Iterable[str]) -> tuple[Half, Half]:
    """What stays and what leaves, when all mentions of some spellings leave an entity.

    Raises BadInput where nothing would stay, or more leaves than one split can take.
    """
    gone = set(leaving) & entity.spellings.keys()
    if not gone or gone == entity.spellings.keys():
        raise BadInput("a split takes at least one spelling, and leaves at least one")
    if sum(entity.spellings[name] for name in gone) > MAX_MENTIONS:
        raise BadInput(f"a split takes at most {MAX_MENTIONS:,} mentions: choose fewer spellings")
    sorted_out: tuple[list[StoredMention], list[StoredMention]] = ([], [])
    after = 0
    while page := reader.mentions(entity.entity_id, 1000, after):
        for stored in page:
            sorted_out[stored.mention.name in gone].append(stored)
        after = page[-1].seq
    stays, leaves = (_half(entity.kind, mentions) for mentions in sorted_out)
    return stays, leaves


def _half(kind: Kind, mentions: Sequence[StoredMention]) -> Half:
    counted: dict[str, int] = {}
    for stored in mentions:
        counted[stored.mention.name] = counted.get(stored.mention.name, 0) + 1
    names = {found: counted[text] for text in counted if (found := _analysed(text, kind))}
    name = elect(names).text if names else next(iter(counted), "")
    return Half(name, counted, tuple(mentions))


def _members(entity: Entity, most: int) -> list[Member]:
    ordered = sorted(entity.spellings, key=lambda name: (-entity.spellings[name], name))
    return [Member(entity.entity_id, name, entity.spellings[name]) for name in ordered[:most]]


def _ties(members: Sequence[Member], kind: Kind) -> Iterable[Tie]:
    names = [_analysed(member.spelling, kind) for member in members]
    for (i, a), (j, b) in combinations(enumerate(names), 2):
        if a is not None and b is not None:
            found = judge(a, b)
            if found.verdict is not Verdict.DIFFERENT:
                yield Tie(i, j, found)


def _analysed(spelling: str, kind: Kind) -> Name | None:
    try:
        return analyze(spelling, kind)
    except BadName:  # recorded under older rules
        return None
