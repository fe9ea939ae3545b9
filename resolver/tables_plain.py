"""Delimited text whose lines are its rows: read by the thousand, without looking into cells.

Hardly any cell of an archive has a line break. Then a line is a row; where it has no quotes, to
cut it is all there is to reading it, and where it has some, it is as we would write it. The same
line with cells added is what is written. Where a file is anything else, even late in it, whoever
reads goes on as `resolver.tables` has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from resolver.tables import DELIMITERS, LONGEST_CELL, Row, Table

if TYPE_CHECKING:
    from resolver.tables_cut import Cut

_BYTES = 1 << 21
_MOST_KEPT = 1 << 26


class Block:
    """Rows one after the other: the number of the first, how many there are, their lines without
    ends, and the cells of those that have quotes, with these, by their place. Lines that are `cut`
    already are not looked at one by one."""

    def __init__(
        self,
        first: int,
        lines: list[str] | None = None,
        quoted: Mapping[int, tuple[str, ...]] = MappingProxyType({}),
        cut: Cut | None = None,
    ) -> None:
        self.first, self.quoted, self.cut = first, quoted, cut
        self._lines = lines
        self.count = len(cut.first) if cut is not None else len(self.lines)
        self.is_printable: bool | None = None  # what counts of it, if whoever reads it has seen

    @property
    def lines(self) -> list[str]:
        if self._lines is not None:
            return self._lines
        return self.cut.lines() if self.cut is not None else []


class Kept:
    """The blocks of a file that is not too large, for who reads it again unchanged."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._bytes, self.is_whole = 0, False

    def add(self, block: Block, size: int) -> None:
        """One more, of so many bytes, unless they are too many."""
        self._bytes += size
        if self._bytes <= _MOST_KEPT:
            self._blocks.append(block)
        else:
            self._blocks.clear()

    def end(self, *, whole: bool) -> None:
        """Say whether these are all; if they are not, they are of no use."""
        self.is_whole = whole and self._bytes <= _MOST_KEPT
        if not whole:
            self._blocks.clear()

    def take(self) -> Iterator[Block]:
        """All of them, which are let go one by one."""
        self._bytes, self.is_whole = 0, False
        self._blocks.reverse()
        while self._blocks:
            yield self._blocks.pop()


class Plain:
    """The plain rows with which a table begins, if it is the only file at `path`: as many cells
    in each as in the header, quotes where they are needed, UTF-8. There may be none. What is `kept`
    of an earlier reading is not read again."""

    def __init__(self, table: Table, path: str, kept: Kept | None = None) -> None:
        self._table, self._path = table, path
        self._kept = kept or Kept()
        self._last = 0
        self._is_whole = False
        self._canonical = _canonical(table.delimiter, len(table.columns))

    def blocks(self) -> Iterator[Block]:
        """All of them. They are read from the file itself: the table stands where it stood."""
        if self._kept.is_whole:
            yield from self._kept.take()
            self._is_whole = True
            return
        for written in self._written():
            block = self._block(written)
            if block is None:
                break
            self._kept.add(block, len(written) if block.cut is None else block.cut.size)
            yield block
        self._kept.end(whole=self._is_whole)

    def _written(self) -> Iterator[bytes]:
        """Whole lines after the header, many at once."""
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
                    yield whole + end
                elif len(left) > LONGEST_CELL:
                    return
            if left:
                yield left
            self._is_whole = True

    def rest(self) -> Table:
        """The table without the blocks that were read."""
        return replace(self._table, rows=self._rows_after())

    def cells(self, block: Block, at: int) -> list[str]:
        """The cell of each line under a column."""
        if block.cut is not None:
            found: list[str] = block.cut.cells(at).to_pylist()
            return found
        delimiter = self._table.delimiter
        found = [line.split(delimiter, at + 1)[at] for line in block.lines]
        for place, cells in block.quoted.items():
            found[place] = _unquoted(cells[at])
        return found

    def rows(self, block: Block) -> list[Row]:
        """The same rows cell by cell."""
        if block.cut is not None:
            columns = [self.cells(block, at) for at in range(len(self._table.columns))]
            every = enumerate(zip(*columns, strict=True), start=block.first)
            return [Row(number, cells) for number, cells in every]
        cut = [tuple(line.split(self._table.delimiter)) for line in block.lines]
        for place, cells in block.quoted.items():
            cut[place] = tuple(map(_unquoted, cells))
        return [Row(number, cells) for number, cells in enumerate(cut, start=block.first)]

    def _rows_after(self) -> Iterator[Row]:
        if not self._is_whole:
            yield from (row for row in self._table if row.number > self._last)

    def _block(self, written: bytes) -> Block | None:
        """The next rows; None where they are not plain."""
        from resolver.tables_cut import cut as cut_all  # needs what only archives need

        plain = written.replace(b"\r\n", b"\n") if b"\r" in written else written
        found = cut_all(plain, self._table.delimiter, len(self._table.columns) - 1, LONGEST_CELL)
        if found is not None:
            block = Block(self._last + 1, cut=found)
            self._last += block.count
            return block
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
