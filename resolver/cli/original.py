"""`resolver original`: the Cyrillic names that a Latin spelling may stand for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from resolver.cli.options import check_language

if TYPE_CHECKING:
    from resolver.original import Original
    from resolver.standards import Standard

_TITLES_SHOWN = 3


def names_given(name: str) -> Iterator[str]:
    """The name itself, or the lines of standard input for `-`, empty ones left out."""
    if name != "-":
        yield name
        return
    encoding = "utf-8-sig"  # only the first line can begin with a byte order mark
    for line in sys.stdin.buffer:
        text = line.decode(encoding, "replace").strip()
        encoding = "utf-8"
        if text:
            yield text


def titles(items: tuple[Standard, ...]) -> str:
    """The first few of their short names, and how many more there are."""
    names = list(dict.fromkeys(item.short for item in items))
    shown = "; ".join(names[:_TITLES_SHOWN])
    more = len(names) - _TITLES_SHOWN
    return f"{shown}; {more} more" if more > 0 else shown


def _as_dict(found: Original) -> dict[str, object]:
    return {
        "text": found.text,
        "language": found.language,
        "also": list(found.also),
        "score": found.score,
        "how": found.how,
        "standards": [{"id": item.id, "title": item.title} for item in found.standards],
    }


_HOW = {
    "cyrillic": "written in Cyrillic already",
    "mixed": "each word by another convention",
    "readings": "by no convention alone",
}


@click.command()
@click.argument("name")
@click.option(
    "--language",
    metavar="CODE",
    callback=check_language,
    help="Language of the original, such as uk.  [default: all that are likely]",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    help="At most so many originals of each name.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each name.")
def original(*, name: str, language: str | None, limit: int, as_json: bool) -> None:
    """Find the likely Cyrillic originals of a NAME in Latin letters.

    \b
    Examples:
      resolver original Mowlajew
      resolver original --language uk "Volodymyr Zelenskyi"
      resolver original --limit 1 - < names.txt

    The best comes first: original, language, score and the conventions that write it so,
    separated by tabs. The scores of one language add up to at most 1. With "-" names are
    read from standard input, one a line, and each original follows its name and a tab.
    """
    from resolver.original import originals
    from resolver.text import clean

    if name != "-":
        clean(name)
    for each in names_given(name):
        found = originals(each, language, limit)
        if as_json:
            rows = [_as_dict(one) for one in found]
            click.echo(json.dumps({"name": each, "originals": rows}, ensure_ascii=False))
            continue
        start = f"{each}\t" if name == "-" else ""
        for one in found:
            by = titles(one.standards) or _HOW[one.how]
            click.echo(f"{start}{one.text}\t{one.language}\t{one.score:.4f}\t{by}")
        if not found:
            click.echo(f"no original found for {each[:60]!r}", err=True)
