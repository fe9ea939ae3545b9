"""What a command says on standard error while it works through rows."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence

import click

from resolver.errors import ResolverError
from resolver.tables import Row, Table, shown
from resolver.text import clean

PROBLEMS_SHOWN = 20
_SECONDS_BETWEEN_UPDATES = 0.2


class Report:
    """What a command says about rows: problems as they come, progress on a terminal.

    Rows go by the number a spreadsheet shows (the header is row 1), with their id if the
    table has one. At most 20 problems are printed, the rest are counted.
    """

    def __init__(self, table: Table, id_column: str | None = None) -> None:
        self.failed = 0
        self.done = 0
        self._id = table.find("id") if id_column is None else table.column(id_column)
        self._width = len(table.columns)
        self._too_wide = 0
        self._removed: Counter[str] = Counter()
        self._rows_with_removed = 0
        self._is_terminal = sys.stderr.isatty()
        self._started = self._updated = time.monotonic()

    def advance(self, row: Row) -> None:
        """One more row was read; on a terminal, show how many from time to time."""
        if len(row.cells) > self._width:
            self._too_wide += 1
        self.done += 1
        if self._is_terminal:
            self._tell()

    def advance_all(self, rows: Sequence[Row]) -> None:
        """The same for several rows."""
        self._too_wide += sum([len(row.cells) > self._width for row in rows])
        self.advance_by(len(rows))

    def advance_by(self, rows: int) -> None:
        """The same for several rows of which none has more cells than the header."""
        self.done += rows
        if self._is_terminal:
            self._tell()

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self._updated > _SECONDS_BETWEEN_UPDATES:
            self._updated = now
            rate = self.done / (now - self._started)
            self._line(f"{self.done:,} rows, {rate:,.0f} a second", end="")

    def busy(self, doing: str) -> None:
        """On a terminal, say what takes a while now that all rows are read."""
        if self._is_terminal:
            self._line(doing, end="")

    def clean(self, name: str) -> str:
        """The name, cleaned; raises BadName. Characters taken out are counted."""
        cleaned = clean(name)
        if cleaned.removed:
            self._rows_with_removed += 1
            self._removed.update(cleaned.removed)
        return cleaned.text

    def problem(self, row: Row, error: ResolverError) -> None:
        """This row failed, the others go on."""
        self.failed += 1
        if self.failed <= PROBLEMS_SHOWN:
            identity = row.cell(self._id)
            which = f" (id {shown(identity, quotes=False, limit=30)})" if identity else ""
            self._line(f"row {row.number}{which}: {error}")

    def finish(self) -> int:
        """Say what is left to say; the exit code."""
        if self._is_terminal:
            self._line("", end="")
        if self.failed > PROBLEMS_SHOWN:
            self._line(f"and {self.failed - PROBLEMS_SHOWN} more rows with problems")
        if self.failed:
            self._line(f"{_rows(self.failed)} of {self.done} failed")
        if self._removed:
            characters = ", ".join(f"{name} ({n})" for name, n in self._removed.most_common(8))
            self._line(
                f"note: invisible characters were removed from {_rows(self._rows_with_removed)}: "
                f"{characters}"
            )
        if self._too_wide:
            self._line(
                f"note: {_rows(self._too_wide)} had more cells than the header; is a name with "
                "a comma not quoted?"
            )
        return 1 if self.failed else 0

    def _line(self, text: str, end: str = "\n") -> None:
        start = "\r\x1b[K" if self._is_terminal else ""
        click.echo(f"{start}{text}{end}", err=True, nl=False)


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else many}"


def _rows(count: int) -> str:
    return counted(count, "row", "rows")
