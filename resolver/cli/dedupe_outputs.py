"""What a run over an archive writes: all of its outputs, or none of them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, TextIO

from resolver.packing import bare_suffix
from resolver.tables import Row, Table
from resolver.tables_output import Extend, guarded, open_output

if TYPE_CHECKING:
    from resolver.batch.run import Run
    from resolver.report.digest import Source

ADDED = ("entity_id", "entity_name")


class Outputs:
    """Outputs in a stack of contexts: each gets its name when the stack is left without an
    error."""

    def __init__(self, stack: ExitStack, *, guard: bool) -> None:
        self._stack = stack
        self._guard = guard

    def entities(self, path: str, run: Run) -> None:
        """Every entity with its spellings."""
        head = ("entity_id", "entity_name", "kind", "mentions", "spellings")
        self._table(
            path,
            head,
            (
                (e["entity_id"], e["entity_name"], e["kind"], e["n"], e["spellings"])
                for e in run.entities()
            ),
        )

    def suggestions(self, path: str, run: Run) -> None:
        """What is left to a clerk, most likely first."""
        head = ("a", "b", "score", "kind", "entity_a", "entity_b", "why")
        rows = (
            (s["a"], s["b"], round(float(str(s["score"])), 4), s["kind"], s["entity_a"],
             s["entity_b"], s["why"])
            for s in run.suggestions()
        )  # fmt: skip
        self._table(path, head, rows)

    def clusters(self, path: str, table: Table, id_column: str | None) -> Extend:
        """What writes the entity of each row alone, by its number and its id if it has one."""
        at = table.find("id") if id_column is None else table.column(id_column)
        head = ("row", *(("id",) if at is not None else ()), *ADDED)
        write = self._writer(path, head)

        def tell(row: Row, chosen: Sequence[str]) -> None:
            write((row.number, *((row.cell(at),) if at is not None else ()), *chosen))

        return tell

    def report(self, path: str, run: Run, source: Source) -> None:
        """The page for who would rather look than read."""
        from resolver.batch.digest import digest
        from resolver.report.page import page

        stream = self._stack.enter_context(open_output(path))
        stream.write(page(digest(run.engine, run.counts()), source))

    def _table(self, path: str, head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
        write = self._writer(path, head)
        for row in rows:
            write(row)

    def _writer(self, path: str, head: tuple[str, ...]) -> Callable[[tuple[object, ...]], object]:
        """Rows as JSON Lines where the name says so, else as CSV."""
        stream: TextIO = self._stack.enter_context(open_output(path))
        if bare_suffix(path) == ".jsonl":
            return lambda row: stream.write(
                json.dumps(dict(zip(head, row, strict=True)), ensure_ascii=False) + "\n"
            )
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        return lambda row: writer.writerow([self._cell(value) for value in row])

    def _cell(self, value: object) -> str:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return guarded(text) if self._guard and isinstance(value, str) else text


class Problems:
    """What is wrong with rows, counted; kinds beyond the first MOST are counted together."""

    MOST = 20
    OTHER = "other problems"

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def note(self, error: Exception) -> None:
        """One more row."""
        text = str(error)
        if text not in self._counts and len(self._counts) >= self.MOST:
            text = self.OTHER
        self._counts[text] += 1

    def counted(self) -> tuple[tuple[str, int], ...]:
        """Most frequent first."""
        ordered = sorted(self._counts.items(), key=lambda one: (-one[1], one[0]))
        return tuple(ordered)
