"""`resolver evaluate`: how good the shipped rules are on a gold file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from resolver.cli.report import Report
from resolver.errors import BadInput, ResolverError
from resolver.tables import Table, open_table

if TYPE_CHECKING:
    from resolver.evaluate import Known

_YES = {"1", "true", "yes"}


@click.command()
@click.argument("gold", metavar="GOLD")
@click.option("--json", "as_json", is_flag=True, help="Print the measures as JSON.")
def evaluate(gold: str, *, as_json: bool) -> None:
    """Measure how well the shipped rules do on a file whose entities are known.

    \b
    Examples:
      resolver evaluate gold.csv
      resolver evaluate gold.csv --json > measures.json

    GOLD has the columns entity_id and name; rows of equal entity_id are one person. Of
    each person the first name stands in the archive, or those with a 1 in a column called
    primary; the others are looked up in it. Printed are top-1 accuracy, precision and
    recall at the shipped thresholds, and the pairwise and B-cubed F1 of clustering.
    """
    from resolver.evaluate import evaluate as measure

    with open_table(gold) as table:
        report = Report(table)
        rows = _rows(table, report)
    if not rows:
        raise BadInput(f"{table.label} has no usable row to measure on")
    measures = measure(rows)
    text = json.dumps(measures.as_dict(), ensure_ascii=False, indent=2)
    click.echo(text if as_json else measures.text())
    click.get_current_context().exit(report.finish())


def _rows(table: Table, report: Report) -> list[Known]:
    from resolver.evaluate import Known

    id_at, name_at = table.column("entity_id"), table.column("name")
    primary_at = table.find("primary")
    rows = []
    for row in table:
        report.advance(row)
        try:
            name = report.clean(row.cell(name_at))
            if not row.cell(id_at):
                raise BadInput("the entity_id is empty")
        except ResolverError as error:
            report.problem(row, error)
        else:
            primary = row.cell(primary_at).strip().lower() in _YES
            rows.append(Known(row.cell(id_at), name, primary))
    return rows
