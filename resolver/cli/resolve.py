"""`resolver resolve`: look names up, change nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from resolver.cli.options import (
    db_option,
    kind_column_option,
    kind_option,
    name_column_option,
    output_options,
)
from resolver.cli.report import Report
from resolver.cli.rows import Kinds, Mentions
from resolver.errors import BadInput, BadName
from resolver.mention import Kind
from resolver.tables import open_table
from resolver.tables_output import extended

if TYPE_CHECKING:
    from resolver.service import Answer

ADDED = ("outcome", "entity_id", "entity_name", "score")


@click.command()
@click.argument("input_", metavar="INPUT")
@db_option
@name_column_option
@kind_column_option
@kind_option
@output_options
def resolve(
    input_: str,
    db: str,
    name_column: str,
    kind_column: str | None,
    kind: Kind | None,
    output: str,
    *,
    force: bool,
    guard: bool,
) -> None:
    """Look the names of a file up in a database, changing nothing.

    \b
    Examples:
      resolver resolve letters.csv -o letters-resolved.csv --db archive.db
      cat names.csv | resolver resolve - --db archive.db > resolved.csv

    All rows and columns stay in order. Added are the outcome (match, ambiguous or none)
    and the entity_id, entity_name and score of the best candidate, whatever the outcome.
    Rows with an unusable name get none of these and are reported.
    """
    from resolver.service import Service
    from resolver.store.opening import open_store

    with open_table(input_) as table:
        mentions = Mentions.of(table, name_column, Kinds.of(table, kind, kind_column))
        report = Report(table)
        with open_store(db, read_only=True) as store:
            service = Service(store)
            with extended(table, output, ADDED, force=force, guard=guard) as extend:
                for row in table:
                    report.advance(row)
                    try:
                        mention = mentions.mention(row)
                        cleaned = replace(mention, name=report.clean(mention.name))
                        extend(row, _cells(service.resolve(cleaned)))
                    except (BadName, BadInput) as error:
                        report.problem(row, error)
                        extend(row, ("",) * len(ADDED))
    click.get_current_context().exit(report.finish())


def _cells(answer: Answer) -> tuple[str, ...]:
    if not answer.candidates:
        return str(answer.outcome), "", "", ""
    best = answer.candidates[0]
    return str(answer.outcome), best.entity_id, best.name, f"{best.score:.4f}"
