"""The reconciliation service: what OpenRefine and its kin speak (W3C 0.2, in full)."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse

from api import examples_reconcile as examples
from api.json_body import parse
from api.problems import (
    ANYTIME,
    BAD_JSON,
    INTERNAL_ERROR,
    INVALID_REQUEST,
    LOOKING_UP,
    NOT_FOUND,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    Refused,
    documented,
)
from api.reconcile_answers import answer, extended, page
from api.reconcile_manifest import BATCH_SIZE, PROPERTIES, TYPES, manifest, suggested
from api.serving import Serving
from resolver.errors import NotFound
from resolver.service import Service

router = APIRouter(prefix="/reconcile", tags=["reconcile"])

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 16
_FRAMED = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors *; sandbox",
    "X-Content-Type-Options": "nosniff",
}
_ASKED = documented(BAD_JSON, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST, *ANYTIME)


def _invalid(detail: str) -> Refused:
    return Refused(INVALID_REQUEST.problem(detail))


def _fields(text: str) -> dict[str, str]:
    try:
        fields = parse_qs(text, errors="strict", max_num_fields=_MOST_FIELDS)
    except (ValueError, UnicodeDecodeError):
        raise _invalid("The form cannot be read.") from None
    return {name: values[-1] for name, values in fields.items()}


def _answered(service: Service, fields: dict[str, str]) -> dict[str, Any]:
    if "queries" in fields:
        queries = parse(fields["queries"].encode())
        if not isinstance(queries, dict):
            raise _invalid("queries must be a JSON object.")
        if len(queries) > BATCH_SIZE:
            raise Refused(TOO_LARGE.problem(f"Send at most {BATCH_SIZE} queries at once."))
        return {key: answer(service, query) for key, query in queries.items()}
    return _extended(service, parse(fields["extend"].encode()))


def _extended(service: Service, asked: object) -> dict[str, Any]:
    ids = asked.get("ids") if isinstance(asked, dict) else None
    wanted = asked.get("properties") if isinstance(asked, dict) else None
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise _invalid("ids must be a list of strings.")
    if not isinstance(wanted, list) or not all(
        isinstance(each, dict) and isinstance(each.get("id"), str) for each in wanted
    ):
        raise _invalid("properties must be a list of objects with an id.")
    if len(ids) > BATCH_SIZE or len(wanted) > _MOST_FIELDS:
        most = f"at most {BATCH_SIZE} ids and {_MOST_FIELDS} properties"
        raise Refused(TOO_LARGE.problem(f"Ask for {most} at once."))
    return extended(service, ids, wanted)


def _sent(found: dict[str, Any]) -> JSONResponse:
    return _Json(found)


class _Json(JSONResponse):
    def render(self, content: Any) -> bytes:
        # A client's own key of a query may hold half a surrogate pair: it goes back as it came.
        return json.dumps(content, separators=(",", ":")).encode()


@router.get(
    "",
    operation_id="getReconciliationManifest",
    summary="The manifest, or answers to queries",
    responses={200: examples.MANIFEST, **_ASKED},
)
def get_manifest(
    request: Request,
    service: Serving,
    queries: Annotated[str | None, Query(openapi_examples=examples.QUERIES)] = None,
    extend: Annotated[str | None, Query(openapi_examples=examples.EXTEND)] = None,
) -> JSONResponse:
    """Without parameters the manifest: give this address to OpenRefine. A reader's key goes
    into the address as `api_key`, and from there into those of the services below.
    """
    if queries is not None:
        return _sent(_answered(service, {"queries": queries}))
    if extend is not None:
        return _sent(_answered(service, {"extend": extend}))
    keyed = getattr(request.app.state, "keys", None)
    key = request.query_params.get("api_key", "")
    found = manifest(str(request.base_url), key, keyed=keyed is not None and keyed.any())
    return _sent(found)


@router.post(
    "",
    operation_id="reconcile",
    summary="Reconcile a batch, or fetch properties",
    openapi_extra=examples.FORM,
    responses={200: examples.RESULTS, **_ASKED},
)
async def reconcile(request: Request, service: Serving) -> JSONResponse:
    """A form with `queries` or `extend`, each a JSON object; at most 200 queries. A query that
    cannot be answered has no candidates, and spoils no other.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != _FORM:
        raise Refused(UNSUPPORTED_MEDIA_TYPE.problem(f"Send the header Content-Type: {_FORM}."))
    fields = _fields((await request.body()).decode("latin-1"))
    if not {"queries", "extend"} & fields.keys():
        raise _invalid("The form must have the field queries, or extend.")
    return _sent(await run_in_threadpool(_answered, service, fields))


Prefix = Annotated[str, Query(max_length=512, openapi_examples=examples.PREFIX)]
Cursor = Annotated[int, Query(ge=0, le=10_000, openapi_examples=examples.CURSOR)]


@router.get(
    "/suggest/entity",
    operation_id="suggestEntity",
    summary="Entities whose name begins so",
    responses={200: examples.SUGGESTED, **documented(INVALID_REQUEST, *ANYTIME)},
)
def suggest_entity(service: Serving, prefix: Prefix = "", cursor: Cursor = 0) -> JSONResponse:
    """By id, by a whole name in any spelling, and by how a word of the name begins."""
    rows = [
        {"id": each.entity_id, "name": each.name, "notable": [TYPES[each.kind]]}
        for each in service.suggest(prefix, cursor + 10)
    ]
    return _sent({"result": rows[cursor:]})


@router.get(
    "/suggest/property",
    operation_id="suggestProperty",
    summary="Properties whose id or name begins so",
    responses={200: examples.SUGGESTED, **documented(INVALID_REQUEST, INTERNAL_ERROR)},
)
def suggest_property(prefix: Prefix = "", cursor: Cursor = 0) -> JSONResponse:
    """Of those that a query may narrow by, and that may be fetched."""
    rows = [{**each.ref(), "description": each.description} for each in PROPERTIES.values()]
    return _sent(suggested(rows, prefix, cursor))


@router.get(
    "/suggest/type",
    operation_id="suggestType",
    summary="Types whose id or name begins so",
    responses={200: examples.SUGGESTED, **documented(INVALID_REQUEST, INTERNAL_ERROR)},
)
def suggest_type(prefix: Prefix = "", cursor: Cursor = 0) -> JSONResponse:
    """Persons, places and organizations."""
    return _sent(suggested(list(TYPES.values()), prefix, cursor))


@router.get(
    "/extend/propose",
    operation_id="proposeProperties",
    summary="Properties that may be fetched",
    responses={200: examples.PROPOSED, **documented(INVALID_REQUEST, INTERNAL_ERROR)},
)
def propose(
    kind: Annotated[str, Query(alias="type", max_length=200, openapi_examples=examples.TYPE)] = "",
    limit: Annotated[int, Query(ge=1, le=1000, openapi_examples=examples.CURSOR_10)] = 100,
) -> JSONResponse:
    """The same for every type."""
    rows = [{**each.ref(), "description": each.description} for each in PROPERTIES.values()]
    found: dict[str, Any] = {"properties": rows[:limit], "limit": limit}
    return _sent({**found, "type": kind} if kind else found)


@router.get(
    "/preview/{id:path}",
    operation_id="previewEntity",
    summary="An entity as a small page",
    response_class=HTMLResponse,
    responses={200: examples.PREVIEW, **documented(*LOOKING_UP)},
)
def preview(
    entity_id: Annotated[str, Path(alias="id", openapi_examples=examples.ENTITY)],
    service: Serving,
) -> HTMLResponse:
    """Without scripts, to be shown in a frame."""
    try:
        return HTMLResponse(page(service, entity_id), headers=_FRAMED)
    except NotFound as error:
        raise Refused(NOT_FOUND.problem("No entity has this id.")) from error
