"""Which cards a clerk wants: a part of the queue, by what they are about and why they are there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from resolver.mention import Kind


class Scripts(StrEnum):
    """What the canonical names of the two sides are written in."""

    CYRILLIC = "cyrillic"
    ACROSS = "across"
    OTHER = "other"

    @property
    def cyrillic_sides(self) -> int:
        """On how many sides the name has a Cyrillic letter."""
        return {Scripts.CYRILLIC: 2, Scripts.ACROSS: 1, Scripts.OTHER: 0}[self]


@dataclass(frozen=True, slots=True)
class Pool:
    """Conditions on open suggestions; what is None or at its bound asks for nothing.

    `path` is the evidence of a suggestion, its codes in order; `source` is that of a mention
    on either side, as it was recorded.
    """

    kind: Kind | None = None
    at_least: float = 0.0
    at_most: float = 1.0
    scripts: Scripts | None = None
    path: tuple[str, ...] | None = None
    source: str | None = None

    def __bool__(self) -> bool:
        return self != EVERYTHING


EVERYTHING = Pool()

SOURCED = 2_000
"""A source is looked for among so many cards that fit the rest, the most urgent ones: sources
stand in the log, and reading all of it for one would take seconds."""

COUNTED = 1_000
"""Of a pool so many are counted, since each must be looked at; more is "many"."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How the queue stands: open `suggestions` (of a pool, no more than COUNTED), `collisions`,
    the `decisions` of people since an event, and the number of the last event."""

    suggestions: int
    collisions: int
    decisions: int
    last_event: int
