"""`resolver dedupe`: cluster a file, no database."""

from __future__ import annotations

from dataclasses import replace

import click

from resolver.cli.options import (
    id_column_option,
    kind_column_option,
    kind_option,
    name_column_option,
    output_options,
)
from resolver.cli.report import Report
from resolver.cli.rows import Kinds, Mentions
from resolver.errors import ResolverError
from resolver.mention import Kind, Mention
from resolver.tables import Row, Table, open_table
from resolver.tables_output import extended

ADDED = ("entity_id", "entity_name")


@click.command()
@click.argument("input_", metavar="INPUT")
@name_column_option
@id_column_option
@kind_column_option
@kind_option
@output_options
def dedupe(
    input_: str,
    name_column: str,
    id_column: str | None,
    kind_column: str | None,
    kind: Kind | None,
    output: str,
    *,
    force: bool,
    guard: bool,
) -> None:
    """Find the names in a file that are one entity, without any database.

    \b
    Examples:
      resolver dedupe mentions.csv -o entities.csv
      resolver dedupe places.tsv --name-column place --kind place -o -

    All rows and columns stay in order; entity_id and entity_name are added. Rows of one
    entity get the same entity_id. Rows with an unusable name get none and are reported.
    Columns named birth_date, country and context count as evidence.
    """
    with open_table(input_) as table:
        mentions = Mentions.of(table, name_column, Kinds.of(table, kind, kind_column))
        report = Report(table, id_column)
        with extended(table, output, ADDED, force=force, guard=guard) as extend:
            for row, cells in _clustered(table, mentions, report):
                extend(row, cells)
    click.get_current_context().exit(report.finish())


def _clustered(
    table: Table, mentions: Mentions, report: Report
) -> list[tuple[Row, tuple[str, str]]]:
    """All rows in order with their entity_id and entity_name, both empty where it failed."""
    from resolver.dedupe import dedupe_mentions

    rows: list[Row] = []
    usable: list[Mention] = []
    position: list[int | None] = []  # of each row among the usable mentions
    for row in table:
        report.advance(row)
        rows.append(row)
        try:
            mention = mentions.mention(row)
            usable.append(replace(mention, name=report.clean(mention.name)))
        except ResolverError as error:
            report.problem(row, error)
            position.append(None)
        else:
            position.append(len(usable) - 1)
    report.busy(f"comparing {len(usable):,} names")
    clustering = dedupe_mentions(usable)
    result = []
    for row, at in zip(rows, position, strict=True):
        entity_id = None if at is None else clustering.entity_ids[at]
        if at is None or entity_id is None:
            if at is not None:
                report.problem(row, clustering.problems[at])
            result.append((row, ("", "")))
        else:
            result.append((row, (entity_id, clustering.entity_names[at])))
    return result
