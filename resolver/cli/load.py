"""`resolver load`: record the mentions of a file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from resolver.cli.options import (
    db_option,
    kind_column_option,
    kind_option,
    name_column_option,
    shown_database,
)
from resolver.cli.report import Report, counted
from resolver.cli.rows import Kinds, Mentions
from resolver.errors import ResolverError
from resolver.mention import Kind, Mention
from resolver.tables import Row, Table, open_table

if TYPE_CHECKING:
    from resolver.service import Service
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
def load(
    input_: str,
    db: str,
    name_column: str,
    kind_column: str | None,
    kind: Kind | None,
    entity_column: str | None,
) -> None:
    """Record the mentions of a file in a database.

    \b
    Examples:
      resolver load mentions.csv --db archive.db
      resolver load register.csv --db archive.db --entity-column person_id

    The database is made if it is not there. Columns named language, birth_date, country,
    context, source, date and id are recorded with each mention. Every thousand rows are
    kept together; after an interruption those before it are in the database.
    """
    from resolver.rules import rules_version
    from resolver.service import Service
    from resolver.store.opening import open_store

    with open_table(input_) as table:
        mentions = Mentions.of(table, name_column, Kinds.of(table, kind, kind_column))
        entity_at = None if entity_column is None else table.column(entity_column)
        report = Report(table)
        with open_store(db, rules_version=rules_version()) as store:
            before = _count(store)
            with _state_on_interrupt(store, db, before):
                _record(Service(store), table, mentions, entity_at, report)
            recorded = _count(store) - before
    code = report.finish()
    where = shown_database(db)
    click.echo(f"{counted(recorded, 'mention', 'mentions')} recorded in {where}", err=True)
    click.get_current_context().exit(code)


def _record(
    service: Service, table: Table, mentions: Mentions, entity_at: int | None, report: Report
) -> None:
    """Record every row that can be; bad ones are reported and left out."""
    waiting: deque[Row] = deque()  # rows handed over whose outcome has not come back

    def handed_over() -> Iterator[tuple[Mention, str | None]]:
        for row in table:
            report.advance(row)
            try:
                mention = mentions.mention(row)
                report.clean(mention.name)
            except ResolverError as error:
                report.problem(row, error)
                continue
            waiting.append(row)
            yield mention, row.cell(entity_at) or None

    for outcome in service.record_many(handed_over()):
        row = waiting.popleft()
        if isinstance(outcome, ResolverError):
            report.problem(row, outcome)


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
