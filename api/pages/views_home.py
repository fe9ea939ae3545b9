"""What the home page tells: what is waiting, what happened today, and whether all is well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.sizes import Sizes
from api.pages.views_history import Line, line_of
from resolver import __version__
from resolver.errors import StoreBusy
from resolver.history import happened
from resolver.pool import Waiting
from resolver.rules import table, table_names
from resolver.service import Service
from resolver.standards import standards
from resolver.store.protocol import Reader
from resolver.tally import last_before

LATEST = 10
MOST_SIGNED = 500


@dataclass(frozen=True, slots=True)
class Today:
    """What happened since midnight UTC.

    `events` counts everything that was written to the log, `clerks` who made the latest
    MOST_SIGNED decisions.
    """

    day: str
    events: int
    decisions: int
    clerks: tuple[tuple[str, int], ...]
    latest: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """`held` are the counts of the store, perhaps of a moment ago, `queue` what is waiting now;
    `writable` tells whether the store could be written just now."""

    held: Mapping[str, int]
    queue: Waiting
    today: Today
    writable: bool
    rules_version: str
    standards: int
    rows: int
    version: str = __version__

    @property
    def waiting(self) -> int:
        return self.queue.suggestions + self.queue.collisions


def home(service: Service, day: str, sizes: Sizes) -> Home:
    """The page of a day, as `2026-01-31` in UTC."""
    with service.store.reading() as reader:
        before = last_before(reader, day)
        now = reader.waiting(before)
        held = sizes.of(reader, now.last_event)
        today = _today(reader, day, before, now)
    return Home(
        held=held,
        queue=now,
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


def _today(reader: Reader, day: str, before: int, now: Waiting) -> Today:
    numbers = [seq for seq in reader.last_decisions(MOST_SIGNED) if seq > before]
    clerks = Counter(happened(reader, seq).actor for seq in numbers)
    return Today(
        day=day,
        events=now.last_event - before,
        decisions=now.decisions,
        clerks=tuple(clerks.most_common(LATEST)),
        latest=tuple(line_of(reader, happened(reader, seq)) for seq in numbers[:LATEST]),
    )
