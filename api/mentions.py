"""Mentions arrive: each joins an entity or founds one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import ValidationError

from api import examples
from api.answers import FailedItem, Fault, Problem, RecordedManyOut, RecordedOut
from api.json_body import JsonRoute
from api.problems import INVALID_REQUEST, RECORDING, Refused, bad_name, documented, invalid
from api.schemas import RecordIn, Records, RecordsIn
from api.serving import Serving
from resolver.errors import BadInput, BadName
from resolver.service import Service

router = APIRouter(prefix="/mentions", tags=["mentions"], route_class=JsonRoute)


_UNUSABLE_ID = "must not be blank, nor the id of an entity of another kind"


def _refusal(error: BadName | BadInput, pointer: str) -> Problem:
    """Past the schema, a mention is refused for its name or for its entity's id."""
    if isinstance(error, BadName):
        return bad_name(error, f"{pointer}/name")
    fault = Fault(pointer=f"#{pointer}/entity_id", detail=_UNUSABLE_ID)
    return INVALID_REQUEST.problem(errors=[fault])


def _record_batch(service: Service, items: list[RecordIn | ValidationError]) -> RecordedManyOut:
    usable = ((item.mention(), item.entity_id) for item in items if isinstance(item, RecordIn))
    outcomes = service.record_many(usable, together=True)
    results: list[RecordedOut | FailedItem] = []
    for index, item in enumerate(items):
        pointer = f"/mentions/{index}"
        if isinstance(item, ValidationError):
            results.append(FailedItem(error=invalid(item.errors(), within=pointer)))
            continue
        outcome = next(outcomes)
        if isinstance(outcome, BadName | BadInput):
            results.append(FailedItem(error=_refusal(outcome, pointer)))
        else:
            results.append(RecordedOut.of(outcome))
    return RecordedManyOut(results=results)


@router.post(
    "",
    status_code=201,
    operation_id="recordMentions",
    summary="Record mentions",
    response_description="What became of each mention",
    response_model=RecordedOut | RecordedManyOut,
    response_model_exclude_defaults=True,
    responses={201: examples.RECORD_ANSWERS, **documented(*RECORDING)},
)
def record(
    mentions: Annotated[Records, Body(openapi_examples=examples.RECORD)], service: Serving
) -> RecordedOut | RecordedManyOut:
    """One mention, or up to 1,000 as `mentions`, which are kept together or not at all.

    `how`: `joined` an entity that it surely means, `founded` a new one, or `given` with
    `entity_id`. Near misses become suggestions for a clerk. In a batch a bad item is
    answered by `error` in its place, and the others as if it were not there.
    """
    if isinstance(mentions, RecordsIn):
        return _record_batch(service, mentions.mentions)
    try:
        return RecordedOut.of(service.record(mentions.mention(), mentions.entity_id))
    except (BadName, BadInput) as error:
        raise Refused(_refusal(error, "")) from error
