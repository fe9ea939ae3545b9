"""What can happen to mentions and entities. An event is a fact and is never changed.

Machine events (`EntitiesJoined`, `MentionsMoved`) rank below human ones: whatever the order
of the log, a machine never overrides a decision that is in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from resolver.mention import Kind, Mention


class Ruling(StrEnum):
    """What a clerk says of two entities, or of one."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    NOT_A_NAME = "not_a_name"


@dataclass(init=False, slots=True, unsafe_hash=True)
class EntityFounded:
    """A new entity with its first canonical name."""

    entity_id: Final[str]
    kind: Final[Kind]
    name: Final[str]

    def __init__(self, entity_id: str, kind: Kind, name: str) -> None:
        self.entity_id = entity_id
        self.kind = kind
        self.name = name


@dataclass(init=False, slots=True, unsafe_hash=True)
class MentionRecorded:
    """A mention that now belongs to `entity_id`.

    `how` is `founded`, `joined` (the machine matched it, with `score`) or `given`
    (the source said which entity it is).
    """

    mention_id: Final[str]
    entity_id: Final[str]
    mention: Final[Mention]
    how: Final[str]
    score: Final[float | None]

    def __init__(
        self, mention_id: str, entity_id: str, mention: Mention, how: str,
        score: float | None = None,
    ) -> None:  # fmt: skip
        self.mention_id = mention_id
        self.entity_id = entity_id
        self.mention = mention
        self.how = how
        self.score = score


@dataclass(frozen=True, slots=True)
class SuggestionRaised:
    """Two entities that may be one: for a clerk to decide.

    `evidence` lists the codes of what speaks for or against, to tell later whether evidence
    is new; `missing` names what would tell the two apart (`birth_date`, `country`,
    `context`) and one of them lacks.
    """

    entity_a: str
    entity_b: str
    score: float
    why: str
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """A clerk's word on two entities, or on one that is not a name.

    `suggestion` is the number of the suggestion that asked, if one did. Decisions that were
    made in one go, and stand next to each other in the log, carry the same `batch`.
    """

    verdict: Ruling
    entity_a: str
    entity_b: str | None = None
    suggestion: int | None = None
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class EntitiesMerged:
    """A clerk says that two or more entities are one."""

    entity_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntitySplit:
    """A clerk takes some mentions out of an entity; they become `new_entity_id`."""

    entity_id: str
    mention_ids: tuple[str, ...]
    new_entity_id: str


@dataclass(frozen=True, slots=True)
class NameCorrected:
    """A clerk says how an entity is called, whatever its mentions say."""

    entity_id: str
    name: str


@dataclass(frozen=True, slots=True)
class DecisionUndone:
    """The decision of event `seq` no longer holds. An undo can itself be undone."""

    seq: int


@dataclass(frozen=True, slots=True)
class EntitiesJoined:
    """The machine found that entities are one; gives way to any decision against it."""

    entity_ids: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class MentionsMoved:
    """The machine found that mentions belong to another entity than it had thought."""

    entity_id: str
    mention_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamingPreferred:
    """From now on canonical names are preferred in this script and standard, if any."""

    script: str
    standard: str | None = None


Event = (
    EntityFounded
    | MentionRecorded
    | SuggestionRaised
    | Decided
    | EntitiesMerged
    | EntitySplit
    | NameCorrected
    | DecisionUndone
    | EntitiesJoined
    | MentionsMoved
    | NamingPreferred
)
