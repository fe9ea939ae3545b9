"""`resolver review`: decisions out, decisions in, and how the queue stands."""

from __future__ import annotations

import json
from typing import IO

import click

from resolver.cli.options import db_option
from resolver.cli.report import counted
from resolver.errors import BadInput, ResolverError

_PROBLEMS_SHOWN = 20


@click.group()
def review() -> None:
    """Carry the decisions of clerks from one database to another, and count the queue.

    \b
    Examples:
      resolver review export --db archive.db -o decisions.jsonl
      resolver review import decisions.jsonl --db other.db
    """


@review.command("export")
@db_option
@click.option("-o", "--output", type=click.File("w", encoding="utf-8", lazy=True), default="-",
              metavar="FILE", help="Where to write.  [default: standard output]")  # fmt: skip
def export_decisions(db: str, output: IO[str]) -> None:
    """Write every decision in force as one JSON object a line.

    \b
    Examples:
      resolver review export --db archive.db -o decisions.jsonl
    """
    from resolver.decisions_io import exported
    from resolver.store.opening import open_store

    with open_store(db, read_only=True) as store:
        count = 0
        for row in exported(store):
            click.echo(json.dumps(row, ensure_ascii=False), file=output)
            count += 1
    click.echo(f"{counted(count, 'decision', 'decisions')} written", err=True)


@review.command("import")
@click.argument("input_", metavar="FILE", type=click.File("r", encoding="utf-8"))
@db_option
def import_decisions(input_: IO[str], db: str) -> None:
    """Put the decisions of a file in force, one after another.

    \b
    Examples:
      resolver review import decisions.jsonl --db archive.db

    Decisions that are in force already are left out, so a file can be read again. Lines
    that do not fit are reported and left out; then the exit code is 1.
    """
    from resolver.decisions_io import imported
    from resolver.rules import rules_version
    from resolver.store.opening import open_store

    made = known = failed = 0
    with open_store(db, must_exist=True, rules_version=rules_version()) as store:
        for number, line in enumerate(input_, start=1):
            if not line.strip():
                continue
            try:
                if imported(store, _row(line)):
                    made += 1
                else:
                    known += 1
            except ResolverError as error:
                failed += 1
                if failed <= _PROBLEMS_SHOWN:
                    click.echo(f"line {number}: {error}", err=True)
    click.echo(f"{made} put in force, {known} were already, {failed} failed", err=True)
    click.get_current_context().exit(1 if failed else 0)


@review.command()
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def stats(db: str, *, as_json: bool) -> None:
    """Count open suggestions, collisions and decisions.

    \b
    Examples:
      resolver review stats --db archive.db
    """
    from resolver.store.opening import open_store

    with open_store(db, read_only=True) as store, store.reading() as reader:
        counts = reader.counts()
    found = {name: counts[name] for name in ("suggestions", "collisions", "decisions")}
    if as_json:
        click.echo(json.dumps(found))
    else:
        for what, count in found.items():
            click.echo(f"{what:<12}{count:>12,}")


def _row(line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        raise BadInput("this is not a JSON object")
    return row
