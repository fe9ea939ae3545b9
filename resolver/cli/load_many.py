"""`resolver load` of many rows: their clusters go into the database, many at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from resolver.cli.dedupe_checks import identity_of
from resolver.cli.report import Report
from resolver.cli.rows import Kinds, Mentions
from resolver.errors import BadInput, ResolverError
from resolver.mention import Kind, Mention
from resolver.tables import Row, Table, open_table
from resolver.text import clean

if TYPE_CHECKING:
    from resolver.recording_clusters import Clustered
    from resolver.store.audited import AuditedStore
    from resolver.store.keys_ahead import KeysAhead

MANY = 5_000
"""Rows from which on it pays to look at all of them first."""

CHUNK = 500


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
        """Whether the file has MANY rows. Standard input is taken as it comes."""
        if self.input_ == "-":
            return False
        with open_table(self.input_) as table:
            return sum(1 for _ in islice(table, MANY)) == MANY

    def mark(self) -> str:
        """What the ids of the mentions of this very file begin with."""
        with Path(self.input_).open("rb") as file:
            return "m" + hashlib.file_digest(file, "sha256").hexdigest()[:12]


class Loaded(NamedTuple):
    """A row as a mention, and the entity that its source says it is, if it does."""

    row: Row
    mention: Mention
    entity_id: str


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
            report.clean(mention.name)
            check_attributes(mention)
        except ResolverError as error:
            report.problem(row, error)
            continue
        yield Loaded(row, mention, entity_id)


def load_named(source: Source, store: AuditedStore, keys: KeysAhead, report: Report) -> int:
    """Record the rows that name their entity; how many do not. Bad ones are reported and left
    out."""
    from resolver.recording_clusters import record_given

    mark, left = source.mark(), Left()
    rows: dict[str, Row] = {}
    with open_table(source.input_) as table:
        chunks = _chunks(usable(source, table, report, named=True, left=left), CHUNK)
        ready = (_given(chunk, keys, mark, report, rows) for chunk in keys.ahead(chunks))
        for _, refused in record_given(store, ready, {}, None):
            for one in refused:
                report.problem(rows[one.mention_id], BadInput(_OTHER_KIND))
    return left.count


_OTHER_KIND = "the entity of that id is of another kind; give this one its own id"


def _given(
    chunk: Sequence[Loaded], keys: KeysAhead, mark: str, report: Report, rows: dict[str, Row]
) -> list[Clustered]:
    from resolver.recording_clusters import Clustered

    found = []
    rows.clear()
    for row, mention, entity_id in chunk:
        problem: ResolverError | None = keys.problem(mention)
        if problem is None and (not entity_id.strip() or len(entity_id) > 200):
            problem = BadInput("an entity id must have 1 to 200 characters")
        if problem is not None:
            report.problem(row, problem)
            continue
        mention_id = f"{mark}{row.number:x}"
        rows[mention_id] = row
        found.append(Clustered(mention_id, mention, entity_id, clean(mention.name).text))
    return found


def _chunks(rows: Iterator[Loaded], size: int) -> Iterator[list[Loaded]]:
    while chunk := list(islice(rows, size)):
        yield chunk


def check_same(source: Source, before: list[tuple[str, int, int]]) -> None:
    """BadInput where the file is not what it was."""
    if identity_of(source.input_) != before:
        raise BadInput("the file has changed while it was being loaded: load it again")
