"""Signing in and out, and how a person wants the pages to be."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages import session
from api.pages.addresses import inside
from api.pages.form import Form
from api.pages.frame import SHORTCUTS, THEME, THEMES, render, see, url
from api.pages.session import COOKIE, Sessions
from api.problems import NOT_FOUND, Refused
from resolver.access import recognised

router = APIRouter(include_in_schema=False)


@router.get("/signin", operation_id="pageSignIn")
def sign_in_page(request: Request, next: str = "/") -> Response:  # noqa: A002
    """The form for a key, where the server has keys."""
    if request.app.state.keys is None or not request.app.state.keys.any():
        return see(request, inside(next))
    return render(request, "signin.html", next=inside(next), wrong=False)


@router.post("/signin", operation_id="pageDoSignIn")
def sign_in(request: Request, form: Form) -> Response:
    """A cookie for a key, and back to where the person wanted to go."""
    after = inside(form.text("next", "/"))
    keys = request.app.state.keys
    if keys is None or not keys.any():
        return see(request, after)
    key = recognised(form.text("key", "").strip(), keys)
    if key is None:
        return render(request, "signin.html", status=401, next=after, wrong=True)
    answer = _back(request, after)
    sessions: Sessions = request.app.state.sessions
    session.keep(request, answer, COOKIE, sessions.issue(key))
    return answer


@router.post("/signout", operation_id="pageSignOut")
def sign_out(request: Request) -> Response:
    """Without the cookie from here on."""
    answer = see(request, "/signin")
    session.drop(request, answer, COOKIE)
    return answer


@router.post("/preferences", operation_id="pagePreferences")
def preferences(request: Request, form: Form) -> Response:
    """Light or dark, and whether single keys decide; kept in the browser."""
    answer = _back(request, inside(form.text("back", "/")))
    theme, shortcuts = form.text("theme", ""), form.text("shortcuts", "")
    if not theme and not shortcuts:
        raise Refused(NOT_FOUND.problem())
    if theme in THEMES:
        session.keep(request, answer, THEME, theme)
    if shortcuts in ("on", "off"):
        session.keep(request, answer, SHORTCUTS, shortcuts)
    return answer


def _back(request: Request, address: str) -> Response:
    answer = see(request, "/")
    answer.headers["location"] = url(request, address)
    return answer
