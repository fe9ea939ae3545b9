"""What the home page tells: what is waiting, what happened today, and whether all is well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.views_history import Line, line_of
from resolver import __version__
from resolver.errors import StoreBusy
from resolver.history import happened
from resolver.rules import table, table_names
from resolver.service import Service
from resolver.standards import standards
from resolver.store.protocol import Reader

LATEST = 10
MOST_COUNTED = 50_000
MOST_SIGNED = 500


@dataclass(frozen=True, slots=True)
class Today:
    """What happened since midnight UTC.

    `decisions` of people are counted up to MOST_COUNTED, the latest MOST_SIGNED of them by
    clerk; `events` counts everything that was written to the log.
    """

    day: str
    events: int
    decisions: int
    clerks: tuple[tuple[str, int], ...]
    latest: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """`held` are the counts of the store; `writable` whether it could be written just now."""

    held: Mapping[str, int]
    today: Today
    writable: bool
    rules_version: str
    standards: int
    rows: int
    version: str = __version__

    @property
    def waiting(self) -> int:
        return self.held["suggestions"] + self.held["collisions"]


def home(service: Service, day: str) -> Home:
    """The page of a day, as `2026-01-31` in UTC."""
    with service.store.reading() as reader:
        held = reader.counts()
        today = _today(reader, day, held["events"])
    return Home(
        held=held,
        today=today,
        writable=_writable(service),
        rules_version=service.rules_version,
        standards=len(standards()),
        rows=sum(len(table(name)) for name in table_names()),
    )


def _writable(service: Service) -> bool:
    try:
        service.check()
    except StoreBusy:
        return False
    return True


def _today(reader: Reader, day: str, events: int) -> Today:
    first = _first_of(reader, day, events)
    numbers = reader.decisions(first - 1, MOST_COUNTED)
    clerks = Counter(happened(reader, seq).actor for seq in numbers[-MOST_SIGNED:])
    return Today(
        day=day,
        events=events - first + 1,
        decisions=len(numbers),
        clerks=tuple(clerks.most_common(LATEST)),
        latest=tuple(line_of(reader, happened(reader, seq)) for seq in numbers[: -LATEST - 1 : -1]),
    )


def _first_of(reader: Reader, day: str, events: int) -> int:
    """The number of the first event of a day, by halves: the log has no gaps and its times
    do not run backwards by more than clocks do."""
    low, high = 1, events + 1
    while low < high:
        middle = (low + high) // 2
        if happened(reader, middle).at[: len(day)] < day:
            low = middle + 1
        else:
            high = middle
    return low
