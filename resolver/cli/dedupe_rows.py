"""The rows of an archive beside the answers of a run, many at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from resolver.cli.archive_rows import cells_of, many
from resolver.cli.report import Report
from resolver.cli.rows import Kinds
from resolver.errors import BadInput, BadName, ResolverError
from resolver.tables import Row, Table

Answer = tuple[int, str, str, str | None]
Chosen = tuple[str, str]
_NONE = ("", "")


class Answered(NamedTuple):
    """Rows one after the other, the entity of each, and what is wrong with some of them."""

    rows: list[Row]
    chosen: list[Chosen]
    problems: list[tuple[Row, ResolverError]]


def answered(
    table: Table, at: int, kinds: Kinds, answers: Iterator[Answer], report: Report
) -> Iterator[Answered]:
    """The rows of a table with their answers, which are of its usable rows in order; `at` is
    where names stand. Raises BadInput where there are more answers than rows."""
    ahead: list[Answer] = []
    for rows in many(table):
        report.advance_all(rows)
        ahead += islice(answers, len(rows) - len(ahead))
        numbers = [row.number for row in rows]
        mine = [answer for answer in ahead if answer[0] <= numbers[-1]]
        ahead = ahead[len(mine) :]
        if not {*numbers}.issuperset([answer[0] for answer in mine]):
            raise _read_only_once(table)
        yield matched(rows, cells_of(rows, at), mine, kinds, report)
    if ahead or next(answers, None) is not None:
        raise _read_only_once(table)


def _read_only_once(table: Table) -> BadInput:
    return BadInput(f"{table.label} can be read only once; give a file, or - with --format")


def matched(
    rows: list[Row], names: list[str], answers: list[Answer], kinds: Kinds, report: Report
) -> Answered:
    """Rows with the names that they hold, and the answers to those of them that have one."""
    whole = len(answers) == len(rows) and not any(answer[3] for answer in answers)
    if whole and "".join(names).isprintable():  # else something may have been taken out
        return Answered(rows, [answer[1:3] for answer in answers], [])
    chosen: list[Chosen] = []
    problems: list[tuple[Row, ResolverError]] = []
    of = {answer[0]: answer for answer in answers}
    for row, name in zip(rows, names, strict=True):
        answer = of.get(row.number)
        if answer is not None:
            if answer[3] is not None:
                problems.append((row, BadName("name", answer[3])))
            if not name.isprintable():
                report.clean(name)
            chosen.append(answer[1:3])
            continue
        try:
            report.clean(name)
            kinds.kind(row)
        except ResolverError as error:
            problems.append((row, error))
        chosen.append(_NONE)
    return Answered(rows, chosen, problems)
