"""Queries in the shape of FollowTheMoney entities, as clients of yente send them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.schemas import Text

MOST_QUERIES = 100


def _listed(value: Any) -> Any:
    """A single value stands for a list of one."""
    return [value] if isinstance(value, str) else value


Values = Annotated[
    list[Annotated[Text, Field(max_length=2000)]],
    BeforeValidator(_listed, json_schema_input_type=list[str] | str),
    Field(max_length=100),
]
Label = Annotated[Text, Field(max_length=200)]


class QueryIn(BaseModel):
    """An entity as an example of what is looked for. Unknown members are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Label | None = None
    schema_: Annotated[Label, Field(alias="schema", examples=["Person", "Company"])]
    properties: Annotated[dict[Label, Values], Field(max_length=100)]


class MatchIn(BaseModel):
    """Queries by keys of the client's own."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    queries: Annotated[dict[Label, QueryIn], Field(min_length=1, max_length=MOST_QUERIES)]
