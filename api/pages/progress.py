"""What stands around a card: how far the queue is, and what was decided last."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import Request

from api.pages.pools import Chosen
from api.pages.session import visitor
from resolver.errors import NotFound
from resolver.history import decision
from resolver.store.protocol import Reader
from resolver.tally import Past, last_before, last_of, pace, past

LAST = 10


def around(request: Request, reader: Reader, wanted: Chosen, done: int = 0) -> dict[str, Any]:
    """`waiting`, the `last` decisions of this visitor, their `speed`, and `done`: what was
    just decided or undone, if its number is one of a decision."""
    who = visitor(request)
    last = last_of(reader, who.actor, LAST)
    return {
        "wanted": wanted,
        "waiting": reader.waiting(_day_began(request, reader), wanted.pool),
        "last": last,
        "speed": pace(last),
        "done": _done(reader, done),
    }


def _done(reader: Reader, number: int) -> Past | None:
    try:
        return past(reader, decision(reader, number)) if number else None
    except NotFound:
        return None


def _day_began(request: Request, reader: Reader) -> int:
    """The number of the last event of yesterday (UTC), looked for once a day."""
    today = datetime.now(UTC).date().isoformat()
    days: dict[str, int] = request.app.state.days
    if today not in days:
        days.clear()
        days[today] = last_before(reader, today)
    return days[today]
