"""JSON Lines in and out: bodies without end, of which only a part is ever held."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

MAX_LINE_BYTES = 65_536
MAX_LINES_AT_ONCE = 64
MEDIA_TYPE = "application/jsonl"
TAKEN = frozenset({MEDIA_TYPE, "application/x-ndjson", "application/x-jsonlines"})

Line = tuple[int, bytes | None]
"""Its number from 1, and its bytes without the break; None where it is too long."""


class LineSplitter:
    """Cuts chunks of bytes into lines, holding at most one line of MAX_LINE_BYTES."""

    __slots__ = ("_held", "_number", "_too_long")

    def __init__(self) -> None:
        self._held = bytearray()
        self._too_long = False
        self._number = 0

    def feed(self, chunk: bytes) -> list[Line]:
        """The lines that `chunk` completes. Blank lines are counted and left out."""
        *ended, rest = chunk.split(b"\n")
        found = []
        for part in ended:
            self._hold(part)
            found += self.end()
        self._hold(rest)
        return found

    def end(self) -> list[Line]:
        """The line that is under way, where there is one."""
        self._number += 1
        held, too_long = bytes(self._held).strip(), self._too_long
        self._held.clear()
        self._too_long = False
        if too_long:
            return [(self._number, None)]
        return [(self._number, held)] if held else []

    def _hold(self, part: bytes) -> None:
        if self._too_long or len(self._held) + len(part) > MAX_LINE_BYTES:
            self._too_long = True
            self._held.clear()
        else:
            self._held += part


async def lines_of(request: Request) -> AsyncIterator[list[Line]]:
    """The lines of a body as they arrive, a few at a time; ends early if the client leaves."""
    splitter = LineSplitter()
    try:
        async for chunk in request.stream():
            found = splitter.feed(chunk)
            for start in range(0, len(found), MAX_LINES_AT_ONCE):
                yield found[start : start + MAX_LINES_AT_ONCE]
    except ClientDisconnect:
        return
    yield splitter.end()


class LinesResponse(Response):
    """Sends lines as they are made.

    Starlette's own streaming response listens for the client's leaving and would swallow
    the parts of the body that are still to come.
    """

    media_type = MEDIA_TYPE

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        start = {"type": "http.response.start", "status": self.status_code}
        await send({**start, "headers": self.raw_headers})
        async for chunk in self._chunks:
            if chunk:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
