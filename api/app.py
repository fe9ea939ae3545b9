"""The app factory: everything an app needs is handed to it."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api import (
    compare,
    decisions,
    entities,
    extract,
    health,
    match,
    mentions,
    metrics,
    problems,
    reconcile,
    resolve,
    rules,
    spellings,
    stream,
    suggestions,
)
from api.access import Access, RateLimit, role_needed
from api.answers_questions import FailedLine, LastLine, LineOut
from api.cors import Cors
from api.limits import BodyLimit, RequestId
from api.pages import assets, bulk, cluster, review, signing
from api.pages.errors import PageErrors
from api.pages.guard import PageHeaders, SameOrigin
from api.pages.lookups import LOOKUPS
from api.pages.session import Sessions
from api.pages.sizes import Sizes
from api.schemas_questions import LineIn
from api.telemetry import Measured
from resolver import __version__
from resolver.access import Keys
from resolver.desk import Desk
from resolver.service import Service

_DESCRIPTION = """\
Names go in, entities come out, and the evidence with them. *Movlaev*, *Movlayev* and
*Мовлаев* are one name; *Kazakhstaan* is a typo. Errors are problem documents (RFC 9457) with
a stable `type`; the `X-Request-Id` of a request comes back with its answer."""


PAGES = (assets, signing, review, bulk, cluster, *LOOKUPS)

_OF_LINES: tuple[tuple[type[BaseModel], Literal["validation", "serialization"]], ...] = (
    (LineIn, "validation"),
    (LineOut, "serialization"),
    (FailedLine, "serialization"),
    (LastLine, "serialization"),
)


def create_app(
    service: Service, *, keys: Keys | None = None, rate_limit: int = 0, session_secret: str = ""
) -> FastAPI:
    """An app that answers from `service`. The caller opens and closes its store.

    Where `keys` holds any, each request needs one, and may come `rate_limit` times a minute
    (0: any number of times); who signs in on a page is known to every app of the same
    `session_secret`, without one to this app alone. No page needs files from elsewhere. The
    schema is at `/openapi.json`.
    """
    app = FastAPI(
        title="name-resolver",
        version=__version__,
        description=_DESCRIPTION,
        license_info={"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    app.state.keys = keys
    app.state.registry = metrics.registry_of(service)
    app.openapi = partial(_document, app)  # type: ignore[method-assign]
    app.state.desk = Desk(service.store)
    app.state.sizes = Sizes()
    app.state.days = {}
    problems.install(app)
    _guard(app, keys, rate_limit, session_secret)
    nouns = (resolve, stream, mentions, compare, spellings, rules, suggestions, decisions)
    for noun in (*nouns, entities, extract):
        app.include_router(noun.router, prefix="/v1")
    app.include_router(reconcile.router)
    app.include_router(match.router)
    app.include_router(health.router)
    app.include_router(metrics.router)
    for page in PAGES:
        app.include_router(page.router)
    return app


def _guard(app: FastAPI, keys: Keys | None, rate_limit: int, session_secret: str) -> None:
    """What stands around every request: limits, keys, pages' safety, measurements."""
    # The last one added is the outermost.
    app.add_middleware(BodyLimit, endless=("/v1/resolve:stream",))
    if keys is not None:
        app.state.sessions = sessions = Sessions(keys, session_secret)
        app.add_middleware(RateLimit, per_minute=rate_limit)
        app.add_middleware(Access, keys=keys, sessions=sessions)
    app.add_middleware(SameOrigin)
    app.add_middleware(PageErrors)
    app.add_middleware(PageHeaders)
    app.add_middleware(Cors)
    app.add_middleware(Measured, registry=app.state.registry)
    app.add_middleware(RequestId)


def _document(app: FastAPI) -> dict[str, Any]:
    """The schema, with the models of lines, which no route takes or returns as a whole."""
    if not app.openapi_schema:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            license_info=app.license_info,
            routes=app.routes,
        )
        _, lines = models_json_schema(_OF_LINES, ref_template="#/components/schemas/{model}")
        known = document["components"]["schemas"]
        document["components"]["schemas"] = {**lines["$defs"], **known}
        document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                if role_needed(method.upper(), path) is not None:
                    operation["security"] = [{"key": []}, {}]
                    keyed = problems.documented(*problems.KEYED)
                    operation["responses"] |= {str(status): keyed[status] for status in keyed}
        app.openapi_schema = document
    return app.openapi_schema
