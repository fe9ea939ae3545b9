"""`resolver compare`: two names, or a file of pairs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from resolver.cli.evidence import as_dict, lines_of, name_given
from resolver.cli.options import kind_column_option, kind_option, output_options
from resolver.errors import ResolverError
from resolver.mention import Kind

if TYPE_CHECKING:
    from resolver.compare import Comparison

ADDED = ("score", "verdict", "why")


@click.command()
@click.argument("name_a", required=False)
@click.argument("name_b", required=False)
@kind_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON: score, verdict, evidence.")
@click.option(
    "--pairs", metavar="FILE", help="Compare the columns name_a and name_b of each row instead."
)
@kind_column_option
@output_options
def compare(
    name_a: str | None,
    name_b: str | None,
    kind: Kind | None,
    pairs: str | None,
    kind_column: str | None,
    output: str,
    *,
    as_json: bool,
    force: bool,
    guard: bool,
) -> None:
    """Say whether two names are one, and why.

    \b
    Examples:
      resolver compare "Mansur Movlaev" "Мансур Мовлаев"
      resolver compare --pairs pairs.csv -o compared.csv

    The verdict is match, review (a person should look) or different. With --pairs, the
    columns score, verdict and why are added; a row with an unusable name gets the verdict
    "error" and the reason as its why.
    """
    # Two names must be answered in 300 ms, so what only files need is imported for them.
    if pairs is None:
        if name_a is None or name_b is None:
            raise click.UsageError("two names are needed, or --pairs FILE")
        _compare_two(name_a, name_b, kind or Kind.PERSON, as_json=as_json)
        return
    if name_a is not None or as_json:
        raise click.UsageError("--pairs takes its names from the file, and writes no JSON")
    _compare_file(pairs, kind, kind_column, output, force=force, guard=guard)


def _compare_two(name_a: str, name_b: str, kind: Kind, *, as_json: bool) -> None:
    from resolver.compare import compare as compare_names

    comparison = compare_names(
        name_given(name_a, kind, "NAME_A"), name_given(name_b, kind, "NAME_B")
    )
    if as_json:
        click.echo(json.dumps(as_dict(comparison), ensure_ascii=False, indent=2))
        return
    click.echo(f"score    {comparison.score:.4f}\nverdict  {comparison.verdict}\nevidence")
    for line in lines_of(comparison):
        click.echo(line)


def _compare_file(
    path: str, kind: Kind | None, kind_column: str | None, output: str, *, force: bool, guard: bool
) -> None:
    from resolver.cli.report import Report
    from resolver.cli.rows import Kinds
    from resolver.compare import compare as compare_names
    from resolver.names import analyze
    from resolver.tables import open_table
    from resolver.tables_output import extended

    with open_table(path) as table:
        at_a, at_b = table.column("name_a"), table.column("name_b")
        kinds = Kinds.of(table, kind, kind_column)
        report = Report(table)
        with extended(table, output, ADDED, force=force, guard=guard) as extend:
            for row in table:
                report.advance(row)
                try:
                    row_kind = kinds.kind(row)
                    name_a = analyze(report.clean(row.cell(at_a)), row_kind)
                    name_b = analyze(report.clean(row.cell(at_b)), row_kind)
                except ResolverError as error:
                    report.problem(row, error)
                    extend(row, ["", "error", str(error)])
                else:
                    extend(row, _cells(compare_names(name_a, name_b)))
    click.get_current_context().exit(report.finish())


def _cells(comparison: Comparison) -> list[str]:
    return [f"{comparison.score:.4f}", str(comparison.verdict), comparison.why()]
