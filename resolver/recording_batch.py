"""Many mentions, in transactions so short that a clerk beside them hardly waits.

A batch that came under an idempotency key keeps the outcomes of each transaction in it.
Whoever sends the batch again, at the same time or after a crash, is given the outcomes of
what is kept and records the rest: every mention is recorded once, and all get one answer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from typing import Any

from resolver.errors import BadInput, BadName
from resolver.mention import Mention
from resolver.once import Once
from resolver.recording import Analysed, Recorded, analysed, record
from resolver.store.protocol import Store, Writer

# A batch that holds the lock for long makes every clerk who waits for it wait that long.
HOLD_SECONDS = 0.006

Given = tuple[Mention, str | None]
"""A mention, and the entity that its source says it is."""

Outcome = Recorded | BadName | BadInput
_Ready = tuple[Analysed | BadName | BadInput, str | None]


def recorded(
    store: Store, given: Sequence[Given], start: int, actor: str | None, once: Once | None
) -> Iterator[Outcome]:
    """Outcomes in order, each as soon as it is durable. Raises StoreBusy, KeyReused.

    `start` is the place of the first of `given` in the whole batch.
    """
    ready = [(_analysed(mention), entity_id) for mention, entity_id in given]
    done = 0
    while done < len(ready):
        with store.writing(actor) as writer:
            outcomes = _next(writer, ready[done:], start + done, once)
        done += len(outcomes)
        yield from outcomes


def _next(writer: Writer, ready: Sequence[_Ready], start: int, once: Once | None) -> list[Outcome]:
    """The outcomes of as many as fit into one short transaction, or were kept by one."""
    kept = None if once is None else once.recalled(writer, start)
    if kept is not None:
        return [_read(one) for one in kept]
    outcomes: list[Outcome] = []
    until = time.monotonic() + HOLD_SECONDS
    for one, entity_id in ready:
        outcomes.append(_outcome(writer, one, entity_id))
        if time.monotonic() > until:
            break
    if once is not None:
        once.keep(writer, [_written(outcome) for outcome in outcomes], start)
    return outcomes


def _outcome(writer: Writer, one: Analysed | BadName | BadInput, entity_id: str | None) -> Outcome:
    if not isinstance(one, Analysed):
        return one
    try:
        return record(writer, one, entity_id)
    except (BadName, BadInput) as problem:
        return problem


def _analysed(mention: Mention) -> Analysed | BadName | BadInput:
    try:
        return analysed(mention)
    except (BadName, BadInput) as problem:
        return problem


def _written(outcome: Outcome) -> list[Any]:
    if isinstance(outcome, Recorded):
        return list(astuple(outcome))
    reason = outcome.reason if isinstance(outcome, BadName) else None
    return [reason, str(outcome)]


def _read(kept: list[Any]) -> Outcome:
    if len(kept) != 2:
        return Recorded(*kept)
    reason, message = kept
    return BadInput(message) if reason is None else BadName(reason, message)
