"""Whom does a name mean? A question: it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Body, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api import examples
from api.answers import AnswerOut, AnswersOut, FailedItem
from api.json_body import JsonRoute
from api.problems import ASKING, Refused, bad_name, documented, invalid
from api.schemas import MentionIn, MentionsIn, Questions
from api.serving import Serving
from api.written import Members, answer_members, model_members, written
from resolver.errors import BadName
from resolver.mention import Mention
from resolver.service import Answer, Service

Resolve = Callable[[Mention], Answer]

router = APIRouter(prefix="/resolve", tags=["resolve"], route_class=JsonRoute)


def _in_place(resolve: Resolve, item: MentionIn | ValidationError, pointer: str) -> Members:
    if isinstance(item, ValidationError):
        return model_members(FailedItem(error=invalid(item.errors(), within=pointer)))
    try:
        return answer_members(resolve(item.mention()))
    except BadName as error:
        return model_members(FailedItem(error=bad_name(error, f"{pointer}/name")))


def _sent(members: Members) -> Response:
    return Response(written(members), media_type="application/json")


@router.post(
    "",
    operation_id="resolve",
    summary="Find the entity that a name means",
    response_description="The answer, or the answers of a batch",
    response_model=AnswerOut | AnswersOut,
    responses={200: examples.RESOLVE_ANSWERS, **documented(*ASKING)},
)
async def resolve(
    question: Annotated[Questions, Body(openapi_examples=examples.RESOLVE)], service: Serving
) -> Response:
    """One mention, or up to 1,000 as `mentions`. Nothing is recorded.

    `match`: one entity, clear of all others. `ambiguous`: several fit, or none surely.
    `none`: nobody known fits. The candidates say why, whatever the outcome. In a batch a bad
    item is answered by `error` in its place, and the others as if it were not there.
    """
    if isinstance(question, MentionsIn):
        return await run_in_threadpool(_answered_all, question, service)
    if service.answers_at_once:
        return _answered(question, service)
    return await run_in_threadpool(_answered, question, service)


def _answered(question: MentionIn, service: Service) -> Response:
    try:
        return _sent(answer_members(service.resolve(question.mention())))
    except BadName as error:
        raise Refused(bad_name(error, "/name")) from error


def _answered_all(question: MentionsIn, service: Service) -> Response:
    with service.asking() as resolve:
        items = enumerate(question.mentions)
        results = [_in_place(resolve, item, f"/mentions/{index}") for index, item in items]
    return _sent({"results": results})
