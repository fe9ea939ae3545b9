"""Lets pages of any origin use the reconciliation service, as its specification says."""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.limits import address_of

_OPEN = re.compile(r"/reconcile(/.*)?")
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "86400",
}
_ANY_ORIGIN = "Access-Control-Allow-Origin"


class Cors:
    """Allows any origin on `/reconcile`, errors included; never with credentials.

    A key in the address or in a header is all that opens the service, and no browser adds
    those by itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _OPEN.fullmatch(address_of(scope)):
            await self.app(scope, receive, send)
            return

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[_ANY_ORIGIN] = "*"
            await send(message)

        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send_open)
            return
        await self.app(scope, receive, send_open)
