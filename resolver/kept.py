"""What a store hands out of what it keeps: spellings, mentions, suggestions, entities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from resolver.mention import Kind, Mention


@dataclass(init=False, slots=True, unsafe_hash=True)
class StoredName:
    """One distinct spelling of an entity, as a candidate for comparison.

    `worth` says how much the keys tell that it shares with what was asked for; candidates
    come in order of it. 0 is unknown.

    `node_id` is the id under which it was recorded, which redirects to `entity_id` where
    the two differ; a mention that joins for this spelling is recorded there, so that it goes
    where its like goes when a merge is undone. `junk` marks what a clerk called no name.
    `title` is the canonical name of the entity.
    """

    entity_id: Final[str]
    name: Final[str]
    mentions: Final[int]
    node_id: str = field(compare=False)
    junk: bool = field(compare=False)
    worth: float = field(compare=False)
    title: str = field(compare=False)

    def __init__(
        self,
        entity_id: str,
        name: str,
        mentions: int,
        node_id: str = "",
        junk: bool = False,  # noqa: FBT001, FBT002 - a field
        worth: float = 0.0,
        title: str = "",
    ) -> None:
        self.entity_id = entity_id
        self.name = name
        self.mentions = mentions
        self.node_id = node_id
        self.junk = junk
        self.worth = worth
        self.title = title


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A recorded mention; `seq` is its event's number, `node_id` the id it is kept under."""

    mention_id: str
    entity_id: str
    mention: Mention
    how: str
    score: float | None
    recorded_at: str
    seq: int = field(default=0, compare=False)
    node_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class StoredSuggestion:
    """A suggestion between two entities; `suggestion_id` is its first event's number.

    `state` is `open`, `decided` or `superseded`; `again` is the decision after which new
    evidence (`news`) raised it anew; `answered` the last decision made on it.
    """

    suggestion_id: int
    entity_a: str
    entity_b: str
    score: float
    why: str
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    raised: int = 0
    news: str = ""
    again: int | None = None
    answered: int | None = None
    state: str = "open"
    priority: float = 0.0


@dataclass(frozen=True, slots=True)
class StoredCollision:
    """Decision `decision` has no effect because `against` holds: a clerk must undo one."""

    decision: int
    against: int
    entity_a: str
    entity_b: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as its projections stand: `spellings` maps each spelling to its mentions.

    `changed` and `decided` are the numbers of the last event and of the last decision that
    touched it. `members` are the ids that redirect here.
    """

    entity_id: str
    kind: Kind
    name: str
    mentions: int
    spellings: Mapping[str, int] = field(default_factory=dict)
    changed: int = field(default=0, compare=False)
    decided: int = field(default=0, compare=False)
    corrected: bool = False
    not_a_name: bool = False
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionState:
    """Whether a decision is in force: not undone, and not blocked by an earlier one."""

    seq: int
    undone_by: int | None
    blocked_by: int | None
    target: int | None
