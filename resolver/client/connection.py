"""One connection to a server, kept open, and when a request is sent again.

Sent again are requests that changed nothing: all answered 429 or 503, after the time that
the server asks for; and those without an answer, if they are questions. A request that
records and has no answer may have been obeyed: it is not repeated here, and the error says
so. A caller whose mentions carry an `entity_id` or who can look may repeat it.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from resolver.client.answers import Problem
from resolver.errors import BadInput, ResolverError

_FIRST_WAIT_SECONDS = 0.1
_LONGEST_WAIT_SECONDS = 30.0
_PASSING = (429, 503)


class ProblemError(ResolverError):
    """The server refused; `problem` says why, `request_id` is what to report."""

    def __init__(self, problem: Problem, request_id: str) -> None:
        super().__init__(f"{problem['title']}: {problem['detail']}")
        self.problem = problem
        self.request_id = request_id


class UnreachableError(ResolverError):
    """There was no answer. `sure` when nothing can have been changed by the request."""

    def __init__(self, message: str, *, sure: bool) -> None:
        super().__init__(message)
        self.sure = sure


class Connection:
    """Sends requests one after the other; not to be shared between threads."""

    def __init__(
        self,
        url: str,
        key: str | None,
        timeout: float,
        retries: int,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadInput("the address of a server begins with http:// or https://")
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=timeout)
        self._base = parts.path.rstrip("/")
        self._key = key
        self._retries = retries
        self._sleep = sleep

    def close(self) -> None:
        self._connection.close()

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        media_type: str = "application/json",
        *,
        changes: bool = False,
    ) -> bytes:
        """The body of a successful answer. Raises ProblemError or UnreachableError."""
        for attempt in range(self._retries + 1):
            last = attempt == self._retries
            try:
                answer, content = self._once(method, path, body, media_type)
            except (OSError, HTTPException) as error:
                self._connection.close()
                refused = isinstance(error, ConnectionRefusedError)
                if last or (changes and not refused):
                    raise UnreachableError(
                        "the server did not answer" + ("" if refused or not changes else
                        "; what was to be recorded may have been recorded"),
                        sure=refused or not changes,
                    ) from error  # fmt: skip
                self._sleep(_pause(attempt, None))
                continue
            if answer.status < 300:
                return content
            if answer.status not in _PASSING or last:
                raise ProblemError(_problem(answer, content), _header(answer, "X-Request-Id"))
            self._sleep(_pause(attempt, _header(answer, "Retry-After")))
        raise AssertionError("the last attempt returns or raises")

    def _once(
        self, method: str, path: str, body: bytes | None, media_type: str
    ) -> tuple[HTTPResponse, bytes]:
        headers = {"Content-Type": media_type} if body is not None else {}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        self._connection.request(method, self._base + path, body, headers)
        answer = self._connection.getresponse()
        return answer, answer.read()


def _header(answer: HTTPResponse, name: str) -> str:
    return answer.getheader(name) or ""


def _pause(attempt: int, asked: str | None) -> float:
    """Seconds to wait: what the server asks for, else twice as long each time, and a bit of
    chance, so that many clients do not come back at once."""
    if asked and asked.isdecimal():
        return min(float(asked), _LONGEST_WAIT_SECONDS)
    most: float = min(_FIRST_WAIT_SECONDS * 2**attempt, _LONGEST_WAIT_SECONDS)
    return most * (0.5 + random.random() / 2)  # noqa: S311


def _problem(answer: HTTPResponse, content: bytes) -> Problem:
    try:
        found: Any = json.loads(content)
    except ValueError:
        found = None
    if isinstance(found, dict) and {"type", "title", "status", "detail"} <= found.keys():
        return found  # type: ignore[return-value]
    status = answer.status
    return Problem(type="about:blank", title="Not an answer of this API", status=status,
                   detail="something else than name-resolver answers there")  # fmt: skip
