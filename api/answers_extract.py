"""The names of a text, as they are sent back."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from api.answers import EntityRef, Score
from resolver.extract.linked import LinkedArticle, LinkedName, Standing
from resolver.mention import Kind


class LikelyOut(EntityRef):
    """An entity that a name in review may mean."""

    score: Score


class NameOut(BaseModel):
    """A name at its place in the text, and the entity it means."""

    kind: Kind
    text: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    name: Annotated[str, Field(description="In its dictionary form.")]
    full_name: Annotated[
        str, Field(description="The fullest name of the same person or body in this text.")
    ]
    group: Annotated[int, Field(ge=0, description="Equal for all names of one in this text.")]
    sentence: str
    standing: Standing
    roles: Annotated[list[str], Field(description="Words beside it that say who it is.")] = []
    entity: EntityRef | None = None
    candidates: Annotated[list[LikelyOut], Field(description="For review, best first.")] = []

    @classmethod
    def of(cls, linked: LinkedName) -> NameOut:
        name = linked.name
        entity = None
        if linked.entity_id is not None and linked.entity_name is not None:
            entity = EntityRef(id=linked.entity_id, name=linked.entity_name)
        return cls(
            kind=name.kind,
            text=name.text,
            start=name.start,
            end=name.end,
            name=name.name,
            full_name=name.full_name,
            group=name.group,
            sentence=name.sentence,
            standing=linked.standing,
            roles=list(name.roles),
            entity=entity,
            candidates=[
                LikelyOut(id=each.entity_id, name=each.name, score=each.score)
                for each in linked.candidates
            ],
        )


class ExtractedOut(BaseModel):
    """A text with its names."""

    language: str
    text: Annotated[str, Field(description="What the offsets count in.")]
    names: list[NameOut]

    @classmethod
    def of(cls, linked: LinkedArticle) -> ExtractedOut:
        return cls(
            language=linked.extraction.language,
            text=linked.extraction.article.text,
            names=[NameOut.of(name) for name in linked.names],
        )
