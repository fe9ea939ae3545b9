"""Problems as pages: what went wrong, and what to do now."""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.answers import Problem
from api.limits import address_of
from api.pages.addresses import FRAGMENT, wants_page
from api.pages.frame import render, url
from api.problems import INTERNAL_ERROR, MEDIA_TYPE, UNAUTHORIZED

_KEPT = ("retry-after", "allow")


class PageErrors:
    """Turns every problem document into a page where a person asked.

    Who is not signed in and opens a page is sent to sign in, and from there back. What has
    crashed is raised again, so that it is logged as any other crash.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not wants_page(scope):
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        body = b""
        begun = False

        async def send_as_page(message: Message) -> None:
            nonlocal start, body, begun
            if message["type"] == "http.response.start":
                if Headers(scope=message).get("content-type") == MEDIA_TYPE:
                    start = message
                    return
                begun = True
            if start is None:
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body", False):
                request, headers = Request(scope), Headers(scope=start)
                await _page(request, json.loads(body), headers)(scope, receive, send)

        try:
            await self.app(scope, receive, send_as_page)
        except Exception:
            if not begun:
                problem = INTERNAL_ERROR.problem().model_dump(exclude_defaults=True)
                await _page(Request(scope), problem, Headers())(scope, receive, send)
            raise


def _page(request: Request, problem: dict[str, Any], headers: Headers) -> Response:
    status = problem["status"]
    fragment = FRAGMENT in request.headers
    if status == UNAUTHORIZED.status and request.method == "GET" and not fragment:
        here, query = address_of(request.scope), request.url.query
        after = f"{here}?{query}" if query else here
        return RedirectResponse(url(request, "/signin", next=after), 303)
    answer = render(
        request,
        "error.html",
        status=status,
        problem=Problem.model_validate(problem),
        request_id=request.scope.get("request_id", ""),
        retry_after=headers.get("retry-after"),
    )
    for name in _KEPT:
        if name in headers:
            answer.headers[name] = headers[name]
    return answer
