"""`resolver load`: record the mentions of a file."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from resolver.cli.collector import not_collecting
from resolver.cli.load_many import File, Loaded, Source, can_cluster, load_named, usable
from resolver.cli.options import (
    db_option,
    kind_column_option,
    kind_option,
    name_column_option,
    shown_database,
)
from resolver.cli.report import Report, counted
from resolver.errors import ResolverError
from resolver.mention import Kind, Mention
from resolver.tables import Row, open_table

if TYPE_CHECKING:
    from resolver.service import Service
    from resolver.store.audited import AuditedStore
    from resolver.store.keys_ahead import KeysAhead
    from resolver.store.protocol import Store


@click.command()
@click.argument("input_", metavar="INPUT")
@db_option
@name_column_option
@kind_column_option
@kind_option
@click.option(
    "--entity-column",
    metavar="COLUMN",
    help="Column that says which rows are known to be one entity; its value becomes the "
    "entity's id. Where it is empty, the rules decide.",
)
@click.option(
    "--one-by-one",
    is_flag=True,
    help="Ask of every row in turn who it is, in the light of those before it, also where there "
    "are many.",
)
def load(
    input_: str,
    db: str,
    name_column: str,
    kind_column: str | None,
    kind: Kind | None,
    entity_column: str | None,
    *,
    one_by_one: bool,
) -> None:
    """Record the mentions of a file in a database.

    \b
    Examples:
      resolver load mentions.csv --db archive.db
      resolver load register.csv --db archive.db --entity-column person_id

    The database is made if it is not there. Columns named language, birth_date, country,
    context, source, date and id are recorded with each mention.

    A row is looked up in the database and joins an entity, or founds one. A file of 5,000
    rows or more is clustered first, as `dedupe --engine duckdb` does it, and then every
    cluster is looked up once, under its canonical name: some ten times as fast, and the
    order of the rows does not matter. (This needs the extra `batch`. Without it, and from
    standard input, rows are looked up one by one.) Clerks can work meanwhile; a name of a
    large file may be found by its keys some seconds after it was recorded.

    After an interruption what was recorded is in the database. The same command on the same
    large file goes on from there, and adds nothing to what is whole.
    """
    from resolver.rules import rules_version
    from resolver.service import Service
    from resolver.store.keys_ahead import KeysAhead
    from resolver.store.opening import is_server, open_store

    source = Source(input_, name_column, kind_column, kind, entity_column)
    many = not one_by_one and (entity_column is not None or can_cluster()) and source.has_many()
    with ExitStack() as stack:
        table = stack.enter_context(open_table(input_))
        source.columns(table)
        report = Report(table)
        numbered = not is_server(db)
        if many:
            # Numbers are sorted here, never multiplied: threads for that only spin.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            stack.enter_context(not_collecting())
        keys = stack.enter_context(KeysAhead(numbered=numbered)) if many else None
        store = stack.enter_context(open_store(db, rules_version=rules_version(), keys=keys))
        before = _count(store)
        with _state_on_interrupt(store, db, before):
            if keys is None:
                recorded = _record(Service(store), usable(source, table, report), report)
            else:
                recorded = _record_many(source, store, keys, report)
    code = report.finish()
    told = f"{counted(recorded, 'mention', 'mentions')} recorded in {shown_database(db)}"
    there = report.done - report.failed - recorded if many else 0
    if there > 0:
        told += f", which had {counted(there, 'row', 'rows')} of this file already"
    click.echo(told, err=True)
    click.get_current_context().exit(code)


def _record_many(source: Source, store: AuditedStore, keys: KeysAhead, report: Report) -> int:
    """Rows that name their entity, then those that do not; how many were recorded here. Others may
    record in the same database meanwhile."""
    from resolver.batch.workers import whole

    with whole(_GO_ON):
        return _record_in_lots(source, source.as_it_is(), store, keys, report)


_GO_ON = "make room, and the same command goes on with what is not in the database yet"


def _record_in_lots(
    source: Source, file: File, store: AuditedStore, keys: KeysAhead, report: Report
) -> int:
    from resolver.service import Service

    recorded = 0
    if source.entity_column is not None:
        with store.listing_later():
            recorded, left = load_named(source, file, store, keys, report)
        if not left:
            return recorded
    if can_cluster():
        from resolver.cli.load_clusters import Loading

        return recorded + Loading(source, file, store, keys, report).run()
    with open_table(source.input_) as table:
        rows = usable(source, table, report, named=False)
        return recorded + _record(Service(store), rows, report)


def _record(service: Service, rows: Iterable[Loaded], report: Report) -> int:
    """Record rows one by one, so many; bad ones are reported and left out."""
    waiting: deque[Row] = deque()  # rows handed over whose outcome has not come back

    def handed_over() -> Iterator[tuple[Mention, str | None]]:
        for row, mention, entity_id, _ in rows:
            waiting.append(row)
            yield mention, entity_id or None

    recorded = 0
    for outcome in service.record_many(handed_over()):
        row = waiting.popleft()
        if isinstance(outcome, ResolverError):
            report.problem(row, outcome)
        else:
            recorded += 1
    return recorded


@contextmanager
def _state_on_interrupt(store: Store, db: str, before: int) -> Iterator[None]:
    """An interrupted load says how many mentions the database has got."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        recorded = _count(store) - before
        interrupt.add_note(
            f"{counted(recorded, 'mention', 'mentions')} recorded in "
            f"{shown_database(db)}, the rest of the file is not"
        )
        raise


def _count(store: Store) -> int:
    with store.reading() as reader:
        return reader.counts()["mentions"]
