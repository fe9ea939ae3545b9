"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from resolver.cli.settings import setting_option
from resolver.mention import Kind
from resolver.tables import shown

F = TypeVar("F", bound=Callable[..., Any])

_KINDS = {**{kind.value: kind for kind in Kind}, "org": Kind.ORGANIZATION}


def find_kind(word: str) -> Kind | None:
    """The kind a word stands for (`org` is short for organization), None if it is none."""
    return _KINDS.get(word.strip().lower())


def _kind(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Kind | None:
    return None if value is None else _KINDS[value]


def kind_option(command: F) -> F:
    """`--kind`; the command gets a Kind or None."""
    return click.option(
        "--kind",
        type=click.Choice(list(_KINDS), case_sensitive=False),
        callback=_kind,
        help="What the names are names of.  [default: person]",
    )(command)


def kind_column_option(command: F) -> F:
    return click.option(
        "--kind-column",
        metavar="COLUMN",
        help="Column that says each row's kind; an empty cell means --kind.  "
        "[default: kind, if there is such a column and no --kind]",
    )(command)


def name_column_option(command: F) -> F:
    return click.option(
        "--name-column",
        metavar="COLUMN",
        default="name",
        show_default=True,
        help="Column that holds the names.",
    )(command)


def id_column_option(command: F) -> F:
    return click.option(
        "--id-column",
        metavar="COLUMN",
        help="Column that identifies the rows; problems are reported with it.  "
        "[default: id, if there is such a column]",
    )(command)


def db_option(command: F) -> F:
    return setting_option("db")(command)


def shown_database(db: str) -> str:
    """The address of a database for a message, without the password that it may hold."""
    from resolver.store.opening import without_secret

    return shown(without_secret(db), quotes=False, limit=200)


def output_options(command: F) -> F:
    """`-o`, `--force` and `--no-formula-guard`; they reach the command under their names."""
    for option in (
        click.option(
            "--no-formula-guard",
            "guard",
            flag_value=False,
            default=True,
            help="Write added cells as they are. Without this, those beginning with = + - @, "
            "a tab or a carriage return get an apostrophe in front, because spreadsheets "
            "would run them as formulas.",
        ),
        click.option(
            "--force", is_flag=True, help="Replace columns of the same names as the added ones."
        ),
        click.option(
            "-o",
            "--output",
            metavar="FILE",
            default="-",
            show_default=True,
            help="Where to write; kept only if it could be written whole.",
        ),
    ):
        command = option(command)
    return command


def check_language(
    _context: click.Context, _parameter: click.Parameter, code: str | None
) -> str | None:
    """A language that some standard is made for, or None."""
    from resolver.standards import standards

    if code is None or standards(code):
        return code
    known = sorted({each for item in standards() for each in item.languages})
    raise click.BadParameter(f"no standard for '{code[:20]}'; known are {', '.join(known)}")
