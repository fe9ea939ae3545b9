"""Writing tables in the format that the output's name says, with columns added."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from resolver.errors import BadInput
from resolver.tables import Row, Table, shown
from resolver.tables_formats import KeptRow, format_of
from resolver.tables_output import (
    Extend,
    extend_all,
    extend_cut,
    extend_lines,
    extended,
    open_bytes,
    open_output,
)

if TYPE_CHECKING:
    from resolver.tables_cut import Cut

_ROWS_AT_ONCE = 10_000


@contextmanager
def extended_any(
    table: Table,
    path: str,
    added: Sequence[str],
    *,
    force: bool,
    guard: bool,
    format_: str | None = None,
) -> Iterator[Extend]:
    """Like `resolver.tables_output.extended`, as delimited text, JSON Lines or Parquet."""
    kind = format_of(path, format_)
    if kind == "csv":
        with extended(table, path, added, force=force, guard=guard) as extend:
            yield _Flat(table, extend)
        return
    taken = [name for name in added if name in table.columns]
    if taken and not force:
        names = ", ".join(taken)
        raise BadInput(
            f"{table.label} already has {names}: rename what is there, or replace it with --force"
        )
    if kind == "jsonl":
        with open_output(path) as stream:

            def line(row: Row, values: Sequence[str]) -> None:
                found = {**_object(table, row), **dict(zip(added, values, strict=True))}
                stream.write(json.dumps(found, ensure_ascii=False, default=str) + "\n")

            yield line
        return
    if path == "-":
        raise BadInput("Parquet is no text for standard output; name a file with -o")
    with _parquet(table, path, added) as extend:
        yield extend


class _Flat:
    """Writes rows that may have been objects as delimited text."""

    def __init__(self, table: Table, extend: Extend) -> None:
        self._table, self._extend = table, extend

    def __call__(self, row: Row, values: Sequence[str]) -> None:
        self._extend(_flat(self._table, row), values)

    def many(self, rows: Sequence[Row], values: Sequence[Sequence[str]]) -> None:
        """The same for rows one after the other, which is quicker."""
        for row in rows:
            if isinstance(row, KeptRow):
                _flat(self._table, row)
        extend_all(self._extend, rows, values)

    def lines(self, lines: Sequence[str], delimiter: str, columns: Sequence[Sequence[str]]) -> bool:
        """The same for lines as they stand."""
        return extend_lines(self._extend, lines, delimiter, columns)

    def cut(self, cut: Cut, delimiter: str, columns: Sequence[Any]) -> bool:
        """The same for lines that are cut, and Arrow's columns."""
        return extend_cut(self._extend, cut, delimiter, columns)


def _flat(table: Table, row: Row) -> Row:
    """Raises BadInput for an object with keys that have no column: nothing is dropped."""
    if isinstance(row, KeptRow) and isinstance(row.original, dict):
        for name in row.original:
            if name not in table.columns:
                raise BadInput(
                    f"{table.label}, line {row.number} has {shown(name, limit=30)}, which the "
                    "first line lacks; write JSON Lines, which keep it: -o OUTPUT.jsonl"
                )
    return row


def _object(table: Table, row: Row) -> dict[str, object]:
    if isinstance(row, KeptRow):
        if isinstance(row.original, dict):
            return dict(row.original)
        batch, at = row.original  # type: ignore[misc]
        return {name: batch.column(name)[at].as_py() for name in table.columns}  # type: ignore[has-type]
    return {name: row.cell(at) for at, name in enumerate(table.columns)}


@contextmanager
def _parquet(table: Table, path: str, added: Sequence[str]) -> Iterator[Extend]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows: list[Row] = []
    chosen: list[Sequence[str]] = []
    writer: pq.ParquetWriter | None = None
    with open_bytes(path) as raw:

        def flush() -> None:
            nonlocal writer
            found = _batch(table, rows)
            for at, name in enumerate(added):
                if name in found.column_names:
                    found = found.drop_columns([name])
                column = pa.array([values[at] for values in chosen], pa.string())
                found = found.append_column(name, column)
            writer = writer or pq.ParquetWriter(raw, found.schema)
            writer.write_table(found.cast(writer.schema))
            rows.clear()
            chosen.clear()

        def extend(row: Row, values: Sequence[str]) -> None:
            rows.append(row)
            chosen.append(values)
            if len(rows) >= _ROWS_AT_ONCE:
                flush()

        yield extend
        if rows or writer is None:
            flush()
        assert writer is not None
        writer.close()


def _batch(table: Table, rows: Sequence[Row]):  # type: ignore[no-untyped-def]
    """The rows as an Arrow table, of their own types where they came from Parquet."""
    import pyarrow as pa

    pieces: list[tuple[pa.RecordBatch, list[int]]] = []
    for row in rows:
        if not isinstance(row, KeptRow) or isinstance(row.original, dict):
            break
        batch, at = row.original  # type: ignore[misc]
        if not pieces or pieces[-1][0] is not batch:  # type: ignore[has-type]
            pieces.append((batch, []))  # type: ignore[has-type]
        pieces[-1][1].append(at)  # type: ignore[has-type]
    else:
        if pieces:
            taken = [batch.take(pa.array(places)) for batch, places in pieces]
            return pa.Table.from_batches(taken)
    columns = {
        name: pa.array([row.cell(at) for row in rows], pa.string())
        for at, name in enumerate(table.columns)
    }
    return pa.table(columns)
