"""Many cards decided in one go, and taken back in one go.

The decisions of a batch are single ones, each of which can be undone by itself; they stand
next to each other in the log and carry the id of their batch. What is no longer open when
its turn comes, be it by a decision of the same batch, is left out and said.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from resolver.desk import Act
from resolver.errors import BadInput, NotFound, Stale
from resolver.ledger.events import Decided, DecisionUndone, Ruling
from resolver.ledger.review import OPEN
from resolver.store.protocol import Reader, Store

MAX_CARDS = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of a batch: the numbers of its events, and the cards that it left out."""

    decisions: tuple[int, ...]
    left_out: tuple[int, ...] = ()


def answer_many(store: Store, cards: Sequence[int], verdict: Ruling, act: Act) -> Batch:
    """Decide up to MAX_CARDS suggestions alike. Raises BadInput, NotFound, StoreBusy."""
    numbers = tuple(dict.fromkeys(cards))
    if not 1 <= len(numbers) <= MAX_CARDS:
        raise BadInput(f"a batch takes 1 to {MAX_CARDS} cards")
    if verdict is Ruling.NOT_A_NAME:
        raise BadInput("what is not a name is decided one by one")
    once = act.once("answer many", verdict, *map(str, numbers))
    with store.writing(act.actor) as writer:
        known = None if once is None else once.recalled(writer)
        if known is not None:
            return Batch(tuple(known["decisions"]), tuple(known["left_out"]))
        name, decisions, left_out = uuid.uuid4().hex[:16], [], []
        for number in numbers:
            found = writer.suggestion(number)
            if found.state != OPEN:
                left_out.append(number)
                continue
            event = Decided(verdict, found.entity_a, found.entity_b, number, name)
            decisions.append(writer.append(event, act.reason))
            writer.release(number)
        done = Batch(tuple(decisions), tuple(left_out))
        if once is not None:
            once.keep(writer, asdict(done))
    return done


def undo_batch(store: Store, first: int, act: Act) -> Batch:
    """Take back all decisions of a batch that still hold, given its first one's number.

    Raises NotFound where that is none, Stale where nothing of it is left to be undone.
    """
    once = act.once("undo batch", str(first))
    with store.writing(act.actor) as writer:
        known = None if once is None else once.recalled(writer)
        if known is not None:
            return Batch(tuple(known["decisions"]))
        states = {seq: writer.decision(seq).undone_by for seq in batch_of(writer, first)}
        holding = [seq for seq, undone_by in states.items() if undone_by is None]
        if not holding:
            raise Stale(max(filter(None, states.values())))
        undone = [writer.append(DecisionUndone(seq), act.reason) for seq in reversed(holding)]
        done = Batch(tuple(undone))
        if once is not None:
            once.keep(writer, asdict(done))
    return done


def batch_of(reader: Reader, seq: int) -> tuple[int, ...]:
    """The decisions of the batch that a decision is the first of. Raises NotFound."""
    name = _batch_at(reader, seq)
    if name is None or _batch_at(reader, seq - 1) == name:
        raise NotFound("no batch of decisions begins with this number")
    return (seq, *_following(reader, seq, name))


def _following(reader: Reader, seq: int, name: str) -> Iterator[int]:
    for later in range(seq + 1, seq + MAX_CARDS):
        if _batch_at(reader, later) != name:
            return
        yield later


def _batch_at(reader: Reader, seq: int) -> str | None:
    try:
        event = reader.event(seq)
    except NotFound:
        return None
    found = event["payload"].get("batch") if event["kind"] == "decided" else None
    return found if isinstance(found, str) else None
