"""What is sent back. Members with a default are left out where they say nothing."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from resolver.compare import Comparison, Evidence, Verdict
from resolver.mention import Kind
from resolver.service import Outcome, Recorded
from resolver.store.protocol import Entity, StoredMention

Score = Annotated[float, Field(ge=0, le=1, description="0 other names, 1 the same name.")]
Removed = Annotated[
    list[str],
    Field(description="Invisible characters that were taken out of the name, as U+200B."),
]


class Fault(BaseModel):
    """One thing wrong with a request: where, and what. Never what was sent."""

    detail: str
    pointer: Annotated[
        str | None, Field(description="JSON pointer into the body, as a URI fragment.")
    ] = None
    parameter: Annotated[str | None, Field(description="A parameter of the address.")] = None


class Problem(BaseModel):
    """An error as RFC 9457 has it. `type` is stable: programs may branch on it."""

    type: Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
    title: str
    status: int
    detail: str
    reason: Annotated[
        str | None,
        Field(description="A stable word for what is wrong, where `type` does not tell."),
    ] = None
    errors: Annotated[list[Fault], Field(max_length=20)] = []


class FailedItem(BaseModel):
    """Stands in a batch's results where an item could not be answered."""

    error: Problem


class EntityRef(BaseModel):
    id: str
    name: str


class EntityKindRef(EntityRef):
    kind: Kind


class EvidenceOut(BaseModel):
    """One reason for or against, in a line; the weights add up to the score's cause."""

    part: str
    code: str
    weight: float
    text: str
    rules: list[str]

    @classmethod
    def of(cls, evidence: Evidence) -> EvidenceOut:
        return cls(
            part=evidence.part,
            code=evidence.code,
            weight=evidence.weight,
            text=evidence.text,
            rules=list(evidence.rules),
        )


class CandidateOut(BaseModel):
    """An entity that the name may mean, and why."""

    entity: EntityKindRef
    score: Score
    verdict: Verdict
    evidence: list[EvidenceOut]


class AnswerOut(BaseModel):
    """Whom the name means. `entity` is there when one entity is clear of all others."""

    outcome: Outcome
    entity: EntityRef | None
    candidates: Annotated[list[CandidateOut], Field(description="Best first.")]
    rules_version: str
    removed: Removed = []


class AnswersOut(BaseModel):
    results: list[AnswerOut | FailedItem]


class RecordedOut(BaseModel):
    """What became of a mention: the entity it joined or founded."""

    mention_id: str
    entity: EntityRef
    how: Annotated[str, Field(description="founded, joined or given.")]
    score: Score | None
    suggestions: Annotated[int, Field(ge=0, description="Near misses raised for a clerk.")]

    @classmethod
    def of(cls, recorded: Recorded) -> RecordedOut:
        return cls(
            mention_id=recorded.mention_id,
            entity=EntityRef(id=recorded.entity_id, name=recorded.entity_name),
            how=recorded.how,
            score=recorded.score,
            suggestions=recorded.suggestions,
        )


class RecordedManyOut(BaseModel):
    results: list[RecordedOut | FailedItem]


class ComparisonOut(BaseModel):
    """Whether two spellings are one name, and why."""

    score: Score
    verdict: Verdict
    evidence: list[EvidenceOut]
    rules_version: str
    removed: Removed = []

    @classmethod
    def of(cls, comparison: Comparison, rules_version: str, removed: list[str]) -> ComparisonOut:
        return cls(
            score=comparison.score,
            verdict=comparison.verdict,
            evidence=[EvidenceOut.of(item) for item in comparison.evidence],
            rules_version=rules_version,
            removed=removed,
        )


class SpellingOut(BaseModel):
    name: str
    mentions: Annotated[int, Field(ge=1)]


class MentionOut(BaseModel):
    """A recorded mention; attributes that its source did not give are left out."""

    mention_id: str
    name: str
    how: str
    recorded_at: str
    score: Score | None = None
    language: str | None = None
    birth_date: str | None = None
    country: str | None = None
    context: str | None = None
    source: str | None = None
    date: str | None = None
    id: str | None = None

    @classmethod
    def of(cls, stored: StoredMention) -> MentionOut:
        mention = stored.mention
        return cls(
            mention_id=stored.mention_id,
            name=mention.name,
            how=stored.how,
            recorded_at=stored.recorded_at,
            score=stored.score,
            language=mention.language,
            birth_date=mention.birth_date,
            country=mention.country,
            context=mention.context,
            source=mention.source,
            date=mention.date,
            id=mention.external_id,
        )


class EntityOut(BaseModel):
    """An entity with its spellings (all) and its mentions (the first 1,000).

    `id` may be another than was asked for: that of the entity that took it in.
    """

    id: str
    kind: Kind
    name: str
    members: Annotated[list[str], Field(description="Ids that redirect here.")] = []
    corrected: Annotated[bool, Field(description="A clerk has said how it is called.")] = False
    not_a_name: Annotated[bool, Field(description="A clerk has said it is no name.")] = False
    spellings: list[SpellingOut]
    mentions: list[MentionOut]

    @classmethod
    def of(cls, entity: Entity, mentions: list[StoredMention]) -> EntityOut:
        return cls(
            id=entity.entity_id,
            kind=entity.kind,
            name=entity.name,
            members=list(entity.members),
            corrected=entity.corrected,
            not_a_name=entity.not_a_name,
            spellings=[
                SpellingOut(name=name, mentions=count) for name, count in entity.spellings.items()
            ],
            mentions=[MentionOut.of(mention) for mention in mentions],
        )


class HealthOut(BaseModel):
    status: str
    version: str
    rules_version: str
