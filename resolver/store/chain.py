"""The log of events as every store keeps it: read, checked, replayed, taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from json import loads
from typing import Any

from resolver.errors import BadInput, Conflict, DamagedData
from resolver.ledger.encoding import GENESIS, HASHED, decode, digest
from resolver.ledger.events import Event

Row = dict[str, Any]
Page = Callable[[int], list[Row]]
"""The next event rows after a sequence number; empty at the end of the log."""


def parsed(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """An event row with its payload as JSON values; DamagedData where it is none."""
    try:
        payload: dict[str, Any] = loads(row["payload"])
    except ValueError as error:
        raise DamagedData(
            f"event {row['seq']} of the log cannot be read: restore a backup"
        ) from error
    return {**row, "payload": payload}


def checked(page: Page, after: int = 0, before: str = GENESIS) -> Iterator[Row]:
    """Every event row after one of known hash; DamagedData at the first that breaks the chain."""
    seq = after
    while rows := page(seq):
        for row in rows:
            seq += 1
            if not follows(row, seq, before):
                raise DamagedData(f"the log was altered at event {seq}: restore a backup")
            before = row["hash"]
            yield row


def follows(row: Mapping[str, Any], seq: int, before: str) -> bool:
    """Whether a row is event `seq`, after one with the hash `before`, and unaltered."""
    core = {name: row[name] for name in HASHED}
    return bool(
        row["seq"] == seq and row["prev_hash"] == before and row["hash"] == _hash(before, core)
    )


def replayed(rows: Iterable[Row], apply: Callable[[int, Event], None]) -> int:
    """Apply the events of checked rows; the number of the last, 0 without any."""
    seq = 0
    for row in rows:
        seq = row["seq"]
        try:
            apply(seq, decode(seq, row["kind"], row["payload"]))
        except Conflict as error:
            raise DamagedData(f"event {seq} contradicts the log before it") from error
    return seq


def adopted(
    rows: Iterable[Row],
    head: tuple[int, str],
    insert: Callable[[Row], None],
    apply: Callable[[int, Event], None],
) -> int:
    """Take events of another log over as they are, after the event at the head; how many.

    Raises Conflict where they do not continue this log.
    """
    seq, before = head
    for row in rows:
        if not follows(row, seq + 1, before):
            raise Conflict(f"this is not what follows event {seq} of the log")
        seq += 1
        insert(row)
        apply(seq, decode(seq, row["kind"], row["payload"]))
        before = row["hash"]
    return seq - head[0]


def _hash(before: str, core: Mapping[str, object]) -> str | None:
    try:
        return digest(before, core)
    except (BadInput, ValueError, TypeError):
        return None
