"""`resolver extract`: the names in texts, as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TextIO

import click

from resolver.cli.article_report import ArticleReport
from resolver.tables_output import open_output

if TYPE_CHECKING:
    from resolver.extract.article import Article, Extraction

LANGUAGES = ("auto", "en", "ru", "uk")
Command = Callable[..., None]


def article_options(command: Command) -> Command:
    """`--language`, `--plain` and `--ner`, which reading articles has in common."""
    for option in (
        click.option(
            "--ner",
            is_flag=True,
            help="Let slovnet look for Russian names as well (needs the extra articles-ner).",
        ),
        click.option(
            "--plain",
            is_flag=True,
            help="Use no optional library even where it is installed: faster, and the same "
            "everywhere.",
        ),
        click.option(
            "--language",
            type=click.Choice(LANGUAGES),
            default="auto",
            show_default=True,
            help="Language of the texts; auto tells it from each text.",
        ),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@article_options
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="-",
    show_default=True,
    help="Where to write; kept only if it could be written whole.",
)
def extract(inputs: tuple[str, ...], language: str, output: str, *, plain: bool, ner: bool) -> None:
    """Find the people, places and organisations that texts name.

    \b
    Examples:
      resolver extract article.html -o mentions.jsonl
      resolver extract articles/ --language ru -o mentions.jsonl

    INPUT is a plain text, an HTML page, JSON Lines of articles (members text or html, id,
    title, language, source, date), a folder of these, or "-". Each line written is one
    mention: its kind, offsets in characters, sentence, dictionary form, the fullest name of
    the same person in that text, and roles beside it.
    """
    from resolver.extract.files import Problem, articles_of

    extractor = extractor_for(language, plain=plain, ner=ner)
    report = ArticleReport()
    with open_output(output) as stream:
        for item in articles_of(inputs, engine="plain" if plain else "auto"):
            if isinstance(item, Problem):
                report.problem(item)
                continue
            found = extractor(item)
            _write(stream, found)
            report.advance(1, len(found.names))
    click.get_current_context().exit(report.finish())


def extractor_for(language: str, *, plain: bool, ner: bool) -> Callable[[Article], Extraction]:
    """The extractor that the options ask for. Raises BadInput where one needs an extra."""
    from resolver.extract.extras import morphology, slovnet_recognizer, splitter
    from resolver.extract.recognize import extract as find

    chosen = None if language == "auto" else language
    use = partial(find, recognizer=slovnet_recognizer() if ner else None)
    if not plain:
        use = partial(use, splitter=splitter(), morphology=morphology())
    return lambda article: use(_in_language(article, chosen))


def _in_language(article: Article, language: str | None) -> Article:
    from dataclasses import replace

    return article if language is None else replace(article, language=language)


def _write(stream: TextIO, found: Extraction) -> None:
    article = found.article
    about = {
        "article": article.article_id or article.key,
        "source": article.source,
        "date": article.date,
        "language": found.language,
    }
    for name in found.names:
        row = {
            **{key: value for key, value in about.items() if value is not None},
            "kind": name.kind.value,
            "text": name.text,
            "start": name.start,
            "end": name.end,
            "name": name.name,
            "full_name": name.full_name,
            "group": name.group,
            "roles": list(name.roles),
            "sentence": name.sentence,
        }
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")
