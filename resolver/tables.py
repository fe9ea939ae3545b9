"""Reading delimited text: one row at a time, every cell kept, every fault named.

Files are UTF-8, with or without a byte order mark. The delimiter is whichever of comma,
semicolon, tab and bar divides the first rows most evenly; a header without any of them
is a one-column list, whose lines are whole cells ("Movlaev, Mansur" is one name). Rows
are numbered as a spreadsheet shows them: the header is row 1, and a cell with line
breaks inside quotes does not count as several. Lone surrogates written as UTF-8 bytes
are let through, so that one such row is one bad name rather than an unreadable file.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, TextIO

from resolver.errors import BadInput, NotFound
from resolver.tables_encoding import Guess, guess_encoding, guess_utf16

DELIMITERS = (",", ";", "\t", "|")
LONGEST_LINE = 1 << 20
LONGEST_CELL = 1 << 17
_LINES_TO_SNIFF = 50
_ONE_COLUMN = "\x1f"  # a control that names never hold: the line is the cell
_COLUMNS_SHOWN = 12


@dataclass(slots=True)
class Row:
    """One row below the header; may hold fewer or more cells than the header."""

    # Not frozen: archives have millions, and a frozen one takes three times as long to make.

    number: int
    cells: tuple[str, ...]

    def cell(self, position: int | None) -> str:
        """The cell under a column, empty where the row is short or the column missing."""
        if position is None or position >= len(self.cells):
            return ""
        return self.cells[position]


@dataclass(frozen=True, slots=True)
class Table:
    """An open table. Iterating reads on; it can be read only once.

    `encoding` is how its text was read, by Python's name; of several files, the first.
    """

    label: str
    columns: tuple[str, ...]
    delimiter: str
    has_bom: bool
    rows: Iterator[Row]
    encoding: str = "utf-8"

    def __iter__(self) -> Iterator[Row]:
        return self.rows

    def find(self, name: str) -> int | None:
        """Position of a column, None if there is none; BadInput if there are two."""
        if self.columns.count(name) > 1:
            raise BadInput(
                f"{self.label}: the column {shown(name)} stands in the header more than once; "
                "rename one of them"
            )
        return self.columns.index(name) if name in self.columns else None

    def column(self, name: str) -> int:
        """Position of a column that must be there; BadInput says which columns are."""
        position = self.find(name)
        if position is None:
            raise BadInput(
                f"{self.label} has no column {shown(name)}{_closest(name, self.columns)}; "
                f"its header (the first row) has {_listed(self.columns)}"
            )
        return position


@contextmanager
def open_table(path: str) -> Iterator[Table]:
    """Open a file, or standard input for `-`.

    Raises BadInput for what cannot be read as a table, here or while iterating: no such
    file, a directory, not UTF-8, empty, a quote never closed, a line beyond 1 MiB.
    """
    if path == "-":
        with _decoded(sys.stdin.buffer) as text:
            yield table_of(text, "standard input")
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 (closed below; only opening may fail here)
    except FileNotFoundError:
        raise NotFound(f"there is no file {shown(path, limit=200)}") from None
    except OSError as error:
        raise BadInput(f"cannot read {shown(path, limit=200)}: {reason(error)}") from None
    with stream, _decoded(stream) as text:
        yield table_of(text, shown(Path(path).name, quotes=False))


def reason(error: OSError) -> str:
    """What went wrong, in the system's words but without the path."""
    return error.strerror or str(error)


