"""Archives whose lines are their rows: their names, and the answers of a run, block by block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from resolver.cli.dedupe_rows import Answer, Answered, matched
from resolver.cli.report import Report
from resolver.cli.rows import Kinds
from resolver.tables_output import Extend, extend_lines
from resolver.tables_plain import Block, Plain
from resolver.text import cleaned

if TYPE_CHECKING:
    from resolver.batch.run import Together


def plain_names(plain: Plain, at: int, kinds: Kinds) -> Iterator[Together]:
    """The usable names under a column; the kind must be one for all."""
    kind = kinds.default
    for block in plain.blocks() if kinds.column is None and kind is not None else ():
        names = cleaned(plain.cells(block, at))
        numbers = range(block.first, block.first + len(names))
        if None in names:
            usable = [(n, name) for n, name in zip(numbers, names, strict=True) if name is not None]
            yield [n for n, _ in usable], [name for _, name in usable], kind
        else:
            yield numbers, [name for name in names if name is not None], kind


class PlainAnswers:
    """The answers of a run, in columns, to the rows of a plain archive: rows come as lines that
    are written at once, or where something is to be said of one, cell by cell."""

    def __init__(self, answers: Iterator[list[list[Any]]]) -> None:
        self._answers = answers
        self._ahead: list[list[Any]] = [[], [], [], []]

    def write(
        self, plain: Plain, at: int, kinds: Kinds, report: Report, extend: Extend, delimiter: str
    ) -> Iterator[Answered]:
        """Write what can be; the rest is for who asked."""
        for block in plain.blocks():
            report.advance_by(len(block.lines))
            mine = self._until(block.first + len(block.lines) - 1)
            if self._is_whole(block, mine) and extend_lines(
                extend, block.lines, delimiter, mine[1:3]
            ):
                continue
            names = plain.cells(block, at)
            answers: list[Answer] = [*zip(*mine, strict=True)]
            yield matched(plain.rows(block), names, answers, kinds, report)

    def rest(self) -> Iterator[Answer]:
        """Those that are left."""
        yield from zip(*self._ahead, strict=True)
        for columns in self._answers:
            yield from zip(*columns, strict=True)

    def _until(self, last: int) -> list[list[Any]]:
        """Answers up to a row."""
        ahead = self._ahead
        while not ahead[0] or ahead[0][-1] <= last:
            more = next(self._answers, None)
            if more is None:
                break
            ahead = [[*old, *new] for old, new in zip(ahead, more, strict=True)]
        cut = bisect_right(ahead[0], last)
        self._ahead = [column[cut:] for column in ahead]
        return [column[:cut] for column in ahead]

    @staticmethod
    def _is_whole(block: Block, answers: list[list[Any]]) -> bool:
        """Whether each row has an answer and nothing else is to be said of any."""
        whole = len(answers[0]) == len(block.lines) and not any(answers[3])
        return whole and "".join(block.lines).isprintable()
