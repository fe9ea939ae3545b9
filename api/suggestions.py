"""The queue of what clerks are to decide."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Response

from api import examples_review as examples
from api.acts import ANYBODY, acting, tag
from api.answers_review import CardOut, QueueOut
from api.json_body import JsonRoute
from api.problems import ASKING, LOOKING_UP, documented
from api.schemas_review import TakeIn
from api.serving import AtDesk, KeyId, Serving
from resolver.access import signature
from resolver.history import queue, shown

router = APIRouter(prefix="/suggestions", tags=["review"], route_class=JsonRoute)


@router.get(
    "",
    operation_id="listSuggestions",
    summary="The most urgent cards",
    response_description="Collisions of decisions first, then suggestions",
    response_model_exclude_defaults=True,
    responses={200: examples.QUEUE_ANSWERS, **documented(*LOOKING_UP)},
)
def list_suggestions(
    service: Serving,
    limit: Annotated[int, Query(ge=1, le=200, openapi_examples=examples.LIMIT)] = 50,
) -> QueueOut:
    """Suggestions come by uncertainty times mentions affected. Nothing is leased."""
    with service.store.reading() as reader:
        cards = [CardOut.of(card) for card in queue(reader, limit)]
        counts = reader.counts()
    return QueueOut(cards=cards, suggestions=counts["suggestions"], collisions=counts["collisions"])


@router.post(
    ":next",
    operation_id="takeNextSuggestion",
    summary="Take the next card for five minutes",
    response_description="A card that nobody else gets meanwhile",
    response_model=CardOut,
    response_model_exclude_defaults=True,
    responses={
        200: examples.CARD_ANSWERS,
        204: {"description": "There is nothing to decide"},
        **documented(*ASKING),
    },
)
def take_next(
    said: Annotated[TakeIn, Body(openapi_examples=examples.TAKE)],
    service: Serving,
    desk: AtDesk,
    key_id: KeyId,
    response: Response,
) -> CardOut | Response:
    """Asked again by the same clerk before it is decided, it is the same card, for five
    minutes more. The ETag goes into If-Match of the decision.
    """
    card = desk.take(signature(key_id, said.actor) or ANYBODY)
    if card is None:
        return Response(status_code=204)
    with service.store.reading() as reader:
        found = shown(reader, card.number)
    tag(response, found.changed)
    return CardOut.of(found)


@router.get(
    "/{number:int}",
    operation_id="getSuggestion",
    summary="One card, whatever its state",
    response_description="The card",
    response_model_exclude_defaults=True,
    responses={200: examples.CARD_ANSWERS, **documented(*LOOKING_UP)},
)
def get_suggestion(
    number: Annotated[int, Path(ge=1, le=2**53, openapi_examples=examples.SUGGESTION_NUMBER)],
    service: Serving,
    response: Response,
) -> CardOut:
    with acting(service), service.store.reading() as reader:
        found = shown(reader, number)
    tag(response, found.changed)
    return CardOut.of(found)
