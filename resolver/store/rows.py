"""Rows of a store as what they stand for; every store selects the same columns.

Booleans may be numbers, as SQLite has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from resolver.errors import DamagedData
from resolver.ledger.encoding import decode
from resolver.ledger.events import MentionRecorded
from resolver.ledger.tables import Asked, Cluster, Decision, Link, Node, Placed
from resolver.mention import Kind
from resolver.store.protocol import StoredMention, StoredSuggestion


def kind_of(text: str) -> Kind:
    """The kind of a stored word; DamagedData if there is none."""
    try:
        return Kind(text)
    except ValueError as error:
        raise DamagedData("an entity is of an unknown kind: rebuild the projections") from error


def node_of(row: Sequence[Any]) -> Node:
    number, entity_id, kind, root, own, junk = row
    return Node(number, entity_id, kind_of(kind), root, own, bool(junk))


def cluster_of(row: Sequence[Any] | None) -> Cluster:
    assert row is not None
    name, mentions, corrected, hidden, changed, decided = row
    return Cluster(name, mentions, bool(corrected), bool(hidden), changed, decided)


def decision_of(row: Sequence[Any] | None) -> Decision | None:
    return None if row is None else Decision(row[0], bool(row[1]), bool(row[2]), *row[3:])


def links_of(rows: Iterable[Sequence[Any]]) -> list[Link]:
    return [Link(row[0], row[1], row[2], row[3], bool(row[4]), bool(row[5])) for row in rows]


def asked_of(rows: Iterable[Sequence[Any]]) -> list[Asked]:
    return [
        Asked._make((*row[:8], bool(row[8]), bool(row[9]), tuple(row[10].split()))) for row in rows
    ]


def recorded(seq: int, kind: str, payload: str) -> MentionRecorded:
    """The event that recorded a mention; DamagedData where it is another one."""
    event = decode(seq, kind, payload)
    if not isinstance(event, MentionRecorded):
        raise DamagedData(f"event {seq} is not a mention: rebuild the projections")
    return event


def placed_of(row: Sequence[Any]) -> Placed:
    seq, node, kind, payload, moved_by, human = row
    event = recorded(seq, kind, payload)
    return Placed(seq, node, event.mention, event.how, moved_by, bool(human))


def mention_of(root: str, row: Sequence[Any]) -> StoredMention:
    seq, kind, payload, at, node_id = row
    event = recorded(seq, kind, payload)
    return StoredMention(
        event.mention_id, root, event.mention, event.how, event.score, at, seq, node_id
    )


def suggestion_of(row: Sequence[Any]) -> StoredSuggestion:
    number, a, b, score, why, evidence, missing, *rest = row
    return StoredSuggestion(
        number, a, b, score, why, tuple(evidence.split()), tuple(missing.split()), *rest
    )
