"""Keys of the API: what each may do, how one looks, and how it is recognised.

A key is `nr_<id>_<secret>`, both in hexadecimal. Only the SHA-256 of the secret is kept: it
has 256 random bits, so that a slow hash would protect nothing more. The id names the key in
logs, and finds it without a search that would tell by its time how close a guess was.

The id of the key signs every event that its request makes. Whom the request names besides
is written after it, `3f2a1b4c5d6e for vera`: nobody can sign as another key, and who shares
a key can still be told apart, as far as the bearers of that key are honest.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

_KEY = re.compile("nr_([0-9a-f]{12})_([0-9a-f]{64})")
_SIGNED = re.compile("([0-9a-f]{12}) for (.+)", re.DOTALL)
_NOBODY = sha256(b"").digest()


class Role(StrEnum):
    """What a key may do; each may do all that those before it may."""

    READER = "reader"
    WRITER = "writer"
    CLERK = "clerk"
    ADMIN = "admin"

    def may(self, needed: Role) -> bool:
        """Whether this role includes `needed`."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key but its secret. Times are ISO 8601 in UTC."""

    key_id: str
    role: Role
    label: str
    created_at: str
    revoked_at: str | None = None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is shown once, and what is kept of it."""

    key_id: str
    text: str
    digest: bytes


class Keys(Protocol):
    """Where keys are kept."""

    def any(self) -> bool:
        """Whether a key was ever made, be it revoked."""
        ...

    def stored(self, key_id: str) -> tuple[Key, bytes] | None:
        """A key with the digest of its secret."""
        ...


def new_key() -> NewKey:
    """A key that nobody has."""
    key_id, secret = secrets.token_hex(6), secrets.token_hex(32)
    return NewKey(key_id, f"nr_{key_id}_{secret}", _digest(secret))


def recognised(text: str, keys: Keys) -> Key | None:
    """The key that `text` is, unless it is none of `keys` or was revoked.

    An unknown id costs the same comparison as a known one.
    """
    parts = _KEY.fullmatch(text)
    if parts is None:
        return None
    found = keys.stored(parts[1])
    key, digest = found if found is not None else (None, _NOBODY)
    same = hmac.compare_digest(digest, _digest(parts[2]))
    return key if same and key is not None and key.revoked_at is None else None


def signature(key_id: str | None, name: str | None) -> str | None:
    """The actor of what a request does: its key if it has one, and whom it names."""
    if not key_id:
        return name
    return f"{key_id} for {name}" if name else key_id


def signed(actor: str) -> tuple[str, str | None]:
    """The actor of an event, and on whose behalf it acted, if it says so."""
    parts = _SIGNED.fullmatch(actor)
    return (actor, None) if parts is None else (parts[1], parts[2])


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
