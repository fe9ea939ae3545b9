"""What every event of a store is signed with, and how a row of the log comes about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from resolver.errors import BadInput, BadName
from resolver.ledger.encoding import encode
from resolver.ledger.events import Event
from resolver.ledger.names import KeysOf
from resolver.mention import Kind

MAX_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who, by which rules, and when."""

    actor: str
    rules_version: str
    clock: Callable[[], datetime]

    def now(self) -> str:
        """The time in UTC, ISO 8601 with milliseconds."""
        return self.after(0)

    def after(self, seconds: float) -> str:
        """The time so many seconds from now."""
        moment = self.clock().astimezone(UTC) + timedelta(seconds=seconds)
        return moment.isoformat(timespec="milliseconds")

    def row(self, seq: int, event: Event, reason: str) -> dict[str, object]:
        """The columns of an event but its hashes. BadInput for what cannot be written down."""
        kind, payload = encode(event)
        return {"seq": seq, "kind": kind, "payload": payload, **self.shared(reason)}

    def shared(self, reason: str) -> dict[str, object]:
        """The columns that events of one moment have in common. BadInput for a bad reason."""
        if len(reason) > MAX_REASON or "\0" in reason:
            raise BadInput(f"a reason has at most {MAX_REASON} characters, and no NUL")
        return {
            "at": self.now(),
            "actor": self.actor,
            "rules_version": self.rules_version,
            "reason": reason or None,
        }


def utc_now() -> datetime:
    return datetime.now(UTC)


def keys_by_our_rules(name: str, kind: Kind) -> Sequence[str]:
    """Blocking keys with the rules of this package."""
    from resolver.keys import keys_of
    from resolver.names import analyze

    return keys_of(analyze(name, kind))


def lenient(keys_of: KeysOf) -> KeysOf:
    """Keys for a replay: a name that newer rules refuse stays, but is never a candidate."""

    def keys_or_none(name: str, kind: Kind) -> Sequence[str]:
        try:
            return keys_of(name, kind)
        except BadName:
            return ()

    return keys_or_none
