"""The app factory: everything an app needs is handed to it."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api import compare, entities, health, mentions, problems, resolve, rules, spellings, stream
from api.answers_questions import FailedLine, LastLine, LineOut
from api.limits import BodyLimit, RequestId
from api.schemas_questions import LineIn
from resolver import __version__
from resolver.service import Service

_DESCRIPTION = """\
Names go in, entities come out, and the evidence with them. *Movlaev*, *Movlayev* and
*Мовлаев* are one name; *Kazakhstaan* is a typo. Errors are problem documents (RFC 9457) with
a stable `type`; the `X-Request-Id` of a request comes back with its answer."""


_OF_LINES: tuple[tuple[type[BaseModel], Literal["validation", "serialization"]], ...] = (
    (LineIn, "validation"),
    (LineOut, "serialization"),
    (FailedLine, "serialization"),
    (LastLine, "serialization"),
)


def create_app(service: Service) -> FastAPI:
    """An app that answers from `service`. The caller opens and closes its store.

    There is no page that needs files from elsewhere: the schema is at `/openapi.json`.
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
    problems.install(app)
    app.add_middleware(BodyLimit, endless=("/v1/resolve:stream",))
    app.add_middleware(RequestId)
    app.openapi = partial(_document, app)  # type: ignore[method-assign]
    for noun in (resolve, stream, mentions, compare, spellings, rules, entities):
        app.include_router(noun.router, prefix="/v1")
    app.include_router(health.router)
    return app


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
        app.openapi_schema = document
    return app.openapi_schema
