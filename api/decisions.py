"""Decisions of clerks: made, looked at, taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query

from api import examples_review as examples
from api.acts import Sent, acting
from api.answers_review import DecisionOut, DecisionsOut, DoneOut
from api.json_body import JsonRoute
from api.problems import ACTING, LOOKING_UP, documented
from api.schemas_review import ActIn, DecisionIn
from api.serving import AtDesk, Serving
from resolver.history import decision, decisions

router = APIRouter(prefix="/decisions", tags=["review"], route_class=JsonRoute)

DecisionNumber = Annotated[
    int, Path(alias="number", ge=1, le=2**53, openapi_examples=examples.DECISION_NUMBER)
]


@router.post(
    "",
    status_code=201,
    operation_id="decide",
    summary="Decide a suggestion, or about entities",
    response_description="The decision",
    response_model_exclude_defaults=True,
    responses={201: examples.DONE_ANSWERS, **documented(*ACTING)},
)
def decide(
    said: Annotated[DecisionIn, Body(openapi_examples=examples.DECIDE)],
    service: Serving,
    desk: AtDesk,
    sent: Sent,
) -> DoneOut:
    """`same`, `different` and `unsure` are about two, `not_a_name` about one (of a
    suggestion: its first). What was decided holds against every later run of the machine.
    A decision that contradicts an earlier one waits, and both come to the queue.
    """
    with acting(service):
        by = sent.act(said)
        if said.suggestion is not None:
            return DoneOut.of(desk.answer(said.suggestion, said.verdict, by))
        assert said.entities is not None
        one, other = said.entities[0], said.entities[1] if len(said.entities) > 1 else None
        return DoneOut.of(desk.decide(said.verdict, one, other, by))


@router.get(
    "",
    operation_id="listDecisions",
    summary="List decisions in the order they were made",
    response_description="A page of decisions",
    response_model_exclude_defaults=True,
    responses={200: examples.DECISIONS_ANSWERS, **documented(*LOOKING_UP)},
)
def list_decisions(
    service: Serving,
    limit: Annotated[int, Query(ge=1, le=200, openapi_examples=examples.LIMIT)] = 50,
    after: Annotated[int, Query(ge=0, le=2**53, openapi_examples=examples.AFTER)] = 0,
) -> DecisionsOut:
    """All of them, those undone or waiting too."""
    with service.store.reading() as reader:
        found = decisions(reader, after, limit + 1)
    page = [DecisionOut.of(one) for one in found[:limit]]
    return DecisionsOut(decisions=page, next=page[-1].decision if len(found) > limit else None)


@router.get(
    "/{number:int}",
    operation_id="getDecision",
    summary="A decision and whether it is in force",
    response_description="The decision",
    response_model_exclude_defaults=True,
    responses={200: examples.DECISION_ANSWERS, **documented(*LOOKING_UP)},
)
def get_decision(number: DecisionNumber, service: Serving) -> DecisionOut:
    with acting(service), service.store.reading() as reader:
        return DecisionOut.of(decision(reader, number))


@router.post(
    "/{number:int}:undo",
    status_code=201,
    operation_id="undoDecision",
    summary="Take a decision back, of any age",
    response_description="The undo, which is a decision too",
    response_model_exclude_defaults=True,
    responses={201: examples.DONE_ANSWERS, **documented(*ACTING)},
)
def undo(
    number: DecisionNumber,
    said: Annotated[ActIn, Body(openapi_examples=examples.UNDO)],
    service: Serving,
    desk: AtDesk,
    sent: Sent,
) -> DoneOut:
    """Everything is as if it had never been made; later decisions hold. Undoing an undo
    puts the decision in force again.
    """
    with acting(service):
        return DoneOut.of(desk.undo(number, sent.act(said)))
