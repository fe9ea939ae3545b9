"""`resolver demo`: the whole path on one file, for people to look at."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resolver.cli.report import Report, counted
from resolver.cli.rows import Kinds, Mentions
from resolver.errors import ResolverError
from resolver.mention import Kind, Mention
from resolver.tables import Table, open_table

if TYPE_CHECKING:
    from resolver.dedupe import Clustering

_HEADINGS = {Kind.PERSON: "People", Kind.PLACE: "Places", Kind.ORGANIZATION: "Organizations"}
_LINE = 100


@click.command()
@click.argument("input_", metavar="FILE")
def demo(input_: str) -> None:
    """Show on a file of mentions what resolver does with it.

    \b
    Examples:
      resolver demo data/demo/mentions.csv
      resolver demo mentions.csv | less

    FILE has a column name, and may have kind, source, date and language. Printed are the
    entities found with their spellings, why spellings were put together, and what a person
    should decide. Nothing is kept: the database it also fills is temporary.
    """
    from resolver.dedupe import dedupe

    with open_table(input_) as table:
        report = Report(table)
        mentions = list(_mentions(table, report))
        label = table.label
    clustering = dedupe([(mention.name, mention.kind) for mention in mentions])
    spellings = len({(mention.name, mention.kind) for mention in mentions})
    click.echo(f"{len(mentions)} mentions in {spellings} spellings from {label}")
    for kind in Kind:
        _print_entities(kind, mentions, clustering)
    _print_decisions(clustering)
    click.echo(f"\n{_recorded(mentions)}")
    click.get_current_context().exit(report.finish())


def _mentions(table: Table, report: Report) -> Iterator[Mention]:
    columns = Mentions.of(table, "name", Kinds.of(table, None, None))
    for row in table:
        report.advance(row)
        try:
            mention = columns.mention(row)
            report.clean(mention.name)
        except ResolverError as error:
            report.problem(row, error)
        else:
            yield mention


def _print_entities(kind: Kind, mentions: Sequence[Mention], clustering: Clustering) -> None:
    """A table of the entities of one kind: most mentioned first, then by name."""
    entities: dict[str, Counter[str]] = {}
    names: dict[str, str] = {}
    for mention, entity_id, name in zip(
        mentions, clustering.entity_ids, clustering.entity_names, strict=True
    ):
        if mention.kind is kind and entity_id is not None:
            entities.setdefault(entity_id, Counter())[mention.name] += 1
            names[entity_id] = name
    if not entities:
        return
    click.echo(f"\n{_HEADINGS[kind]}: {len(entities)}")
    width = max(map(len, names.values()))
    in_order = sorted(entities, key=lambda entity: (-entities[entity].total(), names[entity]))
    for entity in in_order:
        spelled = entities[entity]
        ordered = sorted(spelled.items(), key=lambda pair: (-pair[1], pair[0]))
        indent = f"  {names[entity]:<{width}}  {spelled.total():>3}  "
        for line in _wrapped((f"{name} ({count})" for name, count in ordered), _LINE - len(indent)):
            click.echo(f"{indent}{line}")
            indent = " " * len(indent)


def _wrapped(items: Iterable[str], width: int) -> Iterator[str]:
    """Items joined by commas, as many on a line as fit; an item is never broken."""
    line = ""
    for item in items:
        if line and len(line) + len(item) + 2 > width:
            yield f"{line},"
            line = item
        else:
            line = f"{line}, {item}" if line else item
    yield line


def _print_decisions(clustering: Clustering) -> None:
    click.echo(f"\nPut together: {len(clustering.merges)}")
    for merge in clustering.merges:
        click.echo(f"  {merge.score:.2f}  {merge.a} = {merge.b}\n        {merge.why()}")
    click.echo(f"\nFor a person to decide: {len(clustering.suggestions)}")
    for found in clustering.suggestions:
        click.echo(f"  {found.score:.2f}  {found.a} = {found.b}?\n        {found.why()}")


def _recorded(mentions: Sequence[Mention]) -> str:
    """Record the mentions one after the other in a database; what stands in it afterwards."""
    from resolver.rules import rules_version
    from resolver.service import Service
    from resolver.store.sqlite import SqliteStore

    with (
        tempfile.TemporaryDirectory() as folder,
        closing(SqliteStore(Path(folder, "demo.db"), rules_version=rules_version())) as store,
    ):
        for _ in Service(store).record_many((mention, None) for mention in mentions):
            pass
        with store.reading() as reader:
            counts = reader.counts()
    nouns = {"mentions": "mention", "entities": "entity", "suggestions": "suggestion"}
    return "Recorded one by one in a database: " + ", ".join(
        counted(counts[many], one, many) for many, one in nouns.items()
    )
