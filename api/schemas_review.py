"""What clerks send: decisions, merges, splits, corrections."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas import Label, RawName, Strict, Text
from resolver.desk import MAX_ENTITIES, MAX_MENTIONS
from resolver.ledger.events import Ruling

Number = Annotated[int, Field(ge=1, le=2**53)]


Actor = Annotated[
    Label | None,
    Field(description="Who decides; where the server has keys, on whose behalf the key does."),
]


class ActIn(Strict):
    """What every act says besides: who, and why."""

    actor: Actor = None
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)], Field(description="Why; kept with the act.")
    ] = ""


class DecisionIn(ActIn):
    """A verdict on a suggestion, or on entities: two, or one for `not_a_name`."""

    verdict: Ruling
    suggestion: Number | None = None
    entities: Annotated[list[Label], Field(min_length=1, max_length=2)] | None = None

    @model_validator(mode="after")
    def _about_one_thing(self) -> DecisionIn:
        if (self.suggestion is None) is (self.entities is None):
            raise PydanticCustomError("subject", "needs either suggestion or entities")
        wanted = 1 if self.verdict is Ruling.NOT_A_NAME else 2
        if self.entities is not None and len(set(self.entities)) != wanted:
            raise PydanticCustomError(
                "entities", "not_a_name is about one entity, every other verdict about two"
            )
        return self


class MergeIn(ActIn):
    """The entities that are one with the entity of the address."""

    entities: Annotated[list[Label], Field(min_length=1, max_length=MAX_ENTITIES - 1)]


class SplitIn(ActIn):
    """The mentions that leave the entity of the address."""

    mentions: Annotated[list[Label], Field(min_length=1, max_length=MAX_MENTIONS)]


class RenameIn(ActIn):
    """How the entity of the address is called."""

    name: RawName


class TakeIn(Strict):
    """Who takes the next card."""

    actor: Actor = None
