"""Decisions of people as JSON objects, out of one store and into another.

    {"decision": 17, "verdict": "same", "entities": ["e1", "e2"], "reason": "...",
     "actor": "vera", "at": "2026-01-02T03:04:05.678+00:00"}
    {"decision": 19, "split": ["m4"], "entities": ["e1"], "new_entity": "e9", ...}
    {"decision": 21, "name": "Анна Орлова", "entities": ["e1"], ...}

Only decisions in force are written: what was undone was never meant, and undos say no more.
Read again, a decision that is in force already is left out, so that a file can be read
twice; one about what this store does not know is reported and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from resolver.errors import BadInput, Conflict, NotFound
from resolver.ledger.events import (
    Decided,
    EntitiesMerged,
    EntitySplit,
    Event,
    NameCorrected,
    Ruling,
)
from resolver.store.protocol import Reader, Store, Writer
from resolver.text import clean

_PAGE = 500


def exported(store: Store) -> Iterator[dict[str, object]]:
    """Every decision in force, in order."""
    after = 0
    while True:
        with store.reading() as reader:
            numbers = reader.decisions(after, _PAGE)
            found = [_written(reader, seq) for seq in numbers]
        yield from (one for one in found if one is not None)
        if not numbers:
            return
        after = numbers[-1]


def imported(store: Store, row: Mapping[str, Any]) -> bool:
    """Put a decision in force; False if it is already.

    Raises BadInput for a row that is no decision, NotFound for entities or mentions that
    this store does not know.
    """
    actor, reason = row.get("actor", "import"), row.get("reason", "")
    if not isinstance(actor, str) or not isinstance(reason, str):
        raise BadInput("actor and reason must be strings")
    event = _read(row)
    with store.writing(actor) as writer:
        for entity_id in _ids(event):
            writer.entity(entity_id)
        if _holds(writer, event, reason, actor):
            return False
        try:
            writer.append(event, reason)
        except Conflict as error:
            raise BadInput(f"the decision does not fit this store: {error}") from error
    return True


def _written(reader: Reader, seq: int) -> dict[str, object] | None:
    state = reader.decision(seq)
    if state.undone_by is not None or state.target is not None:
        return None
    event = reader.event(seq)
    payload = event["payload"]
    row: dict[str, object] = {"decision": seq}
    match event["kind"]:
        case "decided":
            row["verdict"] = payload["verdict"]
            pair = (payload["entity_a"], payload.get("entity_b"))
            row["entities"] = [one for one in pair if one is not None]
        case "entities_merged":
            row |= {"verdict": "same", "entities": payload["entity_ids"]}
        case "entity_split":
            row |= {"split": payload["mention_ids"], "entities": [payload["entity_id"]]}
            row["new_entity"] = payload["new_entity_id"]
        case "name_corrected":
            row |= {"name": payload["name"], "entities": [payload["entity_id"]]}
        case _:
            return None
    return row | {"reason": event["reason"] or "", "actor": event["actor"], "at": event["at"]}


def _read(row: Mapping[str, Any]) -> Event:
    ids = row.get("entities")
    if not isinstance(ids, list) or not ids or not all(isinstance(one, str) for one in ids):
        raise BadInput('a decision needs "entities", a list of ids')
    if isinstance(row.get("split"), list):
        new = row.get("new_entity")
        if not isinstance(new, str) or not all(isinstance(one, str) for one in row["split"]):
            raise BadInput('a split needs mention ids and "new_entity"')
        return EntitySplit(ids[0], tuple(row["split"]), new)
    if isinstance(row.get("name"), str):
        return NameCorrected(ids[0], clean(row["name"]).text)
    try:
        verdict = Ruling(str(row.get("verdict")))
    except ValueError:
        known = ", ".join(Ruling)
        raise BadInput(f'a decision needs a "verdict" ({known}), a "split" or a "name"') from None
    if verdict is Ruling.NOT_A_NAME:
        return Decided(verdict, ids[0])
    if len(set(ids)) < 2 or (len(ids) > 2 and verdict is not Ruling.SAME):
        raise BadInput("this verdict is about two different entities")
    if len(ids) > 2:
        return EntitiesMerged(tuple(ids))
    return Decided(verdict, ids[0], ids[1])


def _ids(event: Event) -> tuple[str, ...]:
    match event:
        case Decided():
            return (event.entity_a,) if event.entity_b is None else (event.entity_a, event.entity_b)
        case EntitiesMerged():
            return event.entity_ids
        case EntitySplit() | NameCorrected():
            return (event.entity_id,)
    raise NotFound("this is no decision")


def _holds(reader: Writer, event: Event, reason: str, actor: str) -> bool:
    """Whether what a decision says is in force here, by the same person for the same reason."""
    for seq in reader.history(_ids(event)[0]):
        known = reader.event(seq)
        if (known["actor"], known["reason"] or "") != (actor, reason):
            continue
        row = _written_or_none(reader, seq)
        if row is not None and _read(row) == event:
            return True
    return False


def _written_or_none(reader: Reader, seq: int) -> dict[str, object] | None:
    try:
        return _written(reader, seq)
    except NotFound:
        return None
