"""What all acts of clerks share: preconditions, idempotency, and how they are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Header, Response
from fastapi.openapi.models import Example

from api.answers import Fault
from api.answers_review import DecisionOut, StaleProblem
from api.problems import (
    ACTING,
    CONFLICT,
    INVALID_REQUEST,
    NOT_FOUND,
    STALE,
    Refused,
)
from api.schemas_review import ActIn
from resolver.desk import MAX_KEY, Act
from resolver.errors import BadInput, Conflict, NotFound, Stale
from resolver.history import decision
from resolver.service import Service

_TAG = re.compile(r'"(\d{1,15})"')

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=100,
        description="The ETag of what the clerk looked at. A decision made since is answered "
        "with 412 and shown; mentions recorded since do not matter.",
        openapi_examples={"any": Example(summary="Whatever it is now", value="*")},
    ),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=MAX_KEY,
        description="The same key and request again get the same answer; nothing is done twice.",
        openapi_examples={"key": Example(summary="Any unique text", value="vera-0001")},
    ),
]


def act(said: ActIn, if_match: str | None, key: str | None) -> Act:
    """Who acts, having seen what. Refused for an If-Match that is no ETag of ours."""
    seen = None
    if if_match is not None and if_match.strip() != "*":
        found = _TAG.fullmatch(if_match.strip())
        if found is None:
            fault = Fault(parameter="If-Match", detail="must be one ETag of an answer, or *")
            raise Refused(INVALID_REQUEST.problem(errors=[fault]))
        seen = int(found[1])
    return Act(said.actor, said.reason, seen, key)


def tag(response: Response, changed: int) -> None:
    """State the version of an answer."""
    response.headers["ETag"] = f'"{changed}"'


@contextmanager
def acting(service: Service) -> Iterator[None]:
    """Errors of an act as problems that say what to do; Stale shows the other decision."""
    try:
        yield
    except Stale as error:
        with service.store.reading() as reader:
            other = DecisionOut.of(decision(reader, error.decision)) if error.decision else None
        problem = STALE.problem()
        if other is not None:
            problem = StaleProblem(**problem.model_dump(), decision=other)
        raise Refused(problem) from error
    except NotFound as error:
        raise Refused(NOT_FOUND.problem(f"{str(error).capitalize()}.")) from error
    except Conflict as error:
        raise Refused(CONFLICT.problem(f"{str(error).capitalize()}.")) from error
    except BadInput as error:
        raise Refused(INVALID_REQUEST.problem(f"{str(error).capitalize()}.")) from error


__all__ = ["ACTING", "IdempotencyKey", "IfMatch", "act", "acting", "tag"]
