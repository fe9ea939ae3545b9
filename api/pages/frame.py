"""From a template to an answer: what every page knows, and how it is written."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment
from starlette.responses import HTMLResponse, RedirectResponse

from api.limits import address_of
from api.pages.assets import assets
from api.pages.session import seated, visitor
from resolver import __version__
from resolver.access import signed
from resolver.showing.environment import templates

THEME, SHORTCUTS = "nr_theme", "nr_keys"
THEMES = ("auto", "light", "dark")
NAVIGATION = (
    ("/", "Home"),
    ("/review", "Review"),
    ("/entities", "Entities"),
    ("/compare", "Compare"),
    ("/rules", "Rules"),
    ("/articles", "Articles"),
)


def url(request: Request, path: str, /, **query: object) -> str:
    """An address of ours, wherever the app is mounted; empty parameters are left out."""
    given = {name: value for name, value in query.items() if value not in (None, "")}
    root: str = request.scope.get("root_path", "")
    return root + path + (f"?{urlencode(given, doseq=True)}" if given else "")


def render(
    request: Request, template: str, *, status: int = 200, **context: object
) -> HTMLResponse:
    """A page or a part of one. Templates know besides: `url`, `asset`, `visitor`, `here`,
    `navigation`, `theme`, `shortcuts`, `fresh_key` and what `environment` names."""
    text = environment().get_template(template).render(**known(request), **context)
    answer = HTMLResponse(text, status_code=status)
    seated(request, answer)
    return answer


def known(request: Request) -> Mapping[str, Any]:
    """What every template knows of the request."""
    theme = request.cookies.get(THEME, "auto")
    query = request.url.query
    here = address_of(request.scope)
    return {
        "url": partial(url, request),
        "asset": lambda name: url(request, assets()[name].address),
        "visitor": visitor(request),
        "keyed": bool(request.scope.get("keyed")),
        "here": here,
        "here_and_query": f"{here}?{query}" if query else here,
        "navigation": NAVIGATION,
        "theme": theme if theme in THEMES else "auto",
        "shortcuts": request.cookies.get(SHORTCUTS) != "off",
        "fresh_key": fresh_key,
        "version": __version__,
    }


def see(request: Request, path: str, /, **query: object) -> RedirectResponse:
    """Go on to another page after a form was taken."""
    answer = RedirectResponse(url(request, path, **query), status_code=303)
    seated(request, answer)
    return answer


def fresh_key() -> str:
    """An idempotency key for a form that is about to be shown."""
    return secrets.token_hex(16)


@cache
def environment() -> Environment:
    """Escapes everything; a name that a template does not know is an error."""
    return templates(
        "api.pages",
        {
            "signer": _signer,
            "moment": lambda at: at[:16].replace("T", " "),
            "day": lambda at: at[:10],
        },
    )


def _signer(actor: str) -> str:
    """Who signed an event, as people call them: whom the key acted for, else the key."""
    key, behalf = signed(actor)
    return behalf or key
