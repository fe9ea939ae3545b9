"""Strict JSON bodies: what the parser of the standard library lets through is refused.

Numbers that are not finite (`NaN`, `1e999`), a member given twice and deep nesting have no
meaning here and break programs further on. Half of a surrogate pair inside a string is
left in: it makes one name bad, not the batch around it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api.problems import BAD_JSON, UNSUPPORTED_MEDIA_TYPE, Refused

MAX_DEPTH = 16
_LARGE_BODY = 32_768

_JSON_TYPE = re.compile(r"application/(?:[\w.+-]+\+)?json(?:\s*;.*)?", re.ASCII | re.IGNORECASE)


class _NotAllowedError(ValueError):
    """JSON by the letter, or nearly, that is refused; the message says why."""


def _constant(_: str) -> float:
    raise _NotAllowedError("NaN and Infinity are not JSON.")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _NotAllowedError("A number is out of range.")
    return number


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _NotAllowedError("An object has the same member twice.")
    return members


_DECODER = json.JSONDecoder(
    parse_constant=_constant, parse_float=_finite, object_pairs_hook=_members
)


def _is_deeper(value: object, depth: int) -> bool:
    level = [value]
    for _ in range(depth + 1):
        level = [
            child
            for parent in level
            if isinstance(parent, (dict, list))
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
    return bool(level)


def parse(body: bytes) -> object:
    """The JSON value in `body`; Refused with a 400 problem that does not quote it."""
    too_deep = f"Arrays and objects are nested more than {MAX_DEPTH} deep."
    try:
        value: object = _DECODER.decode(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise Refused(BAD_JSON.problem("The body is not UTF-8.")) from None
    except json.JSONDecodeError as error:
        where = f"The JSON breaks off at line {error.lineno}, column {error.colno}."
        raise Refused(BAD_JSON.problem(where)) from None
    except _NotAllowedError as error:
        raise Refused(BAD_JSON.problem(str(error))) from None
    except ValueError:
        raise Refused(BAD_JSON.problem("A number has too many digits.")) from None
    except RecursionError:
        raise Refused(BAD_JSON.problem(too_deep)) from None
    if _is_deeper(value, MAX_DEPTH):
        raise Refused(BAD_JSON.problem(too_deep))
    return value


class _JsonRequest(Request):
    _value: object = None

    async def json(self) -> object:
        """The value of the body, which is parsed once however often it is asked for."""
        if self._value is None:
            body = await self.body()
            large = len(body) > _LARGE_BODY
            self._value = await run_in_threadpool(parse, body) if large else parse(body)
        return self._value


class JsonRoute(APIRoute):
    """A route whose body must be JSON, parsed strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_strictly(request: Request) -> Response:
            strict = _JsonRequest(request.scope, request.receive)
            content_type = strict.headers.get("content-type", "")
            if await strict.body() and not _JSON_TYPE.fullmatch(content_type.strip()):
                raise Refused(UNSUPPORTED_MEDIA_TYPE.problem())
            return await handle(strict)

        return handle_strictly
