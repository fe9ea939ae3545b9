"""`--constraints`: what people decided of the rows of a file, from another file or a store."""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resolver.cli.report import counted
from resolver.errors import BadInput
from resolver.tables import shown
from resolver.tables_formats import Reading, open_any

if TYPE_CHECKING:
    from resolver.constraints import Constraints, Decision

_COLUMNS = ("a", "b", "verdict")
_SQLITE = b"SQLite format 3\0"


def read_constraints(path: str | None) -> Constraints:
    """The decisions of a table with the columns a, b and verdict, or those in force in a store;
    none without a path. Raises BadInput, also where decisions collide."""
    from resolver.constraints import Constraints

    if path is None:
        return Constraints()
    if _is_store(path):
        from resolver.decided import decided
        from resolver.rules import rules_version
        from resolver.store.opening import open_store

        with open_store(
            path, must_exist=True, read_only=True, rules_version=rules_version()
        ) as store:
            return decided(store)
    return Constraints.of(_decisions(path))


def check_applied(path: str | None, constraints: Constraints, seen: Set[str]) -> None:
    """Say how many ids are of no row of the input. Raises BadInput where all are: then the
    wrong column was read. A store may well know other files."""
    if path is None or _is_store(path) or not constraints.unit_of:
        return
    label = shown(Path(path).name, quotes=False)
    if not seen:
        raise BadInput(
            f"no row of the input has an id of {label}; name the column of ids with --id-column"
        )
    if missing := len(constraints.unit_of) - len(seen):
        click.echo(f"note: {counted(missing, 'id', 'ids')} of {label}: no such row", err=True)


def _is_store(path: str) -> bool:
    from resolver.store.opening import is_server

    if is_server(path):
        return True
    try:
        with Path(path).open("rb") as stream:
            return stream.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False  # reading it as a table says what is wrong


def _decisions(path: str) -> Iterator[Decision]:
    from resolver.constraints import Decision, Verdict

    with open_any(path, Reading(detect=True)) as table:
        a, b, verdict = (table.column(name) for name in _COLUMNS)
        for row in table:
            where = f"row {row.number} of {table.label}"
            one, other = row.cell(a).strip(), row.cell(b).strip()
            word = row.cell(verdict).strip().lower()
            if not (one or other or word):
                continue
            if not (one and other):
                raise BadInput(f"{where} needs two ids, in the columns a and b")
            try:
                said = Verdict(word)
            except ValueError:
                known = ", ".join(Verdict)
                raise BadInput(f"{where}: unknown verdict {shown(word)}; use {known}") from None
            yield Decision(one, other, said, where)
