"""Writing tables: whole or not at all, and safe to open in a spreadsheet.

A file is written beside its final place under a temporary name and renamed at the end,
so that an error, Ctrl-C or a full disk leaves what stood there before. This also makes
reading and writing the same path safe. Standard output and devices have no such place:
what was written there before an error stays written.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from resolver.errors import BadInput
from resolver.packing import packed
from resolver.tables import DELIMITERS, Row, Table, reason, shown
from resolver.tables_lines import Lines
from resolver.tables_parts import Complaint, buffered, complaining, part_in

if TYPE_CHECKING:
    from resolver.tables_cut import Cut

# OWASP ASVS 5.0, 1.2.10: what makes spreadsheets take a cell for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Extend = Callable[[Row, Sequence[str]], None]


@contextmanager
def open_output(path: str) -> Iterator[TextIO]:
    """A text stream into `path` (`-` is standard output) that is kept only if all goes well;
    compressed for a name in .gz or .zst.

    Raises BadInput at once when nothing can be written there.
    """
    if path == "-":
        if sys.stdout is None:
            raise BadInput("cannot write standard output: it is closed")
        with _borrowed(sys.stdout) as stream:
            yield stream
        return
    with open_bytes(path) as raw, packed(raw, path) as inner:
        stream = _text(inner)
        try:
            yield stream
            stream.flush()
        finally:
            _let_go(stream)


@contextmanager
def open_bytes(path: str) -> Iterator[BinaryIO]:
    """The same for bytes, as they are; not for standard output."""
    # A link stays a link, its target is replaced. Unlike Path.resolve, this takes loops.
    target = Path(os.path.realpath(path))
    mode = _mode_of(target, path)
    in_place = mode is not None and not stat.S_ISREG(mode)  # a device or pipe
    state = "incomplete" if in_place else "unchanged"

    def complaint(error: OSError) -> BadInput:
        return BadInput(f"cannot write {_named(path)}: {reason(error)}; it is {state}")

    with ExitStack() as stack:
        with complaining(complaint):
            raw = stack.enter_context(
                buffered(target, "wb", complaint)
                if in_place
                else _replacing(target, mode, complaint)
            )
        try:
            yield raw
            raw.flush()
        except BaseException as error:
            error.add_note(f"{_named(path)} is {state}")
            raise


@contextmanager
def _replacing(target: Path, mode: int | None, complaint: Complaint) -> Iterator[BinaryIO]:
    """What takes the target's place when it is whole and safe on the disk, and so are those that
    are written `together` with it."""
    with ExitStack() as own:
        batch = _batch.get() or _Batch(own)
        part, raw = batch.holding.enter_context(part_in(target.parent, complaint))
        batch.holding.callback(part.unlink, missing_ok=True)
        yield raw
        with complaining(complaint):
            raw.flush()
            os.fsync(raw.fileno())
            raw.close()
            if mode is not None:
                part.chmod(stat.S_IMODE(mode))
        batch.whole.append((part, target, complaint))
        if batch.holding is own:
            batch.place()


@dataclass(slots=True)
class _Batch:
    """Parts that are whole, and what lets go of them."""

    holding: ExitStack
    whole: list[tuple[Path, Path, Complaint]] = field(default_factory=list)

    def place(self) -> None:
        for part, target, complaint in self.whole:
            with complaining(complaint):
                part.replace(target)


_batch: ContextVar[_Batch | None] = ContextVar("batch", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Outputs that are opened inside get their names when all of them are whole, at the end; of an
    error in any of them, none does."""
    with ExitStack() as holding:
        batch = _Batch(holding)
        before = _batch.set(batch)
        try:
            yield
        finally:
            _batch.reset(before)
        batch.place()


def check_output(path: str) -> None:
    """Raises BadInput where nothing can be written; leaves no trace."""
    if path == "-":
        return
    target = Path(os.path.realpath(path))
    _mode_of(target, path)
    if not target.parent.is_dir():
        raise BadInput(f"cannot write {_named(path)}: its folder does not exist")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise BadInput(f"cannot write {_named(path)}: its folder is write-protected")


@contextmanager
def extended(
    table: Table, path: str, added: Sequence[str], *, force: bool, guard: bool
) -> Iterator[Extend]:
    """Write `table` to `path` with columns added; call the result with each row in turn.

    All cells are kept: short rows are filled up, and cells beyond the header follow the
    added ones so that those stay under their names. Columns that are there already are
    refused with BadInput, or replaced with `force`. With `guard`, added cells that a
    spreadsheet would take for a formula get a leading apostrophe.
    """
    taken = [name for name in added if name in table.columns]
    if taken and not force:
        names = ", ".join(taken)
        raise BadInput(
            f"{table.label} already has {names}: rename what is there, or replace it with --force"
        )
    width = len(table.columns)
    kept = [at for at, name in enumerate(table.columns) if name not in added]
    with open_output(path) as stream:
        if table.has_bom:
            stream.write("\ufeff")
        delimiter = _delimiter_for(table.delimiter, path)
        lines = Lines(stream, delimiter)
        lines.add([*(table.columns[at] for at in kept), *added])
        yield _Extended(lines, delimiter, width, kept, guard=guard)
        lines.flush()


