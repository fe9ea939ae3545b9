"""Pure ASGI middleware: how much a client may send, and by what id a request is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import REQUEST_ID, TOO_LARGE, respond

MAX_BODY_BYTES = 1_000_000
DRAINED_BODIES = 64

_USABLE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestId:
    """Takes the client's `X-Request-Id` where it is a plain one, else makes one; sends it back.

    The id is kept in the scope under `request_id` for logs and for the answer to a crash,
    which is written outside of this middleware.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _USABLE_ID.fullmatch(given) else uuid4().hex
        scope["request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        await self.app(scope, receive, send_with_id)


class BodyLimit:
    """Refuses bodies over `max_bytes` with 413, whether their length is announced or not.

    The body is read before the app runs, so that an app never starts on a body that will
    be refused. What is too much is read and dropped up to DRAINED_BODIES times the limit:
    closing at once would reset the connection before the client has read the answer.
    Addresses in `endless` take any number of bytes and look after themselves.
    """

    def __init__(
        self, app: ASGIApp, max_bytes: int = MAX_BODY_BYTES, endless: Sequence[str] = ()
    ) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.endless = frozenset(endless)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or address_of(scope) in self.endless:
            await self.app(scope, receive, send)
            return
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return
            size += len(message.get("body", b""))
            if size <= self.max_bytes:
                chunks.append(message.get("body", b""))
            else:
                chunks.clear()
            if not message.get("more_body", False) or size > self.max_bytes * DRAINED_BODIES:
                break
        if size > self.max_bytes:
            detail = f"The body is over {self.max_bytes:,} bytes; send it in parts."
            await respond(TOO_LARGE.problem(detail))(scope, receive, send)
            return
        await self.app(scope, _replay(b"".join(chunks), receive), send)


def address_of(scope: Scope) -> str:
    """The path below where the app is mounted."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that hands out `body` first, and then what else the client says."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed
