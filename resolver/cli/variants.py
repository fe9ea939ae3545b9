"""`resolver variants`: every spelling of a name that an archive may hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from resolver.cli.options import check_language
from resolver.cli.original import names_given, titles

if TYPE_CHECKING:
    from resolver.variants import Variant

_HOW = {
    "given": "as given",
    "original": "original",
    "counterpart": "the name in a neighbouring language",
    "order": "in another order",
    "initials": "with initials",
}


def _as_dict(variant: Variant) -> dict[str, object]:
    return {
        "text": variant.text,
        "weight": variant.weight,
        "how": variant.how,
        "original": variant.original,
        "language": variant.language,
        "standards": [{"id": item.id, "title": item.title} for item in variant.standards],
    }


def _by(variant: Variant) -> str:
    return ", ".join(filter(None, [_HOW.get(variant.how, ""), titles(variant.standards)]))


@click.command()
@click.argument("name")
@click.option(
    "--query",
    "style",
    type=click.Choice(["list", "lucene", "regex"]),
    help="Print a query that finds all of them instead.",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(1, 1000),
    default=50,
    show_default=True,
    help="At most so many spellings.",
)
@click.option(
    "--language",
    metavar="CODE",
    callback=check_language,
    help="Language of the original, such as uk.  [default: told from the name]",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each name.")
def variants(
    *, name: str, style: str | None, limit: int, language: str | None, as_json: bool
) -> None:
    """List the spellings of a NAME that an archive may hold, most likely first.

    \b
    Examples:
      resolver variants "Mansur Movlaev"
      resolver variants --query lucene --limit 20 Зеленський
      resolver variants --query regex Хрущёв

    A line holds the spelling, its weight (the likeliest has 1) and the conventions that
    write it so, separated by tabs. With --query a list has one spelling a line; the Lucene
    query also suits Elasticsearch and Solr; the regular expression suits Python, Perl and
    grep -P. With "-" names are read from standard input, one a line.
    """
    from resolver.text import clean
    from resolver.variants import query
    from resolver.variants import variants as variants_of

    if name != "-":
        clean(name)
    for each in names_given(name):
        found = variants_of(each, limit, language)
        asked = query(found, style) if style else None
        if as_json:
            answer: dict[str, object] = {"name": each, "variants": [_as_dict(v) for v in found]}
            if asked is not None:
                answer["query"] = asked
            click.echo(json.dumps(answer, ensure_ascii=False))
        elif asked is not None:
            click.echo(asked)
        else:
            for variant in found:
                click.echo(f"{variant.text}\t{variant.weight:.4f}\t{_by(variant)}")
