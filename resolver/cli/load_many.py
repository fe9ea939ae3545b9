"""`resolver load` of many rows: their clusters go into the database, many at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from resolver.cli.dedupe_checks import identity_of
from resolver.cli.in_order import Sorted, in_order
from resolver.cli.report import Report
from resolver.cli.rows import Kinds, Mentions
from resolver.errors import BadInput, ResolverError
from resolver.mention import Kind, Mention
from resolver.tables import Row, Table, open_table

if TYPE_CHECKING:
    from resolver.recording_clusters import Clustered
    from resolver.store.audited import AuditedStore
    from resolver.store.keys_ahead import KeysAhead

MANY = 5_000
"""Rows from which on it pays to look at all of them first."""

CHUNK = 2_000
_Row = TypeVar("_Row", bound=tuple[Any, ...])
_MARK = 13  # characters of a mention's id that say which file it is from


@dataclass(frozen=True, slots=True)
class Source:
    """The file to be loaded, and which of its columns say what."""

    input_: str
    name_column: str
    kind_column: str | None
    kind: Kind | None
    entity_column: str | None

    def columns(self, table: Table) -> tuple[Mentions, int | None]:
        """Where mentions stand in a row, and the entities that the source names."""
        kinds = Kinds.of(table, self.kind, self.kind_column)
        at = None if self.entity_column is None else table.column(self.entity_column)
        return Mentions.of(table, self.name_column, kinds), at

    def has_many(self) -> bool:
        """Whether it is a file, which can be read again, of MANY rows or more. What comes through
        a pipe is taken as it comes."""
        if not Path(self.input_).is_file():
            return False
        with open_table(self.input_) as table:
            return sum(1 for _ in islice(table, MANY)) == MANY

    def as_it_is(self) -> File:
        """The file by its content, which is read for that."""
        found = identity_of(self.input_)
        with Path(self.input_).open("rb") as file:
            mark = "m" + hashlib.file_digest(file, "sha256").hexdigest()[: _MARK - 1]
        return File(self.input_, mark, found)


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was once: what the ids of its mentions begin with, and what tells that it is
    another one by now."""

    input_: str
    mark: str
    identity: list[tuple[str, int, int]]

    def check(self) -> None:
        """BadInput where it is not what it was."""
        if identity_of(self.input_) != self.identity:
            raise BadInput("the file has changed while it was being loaded: load it again")


class Loaded(NamedTuple):
    """A row as a mention, the entity that its source says it is, if it does, and the cleaned
    name."""

    row: Row
    mention: Mention
    entity_id: str
    name: str


def can_cluster() -> bool:
    """Whether the engine for archives is installed."""
    return all(find_spec(part) for part in ("duckdb", "pyarrow", "numpy"))


@dataclass(slots=True)
class Left:
    """How many rows were left for later."""

    count: int = 0


def usable(
    source: Source,
    table: Table,
    report: Report,
    *,
    named: bool | None = None,
    left: Left | None = None,
) -> Iterator[Loaded]:
    """The rows that can be recorded, with `named` only those that (do not) name their entity;
    `left` counts the others. Bad ones are reported; every row is counted but those that come a
    second time, with `named` false."""
    from resolver.recording import check_attributes

    mentions, entity_at = source.columns(table)
    for row in table:
        entity_id = row.cell(entity_at)
        if named is not False:
            report.advance(row)
        if named is not None and named is not bool(entity_id):
            if left is not None:
                left.count += 1
            continue
        try:
            mention = mentions.mention(row)
            name = report.clean(mention.name)
            check_attributes(mention)
        except ResolverError as error:
            report.problem(row, error)
            continue
        yield Loaded(row, mention, entity_id, name)


def load_named(
    source: Source, file: File, store: AuditedStore, keys: KeysAhead, report: Report
) -> tuple[int, int]:
    """Record the rows that name their entity, entity by entity; how many were recorded, and how
    many rows do not name it. Bad ones are reported and left out. BadInput where the file has
    changed."""
    from resolver.recording_clusters import record_given

    left = Left()
    with open_table(source.input_) as table:
        rows = usable(source, table, report, named=True, left=left)
        sorted_rows = in_order(looked_at(_read(rows, file), keys, 2))
        chunks = _chunks(sorted_rows, file.mark)
        at = table.find("id")
        ready = (_given(chunk, keys, report, at) for chunk in keys.ahead(chunks))
        recorded = 0
        for count, refused in record_given(store, ready, {}, None):
            recorded += count
            for one in refused:
                report.problem(_row_of(one, at), BadInput(_OTHER_KIND))
    return recorded, left.count


def looked_at(rows: Iterator[_Row], keys: KeysAhead, at: int) -> Iterator[_Row]:
    """The same rows; while they are read, workers look at some of the names, in the mentions
    that stand in that cell."""
    while some := list(islice(rows, CHUNK)):
        keys.look_at((row[at].name, row[at].kind) for row in some)
        yield from some


def _read(rows: Iterator[Loaded], file: File) -> Iterator[Sorted]:
    for row, mention, entity_id, _ in rows:
        yield entity_id, row.number, mention
    file.check()


_OTHER_KIND = "the entity of that id is of another kind; give this one its own id"


def _chunks(rows: Iterator[Any], mark: str) -> Iterator[list[Clustered]]:
    from resolver.recording_clusters import Clustered

    while some := list(islice(rows, CHUNK)):
        yield [
            Clustered(f"{mark}{number:x}", mention, entity_id, "")
            for entity_id, number, mention in some
        ]


def _given(
    chunk: Sequence[Clustered], keys: KeysAhead, report: Report, at: int | None
) -> list[Clustered]:
    """Those of a chunk that can be recorded."""
    found = []
    for one in chunk:
        problem: ResolverError | None = keys.problem(one.mention)
        if problem is None and (len(one.entity_id) > _LONGEST_ID or not one.entity_id.strip()):
            problem = BadInput(f"an entity id must have 1 to {_LONGEST_ID} characters")
        if problem is None:
            found.append(one)
        else:
            report.problem(_row_of(one, at), problem)
    return found


_LONGEST_ID = 200


def _row_of(one: Clustered, at: int | None) -> Row:
    """The row of a mention, as far as a report asks for it."""
    cells = ("",) * (at or 0) + (one.mention.external_id or "",)
    return Row(int(one.mention_id[_MARK:], 16), cells)
