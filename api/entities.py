"""What is known of an entity."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api import examples
from api.answers import EntityOut
from api.problems import LOOKING_UP, NOT_FOUND, Refused, documented
from api.serving import Serving
from resolver.errors import NotFound

router = APIRouter(prefix="/entities", tags=["entities"])


@router.get(
    "/{id:path}",
    operation_id="getEntity",
    summary="An entity with its spellings and mentions",
    response_description="The entity",
    response_model_exclude_defaults=True,
    responses={200: examples.ENTITY_ANSWERS, **documented(*LOOKING_UP)},
)
def entity(
    entity_id: Annotated[str, Path(alias="id", openapi_examples=examples.ENTITY)],
    service: Serving,
) -> EntityOut:
    """Its canonical name, every spelling with its number of mentions, and the mentions in
    the order they were recorded, at most 1,000.
    """
    try:
        found, mentions = service.entity(entity_id)
    except NotFound as error:
        raise Refused(NOT_FOUND.problem("No entity has this id.")) from error
    return EntityOut.of(found, mentions)
