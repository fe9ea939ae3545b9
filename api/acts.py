"""What all requests that change something share: who asks, preconditions, idempotency, and
how acts are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from fastapi.openapi.models import Example

from api.answers import Fault
from api.answers_review import DecisionOut, StaleProblem
from api.problems import (
    CONFLICT,
    INVALID_REQUEST,
    KEY_REUSED,
    NOT_FOUND,
    STALE,
    Refused,
)
from api.schemas_review import ActIn
from api.serving import KeyId
from resolver.access import signature
from resolver.desk import Act
from resolver.errors import BadInput, Conflict, KeyReused, NotFound, Stale
from resolver.history import decision
from resolver.once import Once
from resolver.service import Service

ANYBODY = "clerk"
"""Who decides where neither a key nor the request says who."""

_TAG = re.compile(r'"(\d{1,15})"')

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=100,
        description="The ETag of what the clerk looked at. A decision made since is answered "
        "with 412 and shown; mentions recorded since do not matter. Send it wherever a person "
        "has looked; without it, or with *, the act is about whatever stands now.",
        openapi_examples={"any": Example(summary="Whatever it is now", value="*")},
    ),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern="^[ -~]+$",
        description="The same key and request again get the same answer, for a day; nothing "
        "is done twice. Another request under the key is refused. Every API key has its own.",
        openapi_examples={"key": Example(summary="Any unique text", value="vera-0001")},
    ),
]


@dataclass(frozen=True, slots=True)
class Sender:
    """What the headers of an act say: by whose key, having seen what, under which key."""

    key_id: str | None
    seen: int | None
    once: str | None

    def act(self, said: ActIn) -> Act:
        """The act of a body."""
        actor = signature(self.key_id, said.actor) or ANYBODY
        return Act(actor, said.reason, self.seen, self.once)


async def _sender(
    key_id: KeyId, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Sender:
    return Sender(key_id, _seen(if_match), _own(key_id, idempotency_key))


Sent = Annotated[Sender, Depends(_sender)]


async def _asked(request: Request) -> object:
    return await request.json() if await request.body() else None


# Not a coroutine: the digest of a large body would hold up every other request.
def _once(
    key_id: KeyId,
    asked: Annotated[object, Depends(_asked)],
    idempotency_key: IdempotencyKey = None,
) -> Once | None:
    key = _own(key_id, idempotency_key)
    return None if key is None else Once.of(key, asked)


SentOnce = Annotated[Once | None, Depends(_once)]
"""The request as one that takes effect once, if it came with an idempotency key."""


def _own(key_id: str | None, key: str | None) -> str | None:
    """Keys of different clients may be equal: each API key has its own."""
    return f"{key_id} {key}" if key and key_id else key


def _seen(if_match: str | None) -> int | None:
    """The state of an ETag. Refused for an If-Match that is no ETag of ours."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        fault = Fault(parameter="If-Match", detail="must be one ETag of an answer, or *")
        raise Refused(INVALID_REQUEST.problem(errors=[fault]))
    return int(found[1])


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
    except KeyReused as error:
        raise Refused(KEY_REUSED.problem()) from error
    except BadInput as error:
        raise Refused(INVALID_REQUEST.problem(f"{str(error).capitalize()}.")) from error


__all__ = ["ANYBODY", "Sent", "SentOnce", "acting", "tag"]
