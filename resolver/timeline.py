"""The mentions of an entity in time: how often each spelling stands in each year or month."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?(?![0-9])")
MOST_PERIODS = 48


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month, decade or century (`2004`, `2004-06`, `2000s`) and its spellings."""

    label: str
    spellings: Mapping[str, int]

    @property
    def mentions(self) -> int:
        return sum(self.spellings.values())


@dataclass(frozen=True, slots=True)
class Timeline:
    """Periods in order without gaps between the first and the last; `undated` have none."""

    periods: tuple[Period, ...]
    undated: int

    @property
    def most(self) -> int:
        """The mentions of the fullest period."""
        return max((period.mentions for period in self.periods), default=0)


def timeline(dated: Iterable[tuple[str, str | None]]) -> Timeline:
    """The time line of pairs of a spelling and an ISO 8601 date, if it has one.

    >>> [(p.label, p.mentions) for p in timeline([("A", "2003-04-01"), ("B", "2005")]).periods]
    [('2003', 1), ('2004', 0), ('2005', 1)]

    Months are told apart where all fall within two years and have months; decades and
    centuries are taken together where there would be more than MOST_PERIODS periods. A date
    that is none counts as undated.
    """
    found: list[_Dated] = []
    undated = 0
    for spelling, date in dated:
        match = _DATE.match(date or "")
        if match is None:
            undated += 1
        else:
            found.append((spelling, int(match[1]), int(match[2] or 0)))
    return Timeline(tuple(_periods(found)) if found else (), undated)


_Dated = tuple[str, int, int]  # spelling, year, month or 0


def _periods(found: Sequence[_Dated]) -> Iterator[Period]:
    name, numbers = _divided(found)
    counted: dict[int, Counter[str]] = {}
    for number, (spelling, _, _) in zip(numbers, found, strict=True):
        counted.setdefault(number, Counter())[spelling] += 1
    for number in range(min(numbers), max(numbers) + 1):
        yield Period(name(number), counted.get(number, Counter()))


def _divided(found: Sequence[_Dated]) -> tuple[Callable[[int], str], list[int]]:
    """The finest division that makes few enough periods, and the period of each."""
    years = [year for _, year, _ in found]
    if max(years) - min(years) <= 1 and all(month for _, _, month in found):
        return _month, [year * 12 + month - 1 for _, year, month in found]
    for name, size in _DIVISIONS[:-1]:
        if max(years) // size - min(years) // size < MOST_PERIODS:
            return name, [year // size for year in years]
    name, size = _DIVISIONS[-1]
    return name, [year // size for year in years]


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


_DIVISIONS: tuple[tuple[Callable[[int], str], int], ...] = (
    (lambda year: f"{year:04}", 1),
    (lambda decade: f"{decade * 10:04}s", 10),
    (lambda century: f"{century * 100:04}s", 100),
)
