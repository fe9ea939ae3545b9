"""Archives whose lines are their rows: their names, and the answers of a run, block by block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from resolver.cli.dedupe_rows import Answer, Answered, matched
from resolver.cli.report import Report
from resolver.cli.rows import Kinds
from resolver.tables_output import Extend, extend_cut, extend_lines
from resolver.tables_plain import Block, Plain

if TYPE_CHECKING:
    import pyarrow as pa

    from resolver.batch.run import Together


def plain_names(plain: Plain, at: int, kinds: Kinds) -> Iterator[Together]:
    """The usable names under a column; the kind must be one for all."""
    import pyarrow as pa  # which only archives need

    from resolver.batch.cleaning import cleaned_names

    kind = kinds.default
    for block in plain.blocks() if kinds.column is None and kind is not None else ():
        cut = block.cut
        written = cut.cells(at) if cut is not None else pa.array(plain.cells(block, at))
        names, block.is_printable = cleaned_names(written)
        yield block.first, names, kind


class PlainAnswers:
    """The answers of a run, in batches, to the rows of a plain archive: rows come as lines that
    are written at once, or where something is to be said of one, cell by cell."""

    def __init__(self, answers: Iterator[pa.RecordBatch]) -> None:
        self._answers = answers
        self._ahead: list[pa.RecordBatch] = []

    def write(
        self, plain: Plain, at: int, kinds: Kinds, report: Report, extend: Extend, delimiter: str
    ) -> Iterator[Answered]:
        """Write what can be; the rest is for who asked."""
        for block in plain.blocks():
            report.advance_by(block.count)
            mine = self._until(block.first + block.count - 1)
            if self._is_whole(block, mine) and (
                extend_cut(extend, block.cut, delimiter, _added(mine))
                if block.cut is not None
                else extend_lines(extend, block.lines, delimiter, columns_of(mine)[1:3])
            ):
                continue
            names = plain.cells(block, at)
            answers: list[Answer] = [*zip(*columns_of(mine), strict=True)]
            yield matched(plain.rows(block), names, answers, kinds, report)

    def rest(self) -> Iterator[Answer]:
        """Those that are left."""
        for batch in chain(self._ahead, self._answers):
            yield from zip(*columns_of([batch]), strict=True)

    def _until(self, last: int) -> list[pa.RecordBatch]:
        """Answers up to a row."""
        found: list[pa.RecordBatch] = []
        for batch in chain(self._ahead, self._answers):
            cut = bisect_right(batch.column(0), last, key=_number)
            found.append(batch.slice(0, cut))
            if cut < batch.num_rows:
                self._ahead = [batch.slice(cut)]
                return found
        self._ahead = []
        return found

    @staticmethod
    def _is_whole(block: Block, answers: list[pa.RecordBatch]) -> bool:
        """Whether each row has an answer and nothing else is to be said of any."""
        if sum(batch.num_rows for batch in answers) != block.count:
            return False
        if any(batch.column(3).null_count != batch.num_rows for batch in answers):
            return False
        if block.is_printable is None:
            return "".join(block.lines).isprintable()
        return block.is_printable


def _added(answers: list[pa.RecordBatch]) -> list[pa.Array]:
    """What is added to rows, of batches of answers."""
    from pyarrow import concat_arrays

    return [concat_arrays([batch.column(at) for batch in answers]) for at in (1, 2)]


def _number(row: pa.Scalar) -> int:
    number: int = row.as_py()
    return number


def columns_of(answers: list[pa.RecordBatch]) -> list[list[Any]]:
    """The columns of answers, which stand in batches."""
    every = [[column.to_pylist() for column in batch.columns] for batch in answers]
    return [[*chain.from_iterable(parts)] for parts in zip(*every, strict=True)] or [[]] * 4