class _Extended:
    """Writes rows with what is added to them."""

    def __init__(
        self, lines: Lines, delimiter: str, width: int, kept: Sequence[int], *, guard: bool
    ) -> None:
        self._lines, self._delimiter, self._width = lines, delimiter, width
        self._kept, self._guard = kept, guard
        self._whole = len(kept) == width

    def __call__(self, row: Row, values: Sequence[str]) -> None:
        cells = [*map(guarded, values)] if self._guard else values
        if self._whole and len(row.cells) == self._width:
            self._lines.add([*row.cells, *cells])
        else:
            kept = (row.cell(at) for at in self._kept)
            self._lines.add([*kept, *cells, *row.cells[self._width :]])

    def many(self, rows: Sequence[Row], values: Sequence[Sequence[str]]) -> None:
        """The same for rows one after the other, which is quicker."""
        cells = [row.cells for row in rows]
        if not self._whole or {*map(len, cells)} != {self._width}:
            for row, added in zip(rows, values, strict=True):
                self(row, added)
            return
        if self._guard and any(value.startswith(FORMULA_STARTS) for value in chain(*values)):
            values = [[*map(guarded, added)] for added in values]
        self._lines.add_all(cells, values)

    def lines(self, lines: Sequence[str], delimiter: str, columns: Sequence[Sequence[str]]) -> bool:
        """The same for lines as they stand, where that is how they are written."""
        if not self._whole or delimiter != self._delimiter:
            return False
        if self._guard and not {cell[:1] for cell in chain(*columns)}.isdisjoint(FORMULA_STARTS):
            columns = [[*map(guarded, column)] for column in columns]
        return self._lines.add_lines(lines, columns)

    def cut(self, cut: Cut, delimiter: str, columns: Sequence[Any]) -> bool:
        """The same for lines that are cut, and Arrow's columns."""
        from resolver.tables_joined import joined  # needs what only archives need

        if not self._whole or delimiter != self._delimiter:
            return False
        written = joined(cut, delimiter, columns, guard=self._guard)
        if written is not None:
            self._lines.add_bytes(written)
        return written is not None


def extend_lines(
    extend: Extend, lines: Sequence[str], delimiter: str, columns: Sequence[Sequence[str]]
) -> bool:
    """Call what `extended` gives with whole lines, and the columns of what is added to them; False
    where that cannot be, and rows are needed."""
    many = getattr(extend, "lines", None)
    return many is not None and bool(many(lines, delimiter, columns))


def extend_cut(extend: Extend, cut: Cut, delimiter: str, columns: Sequence[Any]) -> bool:
    """The same of lines that are cut, with Arrow's columns."""
    many = getattr(extend, "cut", None)
    return many is not None and bool(many(cut, delimiter, columns))


def extend_all(extend: Extend, rows: Sequence[Row], values: Sequence[Sequence[str]]) -> None:
    """Call what `extended` gives with rows one after the other."""
    many = getattr(extend, "many", None)
    if many is not None:
        many(rows, values)
        return
    for row, added in zip(rows, values, strict=True):
        extend(row, added)


def guarded(cell: str) -> str:
    """The cell, made harmless for spreadsheets."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _delimiter_for(read: str, path: str) -> str:
    """The input's own delimiter, unless the output's name says otherwise."""
    suffix = Path(path).suffix.lower()
    if suffix in {".tsv", ".tab"}:
        return "\t"
    if read not in DELIMITERS or (suffix == ".csv" and read == "\t"):
        return ","
    return read


def _named(path: str) -> str:
    return shown(path, limit=200)


def _mode_of(target: Path, path: str) -> int | None:
    """Mode of what stands at the target, None if nothing does."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadInput(f"cannot write {_named(path)}: {reason(error)}") from None
    if stat.S_ISDIR(mode):
        raise BadInput(f"cannot write {_named(path)}: it is a directory")
    if not os.access(target, os.W_OK):
        raise BadInput(f"cannot write {_named(path)}: it is write-protected")
    return mode


def _let_go(stream: io.TextIOWrapper) -> None:
    """Leave what lies below open: whoever opened it closes it. What cannot be written any more
    after an error is lost anyway."""
    try:
        stream.detach()
    except OSError:
        if sys.exception() is None:
            raise


def _text(raw: BinaryIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(raw, encoding="utf-8", errors="surrogatepass", newline="")


@contextmanager
def _borrowed(stdout: TextIO) -> Iterator[TextIO]:
    """UTF-8 on standard output whatever the locale says, without closing it at the end."""
    stdout.flush()
    stream = io.TextIOWrapper(stdout.buffer, encoding="utf-8", errors="surrogatepass", newline="")
    try:
        yield stream
    finally:
        try:
            stream.flush()
        finally:
            stream.detach()
