"""`resolver dedupe`: cluster a file, no database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from resolver.cli.archive_rows import Identified
from resolver.cli.constraints import check_applied, read_constraints
from resolver.cli.dedupe_batch import Job, noted, run_job
from resolver.cli.dedupe_engines import check, engine_for, engine_options
from resolver.cli.dedupe_outputs import ADDED
from resolver.cli.options import (
    id_column_option,
    kind_column_option,
    kind_option,
    name_column_option,
    output_options,
)
from resolver.cli.report import Report
from resolver.cli.rows import Kinds, Mentions
from resolver.errors import BadInput, ResolverError
from resolver.mention import Kind, Mention
from resolver.tables import Row, Table
from resolver.tables_formats import ENCODINGS, FORMATS, Reading, open_any
from resolver.tables_written import extended_any

if TYPE_CHECKING:
    from resolver.constraints import Constraints


@click.command()
@click.argument("input_", metavar="INPUT")
@name_column_option
@id_column_option
@kind_column_option
@kind_option
@output_options
@engine_options
@click.option(
    "--constraints",
    metavar="FILE",
    help="What people decided, which holds whatever the names say: a table with the columns a, b "
    "(ids of rows, or row numbers where there are none) and verdict (same, different, unsure), or "
    "a database, whose decisions hold for rows of the same ids, or else of the same full names.",
)
@click.option(
    "--entities",
    metavar="FILE",
    help="Also write every entity with its canonical name, spellings and counts; CSV, or JSON "
    "Lines for a name in .jsonl. [duckdb, spark]",
)
@click.option(
    "--suggestions",
    metavar="FILE",
    help="Also write what may be one entity and is left to a clerk, with the reasons. "
    "[duckdb, spark]",
)
@click.option(
    "--db",
    metavar="DATABASE",
    help="Also record mentions, entities and suggestions in a database, for clerks to review; "
    "mentions that it has already stay where they are. [duckdb, spark]",
)
@click.option(
    "--clusters",
    metavar="FILE",
    help="Also write the entity of each row alone, by its number and id. [duckdb, spark]",
)
@click.option(
    "--report",
    metavar="FILE",
    help="Also write a page to look at: sizes, scores, clusters drawn, conventions, and sampled "
    "merges with their reasons. It needs nothing but a browser. [duckdb, spark]",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="What INPUT is, where its name does not say.  [default: by the name; csv]",
)
@click.option(
    "--encoding",
    type=click.Choice(ENCODINGS, case_sensitive=False),
    help="What INPUT is written in.  [default: utf-8; detected and named by duckdb and spark]",
)
@click.option(
    "--work",
    metavar="FOLDER",
    help="Where intermediate results are kept.  [default: OUTPUT.work; duckdb, spark]",
)
@click.option("--resume", is_flag=True, help="Go on where an interrupted run was. [duckdb, spark]")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON. [duckdb, spark]")
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
    engine: str,
    constraints: str | None,
    entities: str | None,
    suggestions: str | None,
    db: str | None,
    clusters: str | None,
    report: str | None,
    format_: str | None,
    encoding: str | None,
    work: str | None,
    resume: bool,
    memory_limit: str | None,
    workers: int | None,
    master: str | None,
    conf: tuple[str, ...],
    as_json: bool,
) -> None:
    """Find the names in a file that are one entity, without any database.

    \b
    Examples:
      resolver dedupe mentions.csv -o entities.csv
      resolver dedupe places.tsv --name-column place --kind place -o -
      resolver dedupe archive.csv -o out.csv --report report.html
      resolver dedupe archive.csv --constraints decisions.csv -o out.csv
      resolver dedupe archive.csv -o out.csv --db archive.db
      resolver dedupe 'archive-*.csv.gz' --engine duckdb -o out.parquet
      resolver dedupe big.parquet --engine spark --master yarn -o out.parquet

    CSV, TSV, JSON Lines and Parquet, packed or not (.gz, .zst), in UTF-8, UTF-16, CP1251 or
    KOI8-R; a pattern in quotes reads several files as one. The output is UTF-8, in the format
    that its name says. All rows and columns stay in order; entity_id and entity_name are added.
    Rows of one entity get the same entity_id. Rows with an unusable name get none and are
    reported.
    Columns named birth_date, country and context count as evidence: birth dates that differ
    keep namesakes apart, and a name without one joins where only one bearer fits.
    """
    given = {"master": master, "conf": conf, "memory-limit": memory_limit, "workers": workers}
    asking = [entities, suggestions, clusters, report, db, work, resume, as_json, memory_limit,
              workers]  # fmt: skip
    engine = engine_for(engine, input_, asking, noted)
    check(engine, given)
    if engine != "memory":
        job = Job(
            input_, output, name_column, id_column, kind_column, kind, force, guard, entities,
            suggestions, work, resume, memory_limit, workers, as_json, clusters, report,
            format_, encoding, "", engine, master, conf, constraints, db,
        )  # fmt: skip
        click.get_current_context().exit(run_job(job))
    _refuse(entities=entities, suggestions=suggestions, clusters=clusters, report=report, db=db,
            work=work, resume=resume, json=as_json)  # fmt: skip
    decided = read_constraints(constraints)
    with open_any(input_, Reading(format_, encoding)) as table:
        named = Mentions.of(table, name_column, Kinds.of(table, kind, kind_column))
        mentions = Identified.of(table, named, id_column)
        told = Report(table, id_column)
        with extended_any(
            table,
            output,
            ADDED,
            force=force,
            guard=guard,
            format_=format_ if output == "-" else None,
        ) as extend:
            for row, cells in _clustered(table, mentions, told, decided, constraints):
                extend(row, cells)
    click.get_current_context().exit(told.finish())


def _refuse(**options: object) -> None:
    """BadInput for the first option given that only the engine for archives has."""
    for option, given in options.items():
        if given:
            raise BadInput(f"--{option} needs --engine duckdb or spark")


def _clustered(
    table: Table, mentions: Identified, report: Report, decided: Constraints, path: str | None
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
            report.clean(row.cell(mentions.mentions.name))
            usable.append(mentions.mention(row))
        except ResolverError as error:
            report.problem(row, error)
            position.append(None)
        else:
            position.append(len(usable) - 1)
    report.busy(f"comparing {len(usable):,} names")
    check_applied(path, decided, {one.external_id or "" for one in usable} & {*decided.unit_of})
    clustering = dedupe_mentions(usable, decided)
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
