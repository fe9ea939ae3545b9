"""Whom do many names mean? Lines in, lines out, in constant memory."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api import examples_questions as examples
from api.answers_questions import FailedLine, LastLine, SummaryOut
from api.json_body import parse
from api.lines import TAKEN, Line, LinesResponse, lines_of
from api.problems import (
    ANYTIME,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    Refused,
    bad_name,
    documented,
    invalid,
    problem_of,
)
from api.schemas_questions import LineIn
from api.serving import Serving
from api.written import Members, answer_members, model_members, written
from resolver.errors import BadName
from resolver.service import Outcome, Service

router = APIRouter(tags=["resolve"])

_log = logging.getLogger(__name__)


def _failed(number: int, error: Exception, line_id: str | None) -> FailedLine:
    if isinstance(error, Refused):
        problem = error.problem
    elif isinstance(error, ValidationError):
        located = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        problem = invalid(located)  # type: ignore[arg-type]
    elif isinstance(error, BadName):
        problem = bad_name(error, "/name")
    else:
        _log.error("line of a stream: %s", type(error).__name__)
        problem = problem_of(error)
    return FailedLine(line=number, id=line_id, error=problem)


def _answer(service: Service, number: int, line: bytes | None) -> Members | FailedLine:
    line_id = None
    if line is None:
        return FailedLine(line=number, error=TOO_LARGE.problem("The line is over 64 KB."))
    try:
        question = LineIn.model_validate(parse(line))
        line_id = question.id
        answer = answer_members(service.resolve(question.mention()))
    except Exception as error:
        return _failed(number, error, line_id)
    answer["line"] = number
    if line_id is not None:
        answer["id"] = line_id
    return answer


def _answer_all(service: Service, lines: list[Line], counts: Counter[str]) -> bytes:
    out = bytearray()
    for number, line in lines:
        found = _answer(service, number, line)
        if isinstance(found, FailedLine):
            counts["failed"] += 1
            found = model_members(found)
        else:
            counts[str(found["outcome"])] += 1
        out += written(found) + b"\n"
    return bytes(out)


async def _answers(service: Service, request: Request) -> AsyncIterator[bytes]:
    counts: Counter[str] = Counter()
    async for lines in lines_of(request):
        yield await run_in_threadpool(_answer_all, service, lines, counts)
    outcomes = {each: counts[each.value] for each in Outcome}
    answered = sum(outcomes.values())
    summary = SummaryOut(answered=answered, failed=counts["failed"], outcomes=outcomes)
    yield written(model_members(LastLine(summary=summary))) + b"\n"


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/jsonl": {
                # A line that is none is answered by an error: anything may be sent.
                "schema": {"anyOf": [{"$ref": "#/components/schemas/LineIn"}, {}]},
                "examples": examples.STREAM,
            }
        },
    }
}


@router.post(
    "/resolve:stream",
    status_code=200,
    operation_id="resolveStream",
    summary="Find the entities of any number of names",
    response_class=LinesResponse,
    openapi_extra=_BODY,
    responses={200: examples.STREAM_ANSWER, **documented(UNSUPPORTED_MEDIA_TYPE, *ANYTIME)},
)
async def resolve_stream(request: Request, service: Serving) -> LinesResponse:
    """JSON Lines in, at most 64 KB a line, a mention each; JSON Lines out in the same order.

    A line that cannot be answered is answered by `error`; the last line is the summary. A
    stream without it was broken off. Answers begin before the body has ended: read them
    while you send, or send no more than some thousand lines at once.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type not in TAKEN:
        detail = "Send the header Content-Type: application/jsonl."
        raise Refused(UNSUPPORTED_MEDIA_TYPE.problem(detail))
    return LinesResponse(_answers(service, request))
