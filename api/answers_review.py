"""What is sent back about decisions, cards and history."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.answers import EntityKindRef, Problem, Score
from resolver.access import signed
from resolver.desk import Done
from resolver.history import Decision, Happened, ShownCard
from resolver.store.protocol import Entity

Signed = Annotated[
    str, Field(description="The id of the key that it came with; without keys, who it says.")
]
Behalf = Annotated[str | None, Field(description="Whom the bearer of the key named.")]


class DecisionOut(BaseModel):
    """A decision of a person. It is in force if neither undone nor blocked."""

    decision: int
    kind: str
    verdict: str | None = None
    entities: list[str]
    mentions: list[str] = []
    name: str | None = None
    undoes: int | None = None
    batch: Annotated[
        str | None, Field(description="What all decisions share that were made in one go.")
    ] = None
    actor: Signed
    on_behalf_of: Behalf = None
    at: str
    reason: str = ""
    in_force: bool
    undone_by: int | None = None
    blocked_by: Annotated[
        int | None, Field(description="The decision that stands against it; see the queue.")
    ] = None

    @classmethod
    def of(cls, found: Decision) -> DecisionOut:
        what = found.event.what
        actor, behalf = signed(found.event.actor)
        return cls(
            decision=found.event.seq,
            kind=found.event.kind,
            verdict=what.get("verdict"),
            entities=list(found.entity_ids),
            mentions=list(what.get("mention_ids", ())),
            name=what.get("name"),
            undoes=what.get("seq"),
            batch=what.get("batch"),
            actor=actor,
            on_behalf_of=behalf,
            at=found.event.at,
            reason=found.event.reason,
            in_force=found.undone_by is None and found.blocked_by is None,
            undone_by=found.undone_by,
            blocked_by=found.blocked_by,
        )


class DecisionsOut(BaseModel):
    decisions: list[DecisionOut]
    next: Annotated[int | None, Field(description="Pass as `after` for the next page.")] = None


class DoneOut(BaseModel):
    """An act that is kept. `entities` are the ids that its entities now go by."""

    decision: int
    entities: list[str]
    blocked_by: Annotated[
        int | None,
        Field(description="An earlier decision stands against it: it waits, with no effect."),
    ] = None

    @classmethod
    def of(cls, done: Done) -> DoneOut:
        return cls(
            decision=done.decision, entities=list(done.entity_ids), blocked_by=done.blocked_by
        )


class EventOut(BaseModel):
    """One event of the log."""

    seq: int
    at: str
    actor: Signed
    on_behalf_of: Behalf = None
    kind: str
    reason: str = ""
    rules_version: str
    what: dict[str, Any]

    @classmethod
    def of(cls, found: Happened) -> EventOut:
        actor, behalf = signed(found.actor)
        return cls(
            seq=found.seq,
            at=found.at,
            actor=actor,
            on_behalf_of=behalf,
            kind=found.kind,
            reason=found.reason,
            rules_version=found.rules_version,
            what=dict(found.what),
        )


class HistoryOut(BaseModel):
    events: list[EventOut]
    next: Annotated[int | None, Field(description="Pass as `after` for the next page.")] = None


class EntitySummary(EntityKindRef):
    """An entity in a list."""

    mentions: int
    score: Score | None = None

    @classmethod
    def of(cls, entity: Entity, score: float | None = None) -> EntitySummary:
        return cls(
            id=entity.entity_id,
            name=entity.name,
            kind=entity.kind,
            mentions=entity.mentions,
            score=score,
        )


class EntitiesOut(BaseModel):
    entities: list[EntitySummary]
    next: Annotated[str | None, Field(description="Pass as `after` for the next page.")] = None


class CardOut(BaseModel):
    """Something to decide: a suggestion with its score, or two decisions that collide."""

    number: int
    kind: Annotated[str, Field(description="suggestion or collision.")]
    entities: list[EntitySummary]
    state: str = "open"
    score: Score | None = None
    why: str | None = None
    missing: Annotated[
        list[str], Field(description="What would tell the two apart and one side lacks.")
    ] = []
    again: Annotated[
        int | None, Field(description="The decision after which it was raised again.")
    ] = None
    news: Annotated[str, Field(description="What is new since then.")] = ""
    decision: DecisionOut | None = None
    against: DecisionOut | None = None

    @classmethod
    def of(cls, shown: ShownCard) -> CardOut:
        entities = [EntitySummary.of(entity) for entity in (shown.a, shown.b)]
        if shown.decision is not None and shown.against is not None:
            return cls(
                number=shown.card.number,
                kind="collision",
                entities=entities,
                decision=DecisionOut.of(shown.decision),
                against=DecisionOut.of(shown.against),
            )
        found = shown.card.suggestion
        assert found is not None
        return cls(
            number=found.suggestion_id,
            kind="suggestion",
            entities=entities,
            state=found.state,
            score=found.score,
            why=found.why,
            missing=list(found.missing),
            again=found.again,
            news=found.news,
        )


class QueueOut(BaseModel):
    """The most urgent cards, and how many there are of each kind in all."""

    cards: list[CardOut]
    suggestions: int
    collisions: int


class StaleProblem(Problem):
    """Somebody else has decided meanwhile: this is what."""

    decision: DecisionOut
