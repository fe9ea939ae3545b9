"""Every error as a problem document (RFC 9457): `application/problem+json`.

A problem says what kind it is (`type`, a stable relative URI), what to do next (`detail`)
and where the faults are (`errors`, at most 20). It never repeats what the client sent: not
values, not unknown member names, not addresses.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from api.answers import Fault, Problem
from api.schemas_members import MEMBERS
from resolver.errors import (
    BadInput,
    BadName,
    Conflict,
    DamagedData,
    KeyReused,
    NotFound,
    ResolverError,
    Stale,
    StoreBusy,
)

MEDIA_TYPE = "application/problem+json"
MAX_FAULTS = 20
RETRY_AFTER_SECONDS = 1
REQUEST_ID = "X-Request-Id"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem; `detail` is what is said when there is nothing closer to say."""

    slug: str
    status: int
    title: str
    detail: str

    @property
    def uri(self) -> str:
        return f"/problems/{self.slug}"

    def problem(
        self, detail: str = "", *, reason: str | None = None, errors: Sequence[Fault] = ()
    ) -> Problem:
        return Problem(
            type=self.uri,
            title=self.title,
            status=self.status,
            detail=detail or self.detail,
            reason=reason,
            errors=list(errors[:MAX_FAULTS]),
        )


BAD_JSON = ProblemType(
    "bad-json", 400, "The body is not usable JSON", "Send one JSON value in UTF-8."
)
UNAUTHORIZED = ProblemType(
    "unauthorized", 401, "A key is needed", "Send the header Authorization: Bearer KEY."
)
FORBIDDEN = ProblemType("forbidden", 403, "The key may not do this", "Use a key of another role.")
NOT_FOUND = ProblemType("not-found", 404, "Not found", "There is nothing at this address.")
METHOD_NOT_ALLOWED = ProblemType(
    "method-not-allowed", 405, "Method not allowed", "The Allow header lists what works here."
)
CONFLICT = ProblemType(
    "conflict", 409, "Conflict with what is stored", "The request contradicts what is stored."
)
STALE = ProblemType(
    "stale",
    412,
    "Somebody else has decided meanwhile",
    "Look at the decision, then decide again with the new ETag.",
)
TOO_LARGE = ProblemType("too-large", 413, "The body is too large", "Send it in parts.")
UNSUPPORTED_MEDIA_TYPE = ProblemType(
    "unsupported-media-type",
    415,
    "Unsupported media type",
    "Send the header Content-Type: application/json.",
)
INVALID_REQUEST = ProblemType(
    "invalid-request", 422, "The request does not fit the schema", "See errors, and /openapi.json."
)
KEY_REUSED = ProblemType(
    "key-reused",
    422,
    "The idempotency key came with another request",
    "Nothing was changed. Send another request under a key of its own.",
)
BAD_NAME = ProblemType("bad-name", 422, "The name cannot be used", "Send another spelling.")
RATE_LIMITED = ProblemType(
    "rate-limited", 429, "Too many requests", "Wait as long as the header Retry-After says."
)
INTERNAL_ERROR = ProblemType(
    "internal-error",
    500,
    "Internal error",
    "Report it with the X-Request-Id header of this answer.",
)
DAMAGED_DATA = ProblemType(
    "damaged-data", 500, "Stored data is damaged", "The operator must restore the store."
)
BUSY = ProblemType(
    "busy", 503, "The store is busy", "Nothing was changed. Send the same request again."
)

TYPES = (
    BAD_JSON,
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    CONFLICT,
    STALE,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INVALID_REQUEST,
    KEY_REUSED,
    BAD_NAME,
    RATE_LIMITED,
    INTERNAL_ERROR,
    DAMAGED_DATA,
    BUSY,
)


ANYTIME = (INTERNAL_ERROR, DAMAGED_DATA, BUSY)
ASKING = (BAD_JSON, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST, BAD_NAME, *ANYTIME)
RECORDING = (*ASKING, KEY_REUSED, CONFLICT)
KEYED = (UNAUTHORIZED, FORBIDDEN, RATE_LIMITED)
ACTING = (*RECORDING, NOT_FOUND, STALE)
LOOKING_UP = (NOT_FOUND, INVALID_REQUEST, *ANYTIME)


