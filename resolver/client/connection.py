"""One connection to a server, kept open, and when a request is sent again.

Sent again are all requests that were answered 429 or 503, after the time that the server
asks for, and all without an answer. A request that changes something carries an idempotency
key: obeyed already, it is answered as then, and nothing is done twice. Where it has no answer
in the end, the error tells the key, under which the same call is safe at any time of a day.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from resolver.client.answers import Problem
from resolver.errors import BadInput, ResolverError

_FIRST_WAIT_SECONDS = 0.1
_LONGEST_WAIT_SECONDS = 30.0
_PASSING = (429, 503)


class ProblemError(ResolverError):
    """The server refused; `problem` says why, `request_id` is what to report. `key` is the
    idempotency key that the request carried."""

    def __init__(self, problem: Problem, request_id: str, key: str | None = None) -> None:
        super().__init__(f"{problem['title']}: {problem['detail']}")
        self.problem = problem
        self.request_id = request_id
        self.key = key


class UnreachableError(ResolverError):
    """There was no answer. `sure` when nothing can have been changed by the request, else
    `key` is the idempotency key under which it can be sent again."""

    def __init__(self, message: str, *, sure: bool, key: str | None = None) -> None:
        super().__init__(message)
        self.sure = sure
        self.key = key


class Reply(NamedTuple):
    """The body of a successful answer, and its ETag, which is empty where it has none."""

    content: bytes
    etag: str


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
        key: str | None = None,
        seen: str | None = None,
    ) -> Reply:
        """A successful answer. Raises ProblemError or UnreachableError.

        `key` is an idempotency key, `seen` an ETag that must not be stale.
        """
        headers = {"Content-Type": media_type} if body is not None else {}
        headers |= {"Idempotency-Key": key} if key is not None else {}
        headers |= {"If-Match": seen} if seen is not None else {}
        reached = False
        for attempt in range(self._retries + 1):
            last = attempt == self._retries
            try:
                answer, content = self._once(method, path, body, headers)
            except (OSError, HTTPException) as error:
                self._connection.close()
                reached = reached or not isinstance(error, ConnectionRefusedError)
                if last:
                    raise _unanswered(key if reached else None) from error
                self._sleep(_pause(attempt, None))
                continue
            if answer.status < 300:
                return Reply(content, _header(answer, "ETag"))
            if answer.status not in _PASSING or last:
                raise ProblemError(_problem(answer, content), _header(answer, "X-Request-Id"), key)
            self._sleep(_pause(attempt, _header(answer, "Retry-After")))
        raise AssertionError("the last attempt returns or raises")

    def _once(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[HTTPResponse, bytes]:
        if self._key:
            headers = {**headers, "Authorization": f"Bearer {self._key}"}
        self._connection.request(method, self._base + path, body, headers)
        answer = self._connection.getresponse()
        return answer, answer.read()


def _unanswered(key: str | None) -> UnreachableError:
    if key is None:
        return UnreachableError("the server did not answer", sure=True)
    message = "the server did not answer; the same call with the `key` of this error is safe"
    return UnreachableError(message, sure=False, key=key)


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
