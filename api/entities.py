"""Entities: found, looked at, merged, split and renamed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Header, Path, Query, Response

from api import examples_review as examples
from api.acts import Sent, acting, tag
from api.answers import EntityOut
from api.answers_review import DoneOut, EntitiesOut, EntitySummary, EventOut, HistoryOut
from api.json_body import JsonRoute
from api.problems import ACTING, BAD_NAME, LOOKING_UP, Refused, bad_name, documented
from api.schemas_review import MergeIn, RenameIn, SplitIn
from api.serving import AtDesk, Serving
from resolver.errors import BadName
from resolver.history import history
from resolver.mention import Kind
from resolver.store.protocol import Entity

router = APIRouter(prefix="/entities", tags=["entities"], route_class=JsonRoute)

EntityId = Annotated[str, Path(alias="id", openapi_examples=examples.ENTITY)]
Limit = Annotated[int, Query(ge=1, le=200, openapi_examples=examples.LIMIT)]
After = Annotated[int, Query(ge=0, le=2**53, openapi_examples=examples.AFTER)]


@router.get(
    "",
    operation_id="listEntities",
    summary="Find entities by name in any spelling, or list all",
    response_description="A page of entities",
    response_model_exclude_defaults=True,
    responses={200: examples.ENTITIES_ANSWERS, **documented(*LOOKING_UP, BAD_NAME)},
)
def entities(
    service: Serving,
    name: Annotated[str | None, Query(openapi_examples=examples.NAME)] = None,
    kind: Annotated[Kind | None, Query(openapi_examples=examples.KIND)] = None,
    limit: Limit = 50,
    after: Annotated[str | None, Query(max_length=200, openapi_examples=examples.AFTER_ID)] = None,
) -> EntitiesOut:
    """With `name`, those that it may mean, best first, with scores (persons unless `kind`
    says otherwise); without, all, oldest first. `next` leads to the next page.
    """
    with acting(service):
        found: list[tuple[Entity, float | None]] = []
        if name is not None:
            try:
                named = service.search(name, kind or Kind.PERSON, limit + 1, after)
            except BadName as error:
                raise Refused(bad_name(error, "/name")) from error
            found += named
        else:
            found += ((entity, None) for entity in service.page(kind, limit + 1, after))
    page = [EntitySummary.of(entity, score) for entity, score in found[:limit]]
    return EntitiesOut(entities=page, next=page[-1].id if len(found) > limit else None)


@router.get(
    "/{id:path}/history",
    operation_id="getEntityHistory",
    summary="Everything that made an entity what it is",
    response_description="A page of events",
    response_model_exclude_defaults=True,
    responses={200: examples.HISTORY_ANSWERS, **documented(*LOOKING_UP)},
)
def entity_history(
    entity_id: EntityId, service: Serving, limit: Limit = 50, after: After = 0
) -> HistoryOut:
    """Founding, mentions, suggestions, decisions and what undid them, in the order of the
    log; who, when and why, under which version of the rules.
    """
    with acting(service), service.store.reading() as reader:
        found = history(reader, entity_id, after, limit + 1)
    page = [EventOut.of(one) for one in found[:limit]]
    return HistoryOut(events=page, next=page[-1].seq if len(found) > limit else None)


@router.post(
    "/{id:path}:merge",
    status_code=201,
    operation_id="mergeEntities",
    summary="Say that entities are one",
    response_description="The decision",
    response_model_exclude_defaults=True,
    responses={201: examples.DONE_ANSWERS, **documented(*ACTING)},
)
def merge(
    entity_id: EntityId,
    said: Annotated[MergeIn, Body(openapi_examples=examples.MERGE)],
    service: Serving,
    desk: AtDesk,
    sent: Sent,
) -> DoneOut:
    """The oldest id stays; the others redirect to it until the merge is undone."""
    with acting(service):
        return DoneOut.of(desk.merge([entity_id, *said.entities], sent.act(said)))


@router.post(
    "/{id:path}:split",
    status_code=201,
    operation_id="splitEntity",
    summary="Take mentions out of an entity",
    response_description="The decision, and the ids of both entities",
    response_model_exclude_defaults=True,
    responses={201: examples.DONE_ANSWERS, **documented(*ACTING)},
)
def split(
    entity_id: EntityId,
    said: Annotated[SplitIn, Body(openapi_examples=examples.SPLIT)],
    service: Serving,
    desk: AtDesk,
    sent: Sent,
) -> DoneOut:
    """They become an entity of their own, the last of `entities`, and are kept apart."""
    with acting(service):
        return DoneOut.of(desk.split(entity_id, said.mentions, sent.act(said)))


@router.post(
    "/{id:path}:rename",
    status_code=201,
    operation_id="renameEntity",
    summary="Correct the canonical name",
    response_description="The decision",
    response_model_exclude_defaults=True,
    responses={201: examples.DONE_ANSWERS, **documented(*ACTING)},
)
def rename(
    entity_id: EntityId,
    said: Annotated[RenameIn, Body(openapi_examples=examples.RENAME)],
    service: Serving,
    desk: AtDesk,
    sent: Sent,
) -> DoneOut:
    """It is called so, whatever its mentions say, until that is undone."""
    with acting(service):
        try:
            return DoneOut.of(desk.rename(entity_id, said.name, sent.act(said)))
        except BadName as error:
            raise Refused(bad_name(error, "/name")) from error


@router.get(
    "/{id:path}",
    operation_id="getEntity",
    summary="An entity with its spellings and mentions",
    response_description="The entity",
    response_model=EntityOut,
    response_model_exclude_defaults=True,
    responses={200: examples.ENTITY_ANSWERS, **documented(*LOOKING_UP)},
)
def entity(
    entity_id: EntityId,
    service: Serving,
    response: Response,
    if_none_match: Annotated[
        str | None, Header(alias="If-None-Match", openapi_examples=examples.IF_NONE_MATCH)
    ] = None,
) -> EntityOut | Response:
    """Its canonical name, every spelling with its number of mentions, and the mentions in
    the order they were recorded, at most 1,000. The id of an entity that was merged answers
    with the one that took it in.
    """
    with acting(service):
        found, mentions = service.entity(entity_id)
    tag(response, found.changed)
    if if_none_match == response.headers["ETag"]:
        return Response(status_code=304, headers={"ETag": if_none_match})
    return EntityOut.of(found, mentions)
