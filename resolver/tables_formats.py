"""Tables in any format that archives come in: delimited text, JSON Lines, Parquet; packed, or
several files at once; in UTF-8, UTF-16, CP1251 or KOI8-R.

The format is that of the file's name unless one is given. What a row was in its own format is
kept with it, so that written in that format again nothing about it has changed.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path
from typing import BinaryIO

from resolver.errors import BadInput, NotFound
from resolver.packing import bare_suffix, unpacked
from resolver.tables import Row, Table, reason, shown, table_of
from resolver.tables_encoding import guess_encoding, guess_utf16

FORMATS = ("csv", "jsonl", "parquet")
ENCODINGS = ("utf-8", "utf-16", "cp1251", "koi8-r")
_SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
_READ_AS_GUESSED = {
    "CP1251": "cp1251",
    "KOI8-R": "koi8-r",
    "KOI8-U": "koi8-u",
    "UTF-16": "utf-16",
    "UTF-16LE": "utf-16-le",
    "UTF-16BE": "utf-16-be",
}
_LOOKED_AT = 1 << 16
_BATCH = 10_000


@dataclass(slots=True)
class KeptRow(Row):
    """A row with what it was: a JSON object, or its Arrow batch and its place there."""

    original: object


@dataclass(frozen=True, slots=True)
class Reading:
    """How input is to be read: its format and encoding where they are given; with `detect` in
    the encoding that it looks like, of which `note` is told, else in UTF-8 or not at all."""

    format: str | None = None
    encoding: str | None = None
    detect: bool = False
    note: Callable[[str], None] = lambda _text: None


def format_of(path: str, given: str | None = None) -> str:
    """One of FORMATS: the given one, or that of a file's name."""
    return given or _SUFFIXES.get(bare_suffix(path), "csv")


def files_of(path: str) -> list[str]:
    """The files that a path or a pattern with `*`, `?` or `[...]` names, sorted.

    Raises NotFound where a pattern fits none.
    """
    if path == "-" or not any(sign in path for sign in "*?[") or Path(path).exists():
        return [path]
    named = glob(path, recursive=True)  # noqa: PTH207 - an absolute pattern will do, too
    found = sorted(name for name in named if Path(name).is_file())
    if not found:
        raise NotFound(f"no file fits {shown(path, limit=200)}")
    return found


@contextmanager
def open_any(path: str, reading: Reading) -> Iterator[Table]:
    """A table from a file, a pattern of files, or standard input for `-`.

    Several files are one table after the other; they must have the same columns. Raises
    BadInput like `resolver.tables.open_table`.
    """
    files = files_of(path)
    with ExitStack() as stack:
        first = stack.enter_context(_one(files[0], reading))
        if len(files) == 1:
            yield first
            return
        label = f"{len(files)} files"
        rows = _chained(first, files[1:], reading)
        yield replace(first, label=label, rows=rows)


def _chained(first: Table, others: Sequence[str], reading: Reading) -> Iterator[Row]:
    number = 0
    for row in first:
        number = row.number
        yield row
    for file in others:
        with _one(file, reading) as table:
            if table.columns != first.columns:
                raise BadInput(f"{table.label} has other columns than {first.label}")
            for row in table:
                number += 1
                if isinstance(row, KeptRow):
                    yield KeptRow(number, row.cells, row.original)
                else:
                    yield Row(number, row.cells)


@contextmanager
def _one(path: str, reading: Reading) -> Iterator[Table]:
    kind = format_of(path, reading.format)
    label = "standard input" if path == "-" else shown(Path(path).name, quotes=False)
    with ExitStack() as stack:
        with _readable(path, label):
            raw = sys.stdin.buffer if path == "-" else stack.enter_context(Path(path).open("rb"))
            table = stack.enter_context(_read(raw, path, kind, label, reading))
        yield replace(table, rows=_watched(table.rows, path, label))


def _watched(rows: Iterator[Row], path: str, label: str) -> Iterator[Row]:
    with _readable(path, label):
        yield from rows


