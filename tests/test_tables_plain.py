"""Archives read by lines: its rows are those that reading cell by cell finds."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import tables_plain
from resolver.errors import BadInput
from resolver.tables import Row, open_table
from resolver.tables_lines import Lines
from resolver.tables_plain import Kept, Plain

TEXT = st.text(st.sampled_from("аb ,;\"'\n\r\0\ud800"), max_size=8)
CELL = st.text(st.sampled_from("аb ,'"), max_size=4)


def both_ways(written: str, at: int = 1) -> tuple[list[Row], list[Row], list[str], int]:
    """The rows of a file cell by cell; the same from blocks and what is left; the cells under a
    column; and how many rows were in blocks."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "in.csv")
        path.write_bytes(written.encode("utf-8", "surrogatepass"))
        with open_table(str(path)) as table:
            every = [*table]
        with open_table(str(path)) as table:
            plain = Plain(table, str(path))
            found: list[Row] = []
            cells: list[str] = []
            for block in plain.blocks():
                assert block.first == (found[-1].number + 1 if found else 2)
                found += plain.rows(block)
                cells += plain.cells(block, at)
            count = len(found)
            return every, [*found, *plain.rest()], cells, count


@given(st.lists(TEXT, max_size=6), st.sampled_from(["\n", "\r\n"]), st.integers(1, 40))
def test_blocks_and_the_rest_are_all_rows_of_any_file(
    lines: list[str], end: str, size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables_plain, "_BYTES", size)
        try:
            every, found, cells, count = both_ways(end.join(["a,b", *lines]))
        except BadInput:
            return
    assert found == every
    assert cells == [row.cells[1] for row in every[:count]]


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6))
def test_what_we_write_without_line_breaks_is_plain_throughout(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO(newline="")
    lines = Lines(text, ",")
    for row in [("a", "b"), *rows]:
        lines.add(row)
    lines.flush()
    every, found, _, count = both_ways(text.getvalue())
    assert found == every
    assert count == len(rows)


def test_rows_after_a_line_break_in_a_cell_are_left_to_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables_plain, "_BYTES", 12)
    every, found, _, count = both_ways('a,b\n1,2\n3,4\n5,"6\n7"\n8,9\n')
    assert found == every
    assert 0 < count < len(every)


def test_a_file_with_another_header_or_none_has_no_plain_rows() -> None:
    for written in ('"a",b\n1,2\n', "\ufeffa,b\n1,2\n", "one\nname, other\n", "a,b\n1,2,3\n"):
        every, found, _, count = both_ways(written, 0)
        assert (found, count) == (every, 0)


@given(st.lists(TEXT, max_size=6), st.integers(1, 40), st.integers(0, 40))
def test_what_is_kept_of_a_reading_is_what_another_reading_would_find(
    lines: list[str], size: int, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(tables_plain, "_BYTES", size)
        patch.setattr(tables_plain, "_MOST_KEPT", most)
        path = Path(folder, "in.csv")
        path.write_bytes("\n".join(["a,b", *lines]).encode("utf-8", "surrogatepass"))
        kept, readings = Kept(), []
        for _ in range(2):
            try:
                with open_table(str(path)) as table:
                    plain = Plain(table, str(path), kept)
                    found = [row for block in plain.blocks() for row in plain.rows(block)]
                    readings.append([*found, *plain.rest()])
            except BadInput:
                return
    assert readings[0] == readings[1]


def test_a_file_that_is_kept_is_not_read_again(tmp_path: Path) -> None:
    path, kept = tmp_path / "in.csv", Kept()
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with open_table(str(path)) as table:
        assert [*Plain(table, str(path), kept).blocks()]
        path.write_text("a,b\n", encoding="utf-8")
        again = Plain(table, str(path), kept)
        assert [block.lines for block in again.blocks()] == [["1,2"]]
