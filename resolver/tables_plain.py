"""Delimited text whose lines are its rows: read by the thousand, without looking into cells.

Hardly any cell of an archive has a line break. Then a line is a row; where it has no quotes, to
cut it is all there is to reading it, and where it has some, it is as we would write it. The same
line with cells added is what is written. Where a file is anything else, even late in it, whoever
reads goes on as `resolver.tables` has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from resolver.tables import DELIMITERS, LONGEST_CELL, Row, Table

_BYTES = 1 << 21


class Block(NamedTuple):
    """Rows one after the other: the number of the first, their lines without ends, and the cells
    of those that have quotes, with these, by their place."""

    first: int
    lines: list[str]
    quoted: dict[int, tuple[str, ...]]


class Plain:
    """The plain rows with which a table begins, if it is the only file at `path`: as many cells
    in each as in the header, quotes where they are needed, UTF-8. There may be none."""

    def __init__(self, table: Table, path: str) -> None:
        self._table, self._path = table, path
        self._last = 0
        self._is_whole = False
        self._canonical = _canonical(table.delimiter, len(table.columns))

    def blocks(self) -> Iterator[Block]:
        """All of them. They are read from the file itself: the table stands where it stood."""
        table = self._table
        usual = table.encoding == "utf-8" and not table.has_bom and table.delimiter in DELIMITERS
        if not usual or len(table.columns) < 2 or not Path(self._path).is_file():
            return
        with Path(self._path).open("rb") as raw:
            head = table.delimiter.join(table.columns).encode("utf-8", "surrogatepass")
            if raw.readline(LONGEST_CELL) not in {head + b"\n", head + b"\r\n"}:
                return
            self._last = 1
            left = b""
            while more := raw.read(_BYTES):
                whole, end, left = (left + more).rpartition(b"\n")
                if end:
                    block = self._block(whole + end)
                    if block is None:
                        return
                    yield block
                elif len(left) > LONGEST_CELL:
                    return
            if left:
                block = self._block(left)
                if block is None:
                    return
                yield block
            self._is_whole = True

    def rest(self) -> Table:
        """The table without the blocks that were read."""
        return replace(self._table, rows=self._rows_after())

    def cells(self, block: Block, at: int) -> list[str]:
        """The cell of each line under a column."""
        found = self._cut(block)[at :: len(self._table.columns)]
        for place, cells in block.quoted.items():
            found[place] = _unquoted(cells[at])
        return found

    def rows(self, block: Block) -> list[Row]:
        """The same rows cell by cell."""
        cut = [tuple(line.split(self._table.delimiter)) for line in block.lines]
        for place, cells in block.quoted.items():
            cut[place] = tuple(map(_unquoted, cells))
        return [Row(number, cells) for number, cells in enumerate(cut, start=block.first)]

    def _cut(self, block: Block) -> list[str]:
        """All cells of all lines; of those with quotes as many, whatever they are."""
        lines, delimiter = block.lines, self._table.delimiter
        if block.quoted:
            lines, empty = [*lines], delimiter * (len(self._table.columns) - 1)
            for place in block.quoted:
                lines[place] = empty
        return delimiter.join(lines).split(delimiter)

    def _rows_after(self) -> Iterator[Row]:
        if not self._is_whole:
            yield from (row for row in self._table if row.number > self._last)

    def _block(self, written: bytes) -> Block | None:
        """The next rows; None where they are not plain."""
        try:
            text = written.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError:
            return None
        if "\r" in text:
            return None
        lines = text.removesuffix("\n").split("\n")
        cut = self._quoted(lines) if '"' in text else {}
        delimiter, ends = self._table.delimiter, len(self._table.columns) - 1
        if cut is None or max(map(len, lines)) >= LONGEST_CELL:
            return None
        counts = [line.count(delimiter) for line in lines]
        for place in cut:
            counts[place] = ends
        if {*counts} != {ends}:
            return None
        block = Block(self._last + 1, lines, cut)
        self._last += len(lines)
        return block

    def _quoted(self, lines: Sequence[str]) -> dict[int, tuple[str, ...]] | None:
        """The cells of each line that has quotes; None where one is not as it would be written: it
        may not be a whole row."""
        places = [place for place, line in enumerate(lines) if '"' in line]
        cut = self._canonical.findall("\n".join([lines[place] for place in places]))
        if len(cut) != len(places):
            return None
        return dict(zip(places, cut, strict=True))


def _canonical(delimiter: str, width: int) -> re.Pattern[str]:
    """Lines of so many cells, each in quotes where it holds a quote or the delimiter, and only
    there."""
    end = re.escape(delimiter)
    plain, inside = f'[^"{end}\n]*', r'(?:[^"\n]|"")*'
    cell = f'({plain}|"{plain}(?:{end}|""){inside}")'
    return re.compile(f"^{end.join([cell] * width)}$", re.MULTILINE)


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell[:1] == '"' else cell
