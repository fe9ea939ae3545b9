"""What a report says of an archive, whatever engine found it out.

All of it is small, however large the archive: counts, and samples that are the same whenever
the archive is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from resolver.showing.drawing import Style

MERGES = 50
DRAWN = 6
MOST_DRAWN = 16


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `least` up to that of the next band, and how many there are."""

    least: float
    count: int


@dataclass(frozen=True, slots=True)
class Member:
    """A spelling with its mentions, and the number of its strongest tie (None for none)."""

    spelling: str
    mentions: int
    nearest: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Evidence between two members, by their places, and how it is drawn."""

    a: int
    b: int
    score: float
    style: Style


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cluster as it is drawn. `density` is the share of its pairs of spellings that match by
    themselves; `left_out` counts the spellings beyond MOST_DRAWN."""

    entity_id: str
    name: str
    kind: str
    mentions: int
    spellings: int
    density: float
    members: tuple[Member, ...]
    ties: tuple[Tie, ...]

    @property
    def left_out(self) -> int:
        """How many spellings are not drawn."""
        return self.spellings - len(self.members)

    @property
    def pairs(self) -> int:
        """How many ties there could be in the drawing."""
        return len(self.members) * (len(self.members) - 1) // 2

    def drawn_as(self, style: str) -> int:
        """How many ties have this style."""
        return sum(tie.style == style for tie in self.ties)


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of evidence; `weight` in natural-log odds."""

    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Two spellings of one entity: `how` they were joined, and why.

    The weights of `reasons` add up to the score's.
    """

    how: str
    a: str
    b: str
    name: str
    score: float
    reasons: tuple[Reason, ...]


ALIKE, LINKED, ONLY_FIT = "alike", "linked", "only fit"
"""How two spellings come to be joined: their words are meant alike; by their evidence; or
because one fits nobody else in the archive."""


@dataclass(frozen=True, slots=True)
class Convention:
    """Spellings that one convention explains; `also` are others that explain all of them, or
    where none is `named`, those that explain some. `share` is of all mentions looked at."""

    title: str
    named: bool
    also: tuple[str, ...]
    spellings: int
    mentions: int
    share: float
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conventions:
    """Of `entities` out of `eligible` ones, which are all of one sort: those that are spelled in
    Cyrillic too, or where there are none, those whose original was inferred (`assumed`)."""

    entities: int = 0
    eligible: int = 0
    assumed: bool = False
    rows: tuple[Convention, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """All of an archive that its report shows.

    `sizes` are (label, entities) by number of mentions; `scores` those of compared pairs, in
    bands that begin and end at the thresholds, `suggested_scores` likewise; `suggested` (kind,
    suggestions); `refined` (kind, blocks, names in the largest).
    """

    counts: Mapping[str, int]
    review: float
    match: float
    sizes: tuple[tuple[str, int], ...] = ()
    scores: tuple[Band, ...] = ()
    largest: tuple[Drawn, ...] = ()
    sparse: tuple[Drawn, ...] = ()
    conventions: Conventions = field(default_factory=Conventions)
    merges: tuple[Merge, ...] = ()
    suggested: tuple[tuple[str, int], ...] = ()
    suggested_scores: tuple[Band, ...] = ()
    refined: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What was read, with which options, and what is known of the rows from reading them.

    `told` are (label, text); `failed` rows of `rows` have no entity.
    """

    title: str
    told: tuple[tuple[str, str], ...]
    rows: int = 0
    failed: int = 0
    problems: tuple[tuple[str, int], ...] = ()
