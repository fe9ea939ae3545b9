"""`resolver rules`: run the examples of the tables, and list the tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from resolver.rules_check import Checked

F = TypeVar("F", bound=Callable[..., Any])


def _use(_ctx: click.Context, _param: click.Parameter, folder: str | None) -> None:
    if folder is not None:
        from resolver.rules import use

        use(folder)


def _rules_option(command: F) -> F:
    return click.option(
        "--rules",
        metavar="FOLDER",
        callback=_use,
        expose_value=False,
        help="Tables of your own; the same as `resolver --rules FOLDER rules ...`.",
    )(command)


@click.group()
def rules() -> None:
    """Check and list the tables of rules, yours included.

    \b
    Examples:
      resolver rules check
      resolver rules check --rules mine
      resolver --rules mine compare Naoemova Наумова

    A folder of your own tables is laid over ours with RESOLVER_RULES=mine or, before any
    command, --rules mine. A CSV of the same name and header as one of ours, such as
    readings_latin.csv, adds its rows; a row that names the same thing as one of ours
    replaces it; a row whose source is the word "remove" deletes ours. TOML files in the
    folder mine/standards add romanization standards, or replace those with the same id.
    """


@rules.command()
@_rules_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def check(*, as_json: bool) -> None:
    """Run every example of every table.

    \b
    Examples:
      resolver rules check
      resolver rules check --rules mine --json

    Prints each table with its rows and how many fail, then the failures with file and line.
    The exit code is 3 when a rule fails, be it ours or yours.
    """
    from resolver.errors import DamagedData
    from resolver.rules_check import check as check_rules

    found = []
    if not as_json:
        click.echo(_line("table", "rows", "failed"))
    for table in check_rules(_sources()):
        found.append(table)
        if not as_json:
            click.echo(_line(table.table, table.rows, len(table.failures)))
    rows, failed = sum(t.rows for t in found), sum(len(t.failures) for t in found)
    if as_json:
        click.echo(json.dumps(_as_dict(found), ensure_ascii=False, indent=2))
    else:
        click.echo(_line("all", rows, failed))
        for failure in (failure for table in found for failure in table.failures):
            click.echo(f"{failure.where}: {failure.message}")
    if failed:
        raise DamagedData(f"{failed} of {rows} rules fail; correct the rows that are listed")


@rules.command(name="list")
@_rules_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def list_(*, as_json: bool) -> None:
    """List the tables, with how many rows each has and how many of them are yours.

    \b
    Example:
      resolver rules list --rules mine
    """
    from resolver.rules import located, rules_version, table_names

    counts = []
    for name in table_names():
        rows = located(name)
        counts.append((name, len(rows), sum(row.file != f"{name}.csv" for row in rows)))
    counts.append(_count_standards())
    if as_json:
        listed = [{"table": name, "rows": rows, "yours": mine} for name, rows, mine in counts]
        click.echo(json.dumps({"rules_version": rules_version(), "tables": listed}, indent=2))
        return
    click.echo(_line("table", "rows", "yours"))
    for row in counts:
        click.echo(_line(*row))


def _count_standards() -> tuple[str, int, int]:
    from resolver.rules import standard_files
    from resolver.standards import ids_in, standards

    own = sum(len(ids_in(path)) for path, shown in standard_files() if shown != path.name)
    return "standards", len(standards()), own


def _line(name: str, *numbers: int | str) -> str:
    return f"{name:<24}" + "".join(f"{number:>8}" for number in numbers)


def _as_dict(found: list[Checked]) -> dict[str, object]:
    from resolver.rules import rules_version

    tables = [
        {
            "table": table.table,
            "rows": table.rows,
            "failures": [
                {"where": failure.where, "message": failure.message} for failure in table.failures
            ],
        }
        for table in found
    ]
    return {"rules_version": rules_version(), "tables": tables}


def _sources() -> Iterator[str]:
    """The texts of the package's modules, where the check looks for weights."""
    from pathlib import Path

    import resolver

    for path in sorted(Path(resolver.__file__).parent.rglob("*.py")):
        yield path.read_text(encoding="utf-8")
