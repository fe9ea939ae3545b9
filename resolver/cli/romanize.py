"""`resolver romanize`: a Cyrillic name in Latin letters, by one standard or by all."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from resolver.cli.options import check_language
from resolver.romanize import guess_languages, romanize_all
from resolver.romanize import romanize as romanize_by
from resolver.standards import Standard, standard, standards


def _names(name: str) -> Iterator[str]:
    if name != "-":
        yield name
        return
    encoding = "utf-8-sig"  # only the first line can begin with a byte order mark
    for line in sys.stdin.buffer:
        yield line.decode(encoding, "replace").rstrip("\r\n")
        encoding = "utf-8"


def _preferred(name: str, language: str | None) -> Standard:
    for code in [language] if language else guess_languages(name):
        if found := standards(code):
            return found[0]
    return standard("icao-9303")


def _as_json(name: str, spelled: list[tuple[Standard, str]]) -> str:
    rows = [
        {"standard": item.id, "latin": latin, "title": item.title, "status": item.status}
        for item, latin in spelled
    ]
    return json.dumps({"name": name, "romanizations": rows}, ensure_ascii=False)


@click.command()
@click.argument("name")
@click.option("--standard", "key", metavar="ID", help="Id of one standard, such as icao-9303.")
@click.option("--all", "every", is_flag=True, help="Every standard of the name's language.")
@click.option(
    "--language",
    metavar="CODE",
    callback=check_language,
    help="Language of the name, such as uk; by default told from its letters.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each name.")
def romanize(
    *, name: str, key: str | None, every: bool, language: str | None, as_json: bool
) -> None:
    """Write a Cyrillic NAME in Latin letters.

    \b
    Examples:
      resolver romanize Мовлаев
      resolver romanize --standard press-de Хрущёв
      resolver romanize --all --language uk Зеленський
      resolver romanize --standard icao-9303 - < names.txt

    Without --standard or --all the official standard of the name's language is used. With
    "-" names are read from standard input, one a line. --all prints a standard's id, the
    spelling and the standard's title, separated by tabs.
    """
    if key is not None and every:
        raise click.UsageError("--standard and --all exclude each other; give one of them")
    chosen = standard(key) if key is not None else None
    for each in _names(name):
        if every:
            spelled = romanize_all(each, language)
        else:
            by = chosen or _preferred(each, language)
            spelled = [(by, romanize_by(each, by))]
        if as_json:
            click.echo(_as_json(each, spelled))
        elif every:
            for item, latin in spelled:
                click.echo(f"{item.id}\t{latin}\t{item.title}")
        else:
            click.echo(spelled[0][1])
