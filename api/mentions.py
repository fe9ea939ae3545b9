"""Mentions arrive: each joins an entity or founds one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import ValidationError

from api import examples
from api.acts import SentOnce
from api.answers import FailedItem, Fault, Problem, RecordedManyOut, RecordedOut
from api.json_body import JsonRoute
from api.problems import (
    BUSY,
    INVALID_REQUEST,
    RECORDING,
    RETRY_AFTER_SECONDS,
    Refused,
    bad_name,
    documented,
    invalid,
)
from api.schemas import RecordIn, Records, RecordsIn
from api.serving import KeyId, Serving
from resolver.errors import BadInput, BadName, KeyReused, StoreBusy
from resolver.once import Once
from resolver.recording_batch import Outcome
from resolver.service import Service

router = APIRouter(prefix="/mentions", tags=["mentions"], route_class=JsonRoute)


_UNUSABLE_ID = "must not be blank, nor the id of an entity of another kind"


def _refusal(error: BadName | BadInput, pointer: str) -> Problem:
    """Past the schema, a mention is refused for its name or for its entity's id."""
    if isinstance(error, BadName):
        return bad_name(error, f"{pointer}/name")
    fault = Fault(pointer=f"#{pointer}/entity_id", detail=_UNUSABLE_ID)
    return INVALID_REQUEST.problem(errors=[fault])


def _record_batch(
    service: Service,
    items: list[RecordIn | ValidationError],
    actor: str | None,
    once: Once | None,
) -> RecordedManyOut:
    usable = ((item.mention(), item.entity_id) for item in items if isinstance(item, RecordIn))
    outcomes = iter(_kept(service.record_many(usable, actor=actor, once=once), once))
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


def _kept(outcomes: Iterator[Outcome], once: Once | None) -> list[Outcome]:
    """All outcomes; Refused, saying how many are kept, where the store became busy midway."""
    kept: list[Outcome] = []
    try:
        kept.extend(outcomes)
    except StoreBusy as error:
        if not kept:
            raise
        rest = "the same request under the same Idempotency-Key" if once else "the others"
        detail = f"The first {len(kept)} usable mentions were kept. Send {rest} again."
        problem = BUSY.problem(detail, reason="partly-kept")
        raise Refused(problem, {"Retry-After": str(RETRY_AFTER_SECONDS)}) from error
    return kept


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
    mentions: Annotated[Records, Body(openapi_examples=examples.RECORD)],
    service: Serving,
    key_id: KeyId,
    once: SentOnce,
) -> RecordedOut | RecordedManyOut:
    """One mention, or up to 1,000 as `mentions`, which are kept in order, a few at a time.

    `how`: `joined` an entity that it surely means, `founded` a new one, or `given` with
    `entity_id`. Near misses become suggestions for a clerk. In a batch a bad item is
    answered by `error` in its place, and the others as if it were not there.

    With an `Idempotency-Key` the request can be sent again whatever became of it: mentions
    that are kept are not recorded again, the others are, and the answer is that to all.
    """
    if isinstance(mentions, RecordsIn):
        return _record_batch(service, mentions.mentions, key_id, once)
    try:
        found = service.record(mentions.mention(), mentions.entity_id, actor=key_id, once=once)
    except KeyReused:
        raise
    except (BadName, BadInput) as error:
        raise Refused(_refusal(error, "")) from error
    return RecordedOut.of(found)
