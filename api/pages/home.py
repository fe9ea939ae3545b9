"""`/`: what is waiting, what happened today, and whether all is well."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from api.pages.asked import entity_path
from api.pages.frame import render
from api.pages.views_home import MOST_SIGNED, home
from api.serving import Serving
from resolver.mention import Kind

router = APIRouter(include_in_schema=False)


@router.get("/", operation_id="pageHome")
def home_page(request: Request, service: Serving) -> Response:
    """The first page."""
    return render(
        request,
        "home.html",
        home=home(service, datetime.now(UTC).date().isoformat(), request.app.state.sizes),
        most_signed=MOST_SIGNED,
        kinds=tuple(Kind),
        entity_path=entity_path,
    )
