"""Who may send what: bearer keys, their roles, and how often a key may ask.

Everything is refused that is not allowed here by name: a new address that changes
something needs an admin until a line of this file says less.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from api.answers import Problem
from api.limits import address_of
from api.pages.addresses import is_page
from api.pages.session import COOKIE, Sessions
from api.problems import (
    BUSY,
    FORBIDDEN,
    RATE_LIMITED,
    RETRY_AFTER_SECONDS,
    UNAUTHORIZED,
    respond,
)
from resolver.access import Key, Keys, Role, recognised
from resolver.errors import StoreBusy

_PUBLIC = re.compile(r"/(healthz|readyz|openapi\.json|signin|static/.*)")
_SIGNING = frozenset({"/signin", "/signout", "/preferences"})
_ASKING = re.compile(
    r"/v1/(resolve(:stream)?|compare|explain|romanize|original|variants|extract)|/reconcile|/match/[^/]+|/articles"
)
_RECONCILE = re.compile(r"/reconcile(/.*)?")
_DECIDING = re.compile(r"/v1/(entities|suggestions|decisions)([/:].*)?|/(review|entities)(/.*)?")
_READING = frozenset({"GET", "HEAD"})
_REMEMBERED = 10_000


def role_needed(method: str, address: str) -> Role | None:
    """The least role that may; None where everybody may."""
    if method == "OPTIONS" or (method in _READING and _PUBLIC.fullmatch(address)):
        return None
    if method == "POST" and address in _SIGNING:
        return None
    if method in _READING or (method == "POST" and _ASKING.fullmatch(address)):
        return Role.READER
    if method == "POST" and address == "/v1/mentions":
        return Role.WRITER
    return Role.CLERK if _DECIDING.fullmatch(address) else Role.ADMIN


_ONLY_HERE = (
    "Without keys this server answers this machine only: ask for it as localhost or 127.0.0.1, "
    "or make a key."
)


def _is_asked_here(host: str) -> bool:
    """Whether a Host header names this machine itself; a client may leave it out."""
    try:
        name = urlsplit(f"//{host}").hostname or "localhost"
        local = name == "localhost" or name.endswith(".localhost")
        return local or ip_address(name).is_loopback
    except ValueError:
        return False


class Access:
    """Lets a request through that carries a key of the role it needs.

    Without any keys everybody may everything: the server then listens on loopback only, and
    answers only who asks for this machine by its name or number, lest the page of a site that
    gives its own name this machine's number reads all there is (DNS rebinding). The id of the
    key is kept in the scope under `key_id`, the key under `key`, and that there are keys under
    `keyed`. Programs that cannot send headers may put a reader's key into the address of
    `/reconcile`, as `api_key`. On pages, and nowhere else, the cookie of `sessions` stands for
    the key that it was given for.
    """

    def __init__(self, app: ASGIApp, keys: Keys, sessions: Sessions) -> None:
        self.app = app
        self.keys = keys
        self.sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = address_of(scope) if scope["type"] == "http" else ""
        needed = role_needed(scope["method"], address) if address else None
        is_public = needed is None or _is_manifest(scope, address)
        if not address or (is_public and not is_page(address)):
            await self.app(scope, receive, send)
            return
        try:
            if self.keys.waits:
                asked = await run_in_threadpool(self._asked, scope, address)
            else:
                asked = self._asked(scope, address)
        except StoreBusy:
            wait = {"Retry-After": str(RETRY_AFTER_SECONDS)}
            await respond(BUSY.problem(), wait)(scope, receive, send)
            return
        if asked is None:
            if not _is_asked_here(Headers(scope=scope).get("host", "")):
                await respond(FORBIDDEN.problem(_ONLY_HERE))(scope, receive, send)
                return
            await self.app(scope, receive, send)
            return
        scope["keyed"] = True
        key, in_address = asked
        if needed is None or is_public:
            scope["key"] = key
            await self.app(scope, receive, send)
            return
        problem = _refusal(key, needed, in_address=in_address)
        if problem is not None:
            headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else None
            await respond(problem, headers)(scope, receive, send)
            return
        scope["key"] = key
        scope["key_id"] = key.key_id if key else ""
        await self.app(scope, receive, send)

    def _asked(self, scope: Scope, address: str) -> tuple[Key | None, bool] | None:
        """The key of a request; None where there are no keys, and nobody needs one."""
        return self._key(scope, address) if self.keys.any() else None

    def _key(self, scope: Scope, address: str) -> tuple[Key | None, bool]:
        scheme, _, text = Headers(scope=scope).get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return recognised(text.strip(), self.keys), False
        if is_page(address):
            cookie = cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE)
            return (self.sessions.key(cookie) if cookie else None), False
        if _RECONCILE.fullmatch(address):
            given = parse_qs(scope["query_string"].decode("latin-1")).get("api_key", [""])
            # Some clients append `?type=` to an address that has a query already.
            return recognised(given[-1].partition("?")[0], self.keys), True
        return None, False


def _is_manifest(scope: Scope, address: str) -> bool:
    """The manifest of the reconciliation service is public, as its specification says."""
    if scope["method"] not in _READING or address != "/reconcile":
        return False
    return not {"queries", "extend"} & parse_qs(scope["query_string"].decode("latin-1")).keys()


def _refusal(key: Key | None, needed: Role, *, in_address: bool) -> Problem | None:
    if key is None:
        return UNAUTHORIZED.problem()
    if not key.role.may(needed):
        return FORBIDDEN.problem(f"This needs a key of the role {needed} or above.")
    if in_address and key.role is not Role.READER:
        return FORBIDDEN.problem("Addresses are written down by many: use a reader's key in one.")
    return None


class RateLimit:
    """At most `per_minute` requests of one key within any minute or so; 0 is no limit.

    A token bucket: a key that has rested may send a minute's worth at once.
    """

    def __init__(
        self, app: ASGIApp, per_minute: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.app = app
        self.per_minute = per_minute
        self.clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key_id = scope.get("key_id")
        if scope["type"] == "http" and key_id and self.per_minute:
            wait = self._wait(key_id)
            if wait > 0:
                headers = {"Retry-After": str(int(wait) + 1)}
                await respond(RATE_LIMITED.problem(), headers)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _wait(self, key_id: str) -> float:
        """Seconds until the key may ask again; 0 if it may now, which counts as asking."""
        now, rate = self.clock(), self.per_minute / 60
        left, since = self._buckets.pop(key_id, (float(self.per_minute), now))
        left = min(float(self.per_minute), left + (now - since) * rate)
        wait = 0.0 if left >= 1 else (1 - left) / rate
        self._buckets[key_id] = (left if wait else left - 1, now)
        while len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return wait
