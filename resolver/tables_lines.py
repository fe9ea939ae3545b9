"""Rows on their way to a stream as delimited text: many at once are cheaper than each."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TextIO

_TOGETHER = 1_000


class Lines:
    """Rows as lines of text, each quoted where it needs to be."""

    def __init__(self, stream: TextIO, delimiter: str) -> None:
        self._stream, self._delimiter = stream, delimiter
        self._waiting: list[Sequence[str]] = []
        self._text = io.StringIO(newline="")
        self._needed, self._every = (
            csv.writer(self._text, delimiter=delimiter, lineterminator="\n", quoting=quoting)
            for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
        )

    def add(self, cells: Sequence[str]) -> None:
        self._waiting.append(cells)
        if len(self._waiting) >= _TOGETHER:
            self.flush()

    def add_all(self, rows: Sequence[Sequence[str]], added: Sequence[Sequence[str]]) -> None:
        """Rows of one length, each with further cells, of which there is at least one."""
        self.flush()
        text = self._together(rows, added) if rows else ""
        if text is not None:
            self._stream.write(text)
            return
        for cells, more in zip(rows, added, strict=True):
            self.add([*cells, *more])

    def add_lines(self, heads: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
        """Rows that are written already, each with the cells of further columns;
        False, and nothing is done, where one of these has a carriage return."""
        self.flush()
        text = self._continued(heads, columns)
        if "\r" in text:
            return False
        self._stream.write(text)
        return True

    def add_bytes(self, written: bytes) -> None:
        """Whole lines in UTF-8."""
        self.flush()
        self._stream.flush()
        self._stream.buffer.write(written)

    def flush(self) -> None:
        """Hand over what waits."""
        self._stream.write("".join(map(self._line, self._waiting)))
        self._waiting.clear()

    def _together(
        self, rows: Sequence[Sequence[str]], added: Sequence[Sequence[str]]
    ) -> str | None:
        """The lines of rows; None where one has a carriage return."""
        delimiter = self._delimiter
        heads = [*map(delimiter.join, rows)]
        every = "\n".join(heads)
        if '"' in every or every.count("\n") != len(heads) - 1:
            heads = [delimiter.join([quoted(cell, delimiter) for cell in cells]) for cells in rows]
        else:
            most = len(rows[0]) - 1
            heads = [
                head
                if head.count(delimiter) == most
                else delimiter.join([quoted(cell, delimiter) for cell in cells])
                for head, cells in zip(heads, rows, strict=True)
            ]
        text = self._continued(heads, [*zip(*added, strict=True)])
        return None if "\r" in text else text

    def _continued(self, heads: Sequence[str], columns: Sequence[Sequence[str]]) -> str:
        """Lines with the cells of further columns."""
        every = zip(heads, *map(self._cells, columns), strict=True)
        return "\n".join([*map(self._delimiter.join, every), ""])

    def _cells(self, column: Sequence[str]) -> Sequence[str]:
        delimiter, every = self._delimiter, "".join(column)
        if delimiter not in every and '"' not in every and "\n" not in every:
            return column
        if '"' in every or "\n" in every:
            return [quoted(cell, delimiter) for cell in column]
        return [f'"{cell}"' if delimiter in cell else cell for cell in column]

    def _line(self, cells: Sequence[str]) -> str:
        delimiter = self._delimiter
        line = delimiter.join(cells)
        ends = line.count(delimiter)
        if ends != len(cells) - 1 or not ends or '"' in line or "\n" in line or "\r" in line:
            return self._quoted(cells)
        return f"{line}\n"

    def _quoted(self, cells: Sequence[str]) -> str:
        # Before 3.13 csv leaves a lone carriage return unquoted, which would end the row.
        writer = self._every if "\r" in "".join(cells) else self._needed
        writer.writerow(cells)
        line = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return line


def quoted(cell: str, delimiter: str) -> str:
    """A cell without a carriage return, as it is written."""
    if delimiter in cell or '"' in cell or "\n" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
