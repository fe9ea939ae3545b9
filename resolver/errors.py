"""Every error that leaves this package, and what to do about it.

ResolverError
├── BadName          one name cannot be used; says why, never repeats the name
├── BadInput         a file, column, option or setting is wrong (exit 2, HTTP 4xx)
│   ├── NotFound     what was asked for does not exist (HTTP 404)
│   └── KeyReused    an idempotency key came with another request before (HTTP 422)
├── Conflict         the request contradicts what is stored (HTTP 409)
│   └── Stale        somebody else has decided meanwhile; look again (HTTP 412)
├── DamagedData      stored data or a rule table is broken (exit 3)
└── StoreBusy        the store could not be written in time; try again (HTTP 503)
"""

from __future__ import annotations


class ResolverError(Exception):
    """Base of all errors raised on purpose; the message says what to do next."""


class BadName(ResolverError):
    """A name that cannot be analysed. `reason` is a stable word for programs."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class BadInput(ResolverError):
    """A file, column, option or setting that cannot be used as given."""


class NotFound(BadInput):
    """The entity, standard or file asked for does not exist."""


class KeyReused(BadInput):
    """An idempotency key that was used for another request."""


class Conflict(ResolverError):
    """The request contradicts what is stored."""


class Stale(Conflict):
    """A decision was made on a state that is no more. `decision` is what came in between."""

    def __init__(self, decision: int) -> None:
        super().__init__(f"decision {decision} was made meanwhile: look at it, then decide again")
        self.decision = decision


class DamagedData(ResolverError):
    """A database or rule table whose content cannot be trusted."""


class StoreBusy(ResolverError):
    """Another process held the store for too long; the same call may work later."""
