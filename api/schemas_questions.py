"""Requests that ask about spellings alone: no store is behind them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from api.schemas import Label, MentionIn, RawName, Strict

Language = Annotated[
    str | None,
    Field(
        max_length=35,
        pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
        description="Language of the original, as a BCP 47 tag; told from the letters if missing.",
    ),
]


class QueryStyle(StrEnum):
    """How a search query over all spellings is written."""

    LIST = "list"
    LUCENE = "lucene"
    REGEX = "regex"


class RomanizeIn(Strict):
    """A name to be written in Latin letters, by one standard or by all."""

    name: RawName
    language: Language = None
    standard: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=64,
            pattern=r"^[A-Za-z0-9._-]+$",
            description="Id of one standard, from GET /v1/rules/standards; all of the "
            "language if missing.",
        ),
    ] = None


class OriginalIn(Strict):
    """A Latin spelling whose Cyrillic originals are asked for."""

    name: RawName
    language: Language = None
    limit: Annotated[int, Field(strict=True, ge=1, le=100)] = 10


class VariantsIn(Strict):
    """A name whose other spellings are asked for."""

    name: RawName
    language: Language = None
    limit: Annotated[int, Field(strict=True, ge=1, le=1000)] = 50
    query: Annotated[
        QueryStyle | None, Field(description="Also answer a search query for all of them.")
    ] = None


class LineIn(MentionIn):
    """One line of a stream: a mention, and by what its source knows it."""

    id: Annotated[
        Label | None, Field(description="Comes back with the answer, to tell which it is.")
    ] = None
