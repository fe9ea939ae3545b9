"""`resolver ingest`: articles into a database in one go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from resolver.cli.article_report import ArticleReport
from resolver.cli.extract import article_options, extractor_for
from resolver.cli.options import db_option, shown_database
from resolver.cli.report import counted

if TYPE_CHECKING:
    from resolver.extract.article import Article
    from resolver.extract.markup import Engine


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@db_option
@article_options
def ingest(inputs: tuple[str, ...], db: str, language: str, *, plain: bool, ner: bool) -> None:
    """Record the people, places and organisations that texts name in a database.

    \b
    Examples:
      resolver ingest articles/ --db archive.db
      resolver ingest news.jsonl --db archive.db --language uk

    INPUT is as for `resolver extract`. The fullest name of each person in a text is
    resolved, and what else the text calls them follows it. An article that is in the
    database already (the same text and id) changes nothing, so an
    interrupted run is resumed by running it again.
    """
    from resolver.extract.ingest import Ingestion
    from resolver.rules import rules_version
    from resolver.service import Service
    from resolver.store.opening import open_store

    extractor = extractor_for(language, plain=plain, ner=ner)
    report = ArticleReport()
    founded = changed = 0
    with open_store(db, rules_version=rules_version()) as store:
        ingestion = Ingestion(store, Service(store), extractor)
        try:
            for batch in ingestion.ingest(_articles(inputs, report, "plain" if plain else "auto")):
                founded += batch.founded
                changed += batch.changed
                report.advance(batch.articles, batch.mentions)
        except KeyboardInterrupt as interrupt:
            interrupt.add_note(f"{_sum(report, founded, changed, db)}; run it again to go on")
            raise
    code = report.finish()
    click.echo(_sum(report, founded, changed, db), err=True)
    click.get_current_context().exit(code)


def _sum(report: ArticleReport, founded: int, changed: int, db: str) -> str:
    return (
        f"{counted(report.mentions, 'mention', 'mentions')} of "
        f"{counted(changed, 'new article', 'new articles')} recorded in "
        f"{shown_database(db)}, {counted(founded, 'new entity', 'new entities')}"
    )


def _articles(inputs: tuple[str, ...], report: ArticleReport, engine: Engine) -> Iterator[Article]:
    from resolver.extract.files import Problem, articles_of

    for item in articles_of(inputs, engine=engine):
        if isinstance(item, Problem):
            report.problem(item)
        else:
            yield item
