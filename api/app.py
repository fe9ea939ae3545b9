"""The app factory: everything an app needs is handed to it."""

from __future__ import annotations

from fastapi import FastAPI

from api import (
    compare,
    decisions,
    entities,
    extract,
    health,
    mentions,
    problems,
    resolve,
    suggestions,
)
from api.limits import BodyLimit, RequestId
from resolver import __version__
from resolver.desk import Desk
from resolver.service import Service

_DESCRIPTION = """\
Names go in, entities come out, and the evidence with them. *Movlaev*, *Movlayev* and
*Мовлаев* are one name; *Kazakhstaan* is a typo. Errors are problem documents (RFC 9457) with
a stable `type`; the `X-Request-Id` of a request comes back with its answer."""


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
    app.state.desk = Desk(service.store)
    problems.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestId)
    for noun in (resolve, mentions, compare, suggestions, decisions, entities, extract):
        app.include_router(noun.router, prefix="/v1")
    app.include_router(health.router)
    return app
