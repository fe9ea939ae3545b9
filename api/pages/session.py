"""Who is signed in: a cookie that says which key was shown, signed with what only we know.

The key itself is not in the cookie. Whether it was revoked meanwhile, and what it may do, is
looked up at every request. The secret is not in the database, so that nobody who reads that
can sign in with what is there; where none is given it is made at each start, and who was signed
in signs in again.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from fastapi import Request, Response
from itsdangerous import BadSignature, TimestampSigner

from api.acts import ANYBODY
from resolver.access import Key, Keys, Role, signature

COOKIE = "nr_session"
SEAT = "nr_seat"
HOURS = 12
_SEAT = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at a page. `seat` tells one browser from another; `signed_in` is False where
    the server has no keys and everybody may everything; `actor` signs what is decided."""

    name: str
    role: Role
    seat: str
    signed_in: bool
    actor: str

    def may(self, role: str) -> bool:
        return self.role.may(Role(role))

    @property
    def desk(self) -> str:
        """Under which name cards are held: two browsers never get the same one."""
        return f"{self.name}#{self.seat}"


class Sessions:
    """Issues cookies for keys and recognises them."""

    def __init__(self, keys: Keys, secret: str = "") -> None:
        self._keys = keys
        known = secret.encode() or secrets.token_bytes(32)
        self._signer = TimestampSigner(known, salt="pages", key_derivation="hmac")

    def issue(self, key: Key) -> str:
        """The text of a cookie for a key."""
        return self._signer.sign(key.key_id).decode("ascii")

    def key(self, cookie: str) -> Key | None:
        """The key that a cookie was issued for, while it is neither old nor revoked."""
        try:
            key_id = self._signer.unsign(cookie, max_age=HOURS * 3600).decode("ascii")
        except (BadSignature, UnicodeError):
            return None
        found = self._keys.stored(key_id)
        return found[0] if found is not None and found[0].revoked_at is None else None


def visitor(request: Request) -> Visitor:
    """Who sent a request, as the middleware has found. A browser without a seat gets one."""
    seat = request.cookies.get(SEAT, "")
    if not _SEAT.fullmatch(seat):
        seat = request.scope.setdefault("new_seat", secrets.token_hex(8))
    key = request.scope.get("key")
    if isinstance(key, Key):
        actor = signature(key.key_id, key.label) or key.key_id
        name, seat = key.label or key.key_id, f"{key.key_id}.{seat}"
        return Visitor(name, key.role, seat, signed_in=True, actor=actor)
    if request.scope.get("keyed"):
        return Visitor("", Role.READER, seat, signed_in=False, actor="")
    return Visitor(ANYBODY, Role.ADMIN, seat, signed_in=False, actor=ANYBODY)


def seated(request: Request, response: Response) -> None:
    """Let a browser that was new be known at its next request."""
    seat = request.scope.get("new_seat")
    if seat is not None:
        keep(request, response, SEAT, seat)


def keep(request: Request, response: Response, name: str, value: str) -> None:
    """Set a cookie that no script reads and no other site sends."""
    response.set_cookie(
        name,
        value,
        path=request.scope.get("root_path") or "/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        max_age=HOURS * 3600 if name == COOKIE else 365 * 24 * 3600,
    )


def drop(request: Request, response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, path=request.scope.get("root_path") or "/")