@contextmanager
def _readable(path: str, label: str) -> Iterator[None]:
    """What goes wrong with reading, and with nothing else, becomes BadInput."""
    try:
        yield
    except FileNotFoundError:
        raise NotFound(f"there is no file {shown(path, limit=200)}") from None
    except (EOFError, gzip.BadGzipFile):
        raise BadInput(f"{label} is damaged or no gzip file") from None
    except OSError as error:
        named = shown(path, limit=200)
        raise BadInput(f"cannot read {named}: {reason(error)}") from None


@contextmanager
def _read(raw: BinaryIO, path: str, kind: str, label: str, reading: Reading) -> Iterator[Table]:
    """The table that a stream holds; the stream stays open."""
    if kind == "parquet":
        yield _parquet(raw if path != "-" else io.BytesIO(raw.read()), label)
        return
    stream = unpacked(raw, path)
    encoding = reading.encoding
    if encoding is None:
        encoding = _encoding(stream, label, reading.note) if reading.detect else "utf-8"
    errors = "surrogatepass" if encoding == "utf-8" else "strict"
    text = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")
    try:
        table = _json_lines(text, label) if kind == "jsonl" else table_of(text, label)
        yield replace(table, encoding=encoding)
    finally:
        text.detach()
        stream.detach()


def _encoding(stream: io.BufferedReader, label: str, note: Callable[[str], None]) -> str:
    """What the beginning of a file is written in; UTF-8 where nothing else is sure."""
    head = stream.peek(_LOOKED_AT)[:_LOOKED_AT]
    guess = guess_utf16(head) if head[:2] not in {b"\xff\xfe", b"\xfe\xff"} else None
    if guess is None:
        try:
            head.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            if error.end < len(head) - 3 or error.reason != "unexpected end of data":
                guess = guess_encoding(head)
    known = _READ_AS_GUESSED.get(guess.iconv or "") if guess else None
    if guess is None or known is None:
        return "utf-8"
    note(f"{label} is read as {guess.label}; --encoding names another")
    return known


def _json_lines(text: io.TextIOWrapper, label: str) -> Table:
    rows = _objects(text, label)
    first = next(rows, None)
    if first is None:
        raise BadInput(f"{label} is empty; an object a line is needed")
    columns = tuple(first[1])

    def read() -> Iterator[Row]:
        for number, found in _again(first, rows):
            cells = tuple(_cell(found.get(name)) for name in columns)
            yield KeptRow(number, cells, found)

    return Table(label, columns, ",", has_bom=False, rows=read())


def _again(
    first: tuple[int, dict[str, object]], rest: Iterator[tuple[int, dict[str, object]]]
) -> Iterator[tuple[int, dict[str, object]]]:
    yield first
    yield from rest


def _objects(text: io.TextIOWrapper, label: str) -> Iterator[tuple[int, dict[str, object]]]:
    try:
        for number, line in enumerate(text, start=1):
            if not line.strip():
                continue
            try:
                found = json.loads(line.removeprefix("\ufeff"))
            except ValueError:
                found = None
            if not isinstance(found, dict):
                raise BadInput(f"{label}, line {number} is no JSON object")
            yield number, found
    except UnicodeDecodeError:
        raise BadInput(f"{label} is not UTF-8 text; name its encoding with --encoding") from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _parquet(stream: BinaryIO, label: str) -> Table:
    try:
        import pyarrow.parquet as pq
        from pyarrow import ArrowInvalid
    except ImportError:
        raise BadInput("Parquet needs more parts: pip install 'name-resolver[batch]'") from None
    try:
        file = pq.ParquetFile(stream)
    except ArrowInvalid:
        raise BadInput(f"{label} is damaged or no Parquet file") from None
    columns = tuple(file.schema_arrow.names)

    def read() -> Iterator[Row]:
        number = 0
        for batch in file.iter_batches(_BATCH):
            values = [[_cell_of(v) for v in column.to_pylist()] for column in batch.columns]
            for at in range(batch.num_rows):
                number += 1
                yield KeptRow(number, tuple(column[at] for column in values), (batch, at))

    return Table(label, columns, ",", has_bom=False, rows=read())


def _cell_of(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)