class Refused(HTTPException):
    """A request that is answered with this problem and no other."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status_code=problem.status, detail=problem.detail, headers=headers)
        self.problem = problem


def respond(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(
        problem.model_dump(exclude_defaults=True),
        status_code=problem.status,
        headers=dict(headers) if headers else None,
        media_type=MEDIA_TYPE,
    )


def documented(*types: ProblemType) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an operation for OpenAPI: its problems, with an example of each."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for kind in types:
        entry = by_status.setdefault(
            kind.status,
            {
                "description": kind.title,
                "content": {
                    MEDIA_TYPE: {
                        "schema": {"$ref": "#/components/schemas/Problem"},
                        "examples": {},
                    }
                },
            },
        )
        entry["content"][MEDIA_TYPE]["examples"][kind.slug] = {
            "summary": kind.title,
            "value": kind.problem().model_dump(exclude_defaults=True),
        }
    return by_status


def faults(errors: Iterable[ErrorDetails], within: str = "") -> list[Fault]:
    """Validation errors as faults. `within` is the pointer of the value that was validated.

    Only array positions and member names of our own are spelled out in a pointer: all else
    in a location is a tag of ours or a word of the client's.
    """
    found = []
    for error in errors:
        where, *path = error["loc"] or ("body",)
        if where in ("path", "query", "header"):
            found.append(Fault(parameter=str(path[0]), detail=error["msg"]))
        else:
            steps = [where, *path] if within else path
            kept = [str(step) for step in steps if isinstance(step, int) or step in MEMBERS]
            pointer = "/".join([f"#{within}", *kept])
            found.append(Fault(pointer=pointer, detail=error["msg"]))
        if len(found) == MAX_FAULTS:
            break
    return found


def invalid(errors: Iterable[ErrorDetails], within: str = "") -> Problem:
    return INVALID_REQUEST.problem(errors=faults(errors, within))


def bad_name(error: BadName, pointer: str) -> Problem:
    """`pointer` leads to the name. The message is passed on: it never repeats the name."""
    detail = str(error)
    fault = Fault(pointer=f"#{pointer}", detail=detail)
    return BAD_NAME.problem(detail, reason=error.reason, errors=[fault])


def problem_of(error: Exception) -> Problem:
    """The problem for an error that no route has answered; its message stays here."""
    if isinstance(error, BadName):
        return BAD_NAME.problem(reason=error.reason)
    for error_class, kind in (
        (NotFound, NOT_FOUND),
        (KeyReused, KEY_REUSED),
        (Stale, STALE),
        (BadInput, INVALID_REQUEST),
        (Conflict, CONFLICT),
        (StoreBusy, BUSY),
        (DamagedData, DAMAGED_DATA),
    ):
        if isinstance(error, error_class):
            return kind.problem()
    return INTERNAL_ERROR.problem()


def _allowed(request: Request) -> str:
    """Every method of the address by the document, of which the framework names one route's."""
    address = request.url.path.removeprefix(request.scope.get("root_path", ""))
    closest, found = -1, set[str]()
    for template, operations in request.app.openapi()["paths"].items():
        literal = re.split(r"\{\w+\}", template)
        if re.fullmatch(".+".join(map(re.escape, literal)), address):
            likeness = len("".join(literal))
            if likeness > closest:
                closest, found = likeness, set()
            if likeness == closest:
                found |= {method.upper() for method in operations}
    return ", ".join(sorted(found))


async def _refused(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == METHOD_NOT_ALLOWED.status and (allowed := _allowed(request)):
        return respond(METHOD_NOT_ALLOWED.problem(), {"Allow": allowed})
    if isinstance(error, Refused):
        return respond(error.problem, error.headers)
    for kind in TYPES:
        if kind.status == error.status_code:
            return respond(kind.problem(), error.headers)
    other = Problem(
        type="about:blank",
        title="The request cannot be answered",
        status=error.status_code,
        detail="See the status code.",
    )
    return respond(other, error.headers)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    return respond(invalid(error.errors()))


async def _failed(request: Request, error: Exception) -> JSONResponse:
    problem = problem_of(error)
    headers = {}
    if problem.status == BUSY.status:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if problem.status >= INTERNAL_ERROR.status:
        _log.error("request %s: %s", request.scope.get("request_id"), type(error).__name__)
    return respond(problem, headers)


async def _crashed(request: Request, _: Exception) -> JSONResponse:
    """Written outside of all middleware, which is why the request id is added here.

    The server logs the error itself, since Starlette raises it again.
    """
    request_id = str(request.scope.get("request_id", ""))
    return respond(INTERNAL_ERROR.problem(), {REQUEST_ID: request_id})


def install(app: FastAPI) -> None:
    """Make every error of `app` a problem document."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ResolverError, _failed)
    app.add_exception_handler(Exception, _crashed)
