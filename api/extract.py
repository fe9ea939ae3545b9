"""Whom does a text name, and which entities are they? A question: it changes nothing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from api import examples_extract as examples
from api.answers_extract import ExtractedOut
from api.json_body import JsonRoute
from api.problems import ASKING, documented
from api.schemas import ExtractIn
from api.serving import Serving
from resolver.extract.linked import linked

router = APIRouter(prefix="/extract", tags=["extract"], route_class=JsonRoute)


@router.post(
    "",
    operation_id="extractNames",
    summary="Find the names in a text and the entities they mean",
    response_description="The names in the order of the text",
    response_model_exclude_defaults=True,
    responses={200: examples.ANSWERS, **documented(*ASKING)},
)
def extract_names(
    text: Annotated[ExtractIn, Body(openapi_examples=examples.REQUESTS)], service: Serving
) -> ExtractedOut:
    """People, places and organisations of a plain text or an HTML page, in English, Russian
    or Ukrainian. Nothing is recorded.

    `start` and `end` count Unicode code points of the `text` in the answer, which is the
    article of a page. `standing` says how a name stands to the archive: `recorded` there
    from this very article (the same text and `id`), a `match`, for `review`
    (the candidates are given), or `new`.
    """
    return ExtractedOut.of(linked(service, text.article()))