def shown(text: str, *, quotes: bool = True, limit: int = 60) -> str:
    """Text from outside, fit for one line of a message: escaped and cut."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)
    return f'"{safe}"' if quotes else safe


@contextmanager
def _decoded(stream: BinaryIO) -> Iterator[TextIO]:
    """Text of a stream that is not closed at the end: it belongs to whoever opened it."""
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="surrogatepass", newline="")
    try:
        yield text
    finally:
        text.detach()


def table_of(text: TextIO, label: str) -> Table:
    """The table that a text is; see `open_table` for what is raised."""
    csv.field_size_limit(LONGEST_CELL)
    lines = _lines(text, label)
    head = list(islice(lines, _LINES_TO_SNIFF))
    has_bom = bool(head) and head[0].startswith("\ufeff")
    if has_bom:
        head[0] = head[0][1:]
    if not any(line.strip("\r\n") for line in head):
        raise BadInput(f"{label} is empty; a header row with the column names is needed")
    start = "".join(head)[:4096].encode("utf-8", "surrogatepass")
    if utf16 := guess_utf16(start):
        raise BadInput(_not_utf8(label, utf16))
    delimiter = _sniff(head)
    records = _records(chain(head, lines), delimiter, label)
    return Table(label, next(records).cells, delimiter, has_bom, records)


def _lines(text: TextIO, label: str) -> Iterator[str]:
    """Lines with their ends, decoded as they are read."""
    try:
        while line := text.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE and not line.endswith(("\r", "\n")):
                raise BadInput(f"{label} has a line of more than 1 MiB; is it a table at all?")
            yield line
    except UnicodeDecodeError as error:
        raise BadInput(_not_utf8(label, guess_encoding(error.object))) from None
    except (EOFError, gzip.BadGzipFile):
        raise BadInput(f"{label} is damaged or no gzip file") from None
    except OSError as error:
        raise BadInput(f"cannot read {label}: {reason(error)}") from None


def _not_utf8(label: str, guess: Guess | None) -> str:
    if guess is None:
        return f"{label} is not UTF-8 text, nor any encoding known here; convert it to UTF-8"
    if guess.iconv is None:
        return f"{label} is not UTF-8 text: it looks like {guess.label}"
    return (
        f"{label} is not UTF-8: it looks like {guess.label}; "
        f"convert it: iconv -f {guess.iconv} -t UTF-8 INPUT > OUTPUT"
    )


def _sniff(head: Sequence[str]) -> str:
    """The delimiter that gives most rows as many cells as the header, and most cells."""
    best, best_fit = _ONE_COLUMN, (0.0, 1)
    for delimiter in DELIMITERS:
        try:
            widths = [len(cells) for cells in csv.reader(head, delimiter=delimiter) if cells]
        except csv.Error:
            continue
        if len(head) == _LINES_TO_SNIFF and len(widths) > 1:
            widths.pop()  # its quoted cell may go on beyond the sample
        if widths[0] < 2:
            continue
        fit = (widths.count(widths[0]) / len(widths), widths[0])
        if fit > best_fit:
            best, best_fit = delimiter, fit
    return best


def _records(lines: Iterator[str], delimiter: str, label: str) -> Iterator[Row]:
    """Numbered records, the header first; blank lines count but are not records."""
    ended = False

    def end() -> Iterator[str]:
        nonlocal ended
        ended = True
        yield from ()

    reader = csv.reader(chain(lines, end()), delimiter=delimiter)
    number = 0
    try:
        for cells in reader:
            number += 1
            if ended:  # the reader asked for more lines in the middle of a record
                raise BadInput(f"{label}, row {number}: a quote is opened and never closed")
            if cells:
                yield Row(number, tuple(cells))
    except csv.Error as error:
        raise BadInput(
            f"{label}, row {number + 1}: {error}; is there a quote that is never closed?"
        ) from None


def _listed(columns: Sequence[str]) -> str:
    names = [shown(name, quotes=False, limit=30) for name in columns[:_COLUMNS_SHOWN]]
    more = len(columns) - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _closest(name: str, columns: Sequence[str]) -> str:
    from difflib import get_close_matches  # slow to import, and only errors need it

    folded = {column.strip().casefold(): column for column in reversed(columns)}
    found = get_close_matches(name.strip().casefold(), folded, n=1, cutoff=0.6)
    return f" (did you mean {shown(folded[found[0]], limit=30)}?)" if found else ""
