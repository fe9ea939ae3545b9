"""The history of an entity, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from resolver.errors import NotFound
from resolver.history import Happened, happened
from resolver.store.protocol import DecisionState, Reader

PAGE = 20
LOOKED_AT = 3_000
"""Events read for one page: an entity may have a hundred thousand mentions."""

# On the page of one entity, which is then the first of the two; and anywhere else.
_RULINGS = {
    "same": ("Said to be the same as", "Said to be the same:"),
    "different": ("Said to be somebody else than", "Said to be different:"),
    "unsure": ("Left undecided against", "Left undecided:"),
    "not_a_name": ("Said to be no name", "Said to be no name:"),
}
_SAYS = {
    "entity_founded": "Founded, under the name",
    "suggestion_raised": "Perhaps the same as",
    "entities_merged": "Merged:",
    "entities_joined": "Joined by the machine:",
    "entity_split": "Split: {mentions} went to",
    "mentions_moved": "The machine moved {mentions}",
    "name_corrected": "Called, from then on,",
    "decision_undone": "Undid decision {target}",
}


@dataclass(frozen=True, slots=True)
class Other:
    """Another entity that an event is about, by the id it named and the name it has now."""

    entity_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words: `says`, then `name` or the `others` it is about.

    `state` is there for decisions of people and machines, which can be undone.
    """

    seq: int
    at: str
    actor: str
    says: str
    reason: str
    name: str = ""
    others: tuple[Other, ...] = ()
    score: float | None = None
    state: DecisionState | None = None

    @property
    def undoable(self) -> bool:
        return self.state is not None and self.state.undone_by is None


@dataclass(frozen=True, slots=True)
class HistoryShown:
    """Events, newest first, without the mentions; `before` leads to older ones."""

    lines: tuple[Line, ...]
    before: int | None


def history_shown(
    reader: Reader, entity_id: str, mentions: frozenset[int], before: int | None = None
) -> HistoryShown:
    """What happened to an entity besides the `mentions`, which are numbers of events.

    Raises NotFound.
    """
    own = _own_ids(reader, entity_id)
    numbers = [
        seq
        for seq in reversed(reader.history(entity_id, 0, 2**31))
        if (before is None or seq < before) and seq not in mentions
    ]
    lines: list[Line] = []
    for seq in numbers[:LOOKED_AT]:
        if len(lines) == PAGE:
            return HistoryShown(tuple(lines), seq + 1)
        event = happened(reader, seq)
        if event.kind != "mention_recorded":
            lines.append(_line(reader, event, own))
    return HistoryShown(tuple(lines), numbers[LOOKED_AT] + 1 if len(numbers) > LOOKED_AT else None)


def line_of(reader: Reader, event: Happened) -> Line:
    """An event in words, all entities it is about named."""
    return _line(reader, event, frozenset())


def _own_ids(reader: Reader, entity_id: str) -> frozenset[str]:
    entity = reader.entity(entity_id)
    return frozenset((entity.entity_id, *entity.members))


def _line(reader: Reader, event: Happened, own: frozenset[str]) -> Line:
    what = event.what
    state = None
    with suppress(NotFound):
        state = reader.decision(event.seq)
    return Line(
        seq=event.seq,
        at=event.at,
        actor=event.actor,
        says=_says(event, alone=not own),
        reason=event.reason or str(what.get("why", "")),
        name=str(what.get("name", "")),
        others=tuple(_others(reader, what, own)),
        score=what.get("score"),
        state=state,
    )


def _says(event: Happened, *, alone: bool) -> str:
    if event.kind == "decided":
        return _RULINGS[event.what["verdict"]][alone]
    moved = len(event.what.get("mention_ids", ()))
    counted = f"{moved:,} mention{'' if moved == 1 else 's'}"
    said = _SAYS.get(event.kind, event.kind.replace("_", " ").capitalize())
    return said.format(mentions=counted, target=event.what.get("seq", ""))


def _others(reader: Reader, what: Mapping[str, Any], own: frozenset[str]) -> Sequence[Other]:
    """The entities named, but for the one that the page is about.

    Where all are its own by now, as after a merge, all are named. Ids that go to one entity
    by now have its name once, and are told apart by themselves.
    """
    single = (what.get(key) for key in ("entity_a", "entity_b", "new_entity_id"))
    named = [one for one in (*single, *what.get("entity_ids", ())) if one]
    foreign = [one for one in named if one not in own] or named
    found: list[Other] = []
    for entity_id in dict.fromkeys(foreign):
        name = ""
        if reader.has_entity(entity_id) and entity_id not in own:
            entity = reader.entity(entity_id)
            name = entity.name if entity.entity_id == entity_id else ""
        found.append(Other(entity_id, name))
    return found
