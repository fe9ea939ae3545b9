"""The usable rows of an archive with all that is known of them, for `resolver dedupe`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, repeat
from typing import TYPE_CHECKING

from resolver.cli.rows import Kinds, Mentions
from resolver.errors import ResolverError
from resolver.mention import Kind, Mention
from resolver.tables import Row, Table
from resolver.text import clean, cleaned

if TYPE_CHECKING:
    from resolver.batch.run import Given
    from resolver.constraints import Constraints

ATTRIBUTES = ("birth_date", "country", "context")
"""Columns that count as evidence."""
_TOGETHER = 1_000


@dataclass(frozen=True, slots=True)
class Identified:
    """Mentions of a table that go by the ids of its id column, or else by their row numbers."""

    mentions: Mentions
    at: int | None

    @classmethod
    def of(cls, table: Table, mentions: Mentions, id_column: str | None) -> Identified:
        return cls(mentions, table.find("id") if id_column is None else table.column(id_column))

    def mention(self, row: Row) -> Mention:
        """Raises BadName or BadInput."""
        found = self.mentions.mention(row)
        own = row.cell(self.at).strip() if self.at is not None else str(row.number)
        return replace(found, name=clean(found.name).text, external_id=own or None)


def many(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in lists: what is asked of many at once takes less time."""
    every = iter(rows)
    while together := [*islice(every, _TOGETHER)]:
        yield together


def cells_of(rows: Iterable[Row], at: int) -> list[str]:
    """The cell of each row under a column, empty where it is short."""
    return [row.cells[at] if at < len(row.cells) else "" for row in rows]


def _kind_of(row: Row, kinds: Kinds) -> Kind | None:
    try:
        return kinds.kind(row)
    except ResolverError:
        return None


def knows_more(table: Table, constraints: Constraints) -> bool:
    """Whether anything is known besides names and kinds."""
    return bool(constraints) or any(name in table.columns for name in ATTRIBUTES)


def usable(
    table: Table,
    name_column: str,
    kinds: Kinds,
    id_column: str | None,
    constraints: Constraints,
    seen: set[str],
) -> Iterator[Given]:
    """The rows that can be compared; the others are reported when the file is read again.
    `seen` gets the ids that something was decided about."""
    rows = Identified.of(table, Mentions.of(table, name_column, kinds), id_column)
    if not knows_more(table, constraints):
        at = table.column(name_column)
        for together in many(table):
            names = cleaned(cells_of(together, at))
            if kinds.column is None:
                found: Iterable[Kind | None] = repeat(kinds.default)
            else:
                found = [_kind_of(row, kinds) for row in together]
            for row, name, kind in zip(together, names, found):  # noqa: B905 - `repeat` has no end
                if name is not None and kind is not None:
                    yield row.number, name, kind
        return
    for row in table:
        try:
            mention = rows.mention(row)
        except ResolverError:
            continue
        known = (mention.birth_date, mention.country, mention.context)
        birth_date, country, context = (value or "" for value in known)
        unit = constraints.unit(mention)
        if mention.external_id is not None and mention.external_id in constraints.unit_of:
            seen.add(mention.external_id)
        yield row.number, mention.name, mention.kind, (birth_date, country, context, unit)
