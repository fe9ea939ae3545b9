"""`resolver dedupe`: cluster a file, no database."""

from __future__ import annotations

import click

from resolver.cli.options import (
    id_column_option,
    kind_column_option,
    kind_option,
    name_column_option,
    output_options,
)
from resolver.cli.report import Report
from resolver.cli.rows import Kinds
from resolver.errors import ResolverError
from resolver.mention import Kind
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
    """
    with open_table(input_) as table:
        name_at = table.column(name_column)
        kinds = Kinds.of(table, kind, kind_column)
        report = Report(table, id_column)
        with extended(table, output, ADDED, force=force, guard=guard) as extend:
            for row, cells in _clustered(table, name_at, kinds, report):
                extend(row, cells)
    click.get_current_context().exit(report.finish())


def _clustered(
    table: Table, name_at: int, kinds: Kinds, report: Report
) -> list[tuple[Row, tuple[str, str]]]:
    """All rows in order with their entity_id and entity_name, both empty where it failed."""
    from resolver.dedupe import dedupe as cluster

    rows: list[Row] = []
    names: list[tuple[str, Kind]] = []
    position: list[int | None] = []  # of each row among the names
    for row in table:
        report.advance(row)
        rows.append(row)
        try:
            names.append((report.clean(row.cell(name_at)), kinds.kind(row)))
        except ResolverError as error:
            report.problem(row, error)
            position.append(None)
        else:
            position.append(len(names) - 1)
    report.busy(f"comparing {len(names):,} names")
    clustering = cluster(names)
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
