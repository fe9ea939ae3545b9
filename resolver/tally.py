"""How a clerk is getting on: what was decided last, how much today, and how fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from resolver.history import Decision, decision
from resolver.store.protocol import Entity, Reader

LOOKED_AT = 200
_NAMED = 4
PAUSE_SECONDS = 600.0
"""Longer between two decisions is a break, and tells nothing of how fast a clerk decides."""


@dataclass(frozen=True, slots=True)
class Past:
    """A decision with the entities it named, as they are now; or a `batch` of decisions made
    in one go, of which it is the first."""

    decision: Decision
    entities: tuple[Entity, ...]
    batch: tuple[int, ...] = ()


def last_of(reader: Reader, actor: str | None, limit: int) -> list[Past]:
    """The last decisions of one person, or of all, newest first.

    An undoing is told by what it undoes, and a batch is told once. Looks at LOOKED_AT.
    """
    found: list[Decision] = []
    batches: dict[str, list[Decision]] = {}
    for seq in reader.last_decisions(LOOKED_AT):
        one = decision(reader, seq)
        if one.event.kind == "decision_undone" or (actor and one.event.actor != actor):
            continue
        batch = one.event.what.get("batch")
        if batch is None or batch not in batches:
            if len(found) == limit:
                break
            found.append(one)
        if batch is not None:
            batches.setdefault(batch, []).insert(0, one)
    return [_past(reader, one, batches.get(one.event.what.get("batch", ""), [])) for one in found]


def past(reader: Reader, one: Decision) -> Past:
    """A decision with its entities, each once: what was called the same is one now."""
    found = {each.entity_id: each for each in map(reader.entity, one.entity_ids[:_NAMED])}
    return Past(one, tuple(found.values()))


def _past(reader: Reader, one: Decision, batch: Sequence[Decision]) -> Past:
    first = past(reader, batch[0] if batch else one)
    return Past(first.decision, first.entities, tuple(each.event.seq for each in batch))


def pace(done: Sequence[Past]) -> float | None:
    """The median of seconds between decisions, newest first; None where too few tell."""
    times = [datetime.fromisoformat(one.decision.event.at) for one in done]
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(times)]
    telling = [gap for gap in gaps if gap < PAUSE_SECONDS]
    return median(telling) if len(telling) > 1 else None


def last_before(reader: Reader, moment: str) -> int:
    """The number of the last event before a moment (ISO 8601, UTC), found by bisection."""
    low, high = 0, reader.waiting().last_event
    while low < high:
        middle = (low + high + 1) // 2
        if reader.event(middle)["at"] < moment:
            low = middle
        else:
            high = middle - 1
    return low
