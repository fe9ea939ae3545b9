"""Lines cut and continued all at once: as cell by cell."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")

from resolver.tables_cut import cut  # noqa: E402 - after what it needs
from resolver.tables_joined import joined  # noqa: E402
from resolver.tables_lines import Lines  # noqa: E402
from resolver.tables_output import FORMULA_STARTS  # noqa: E402

CELL = st.text(st.sampled_from("аb ,;|\t\"'"), max_size=4)
ADDED = st.text(st.sampled_from("аb ,;|\t\"'\n\r=+-@"), max_size=4)
ROWS = st.lists(st.tuples(CELL, CELL, ADDED, ADDED), min_size=1, max_size=6)


def written(rows: list[tuple[str, ...]], delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    lines = Lines(text, delimiter)
    for row in rows:
        lines.add(row)
    lines.flush()
    return text.getvalue().encode()


@settings(deadline=None)  # Arrow's first look takes longer than all others
@given(
    rows=ROWS,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    guard=st.booleans(),
    ended=st.booleans(),
)
def test_lines_are_cut_and_continued_as_cells_are(
    rows: list[tuple[str, ...]], delimiter: str, *, guard: bool, ended: bool
) -> None:
    lines = written([row[:2] for row in rows], delimiter)
    found = cut(lines if ended else lines.removesuffix(b"\n"), delimiter, 1, 1000)
    if found is None:
        assert any('"' in cell for row in rows for cell in row[:2])
        return
    for at in (0, 1):
        assert found.cells(at).to_pylist() == [row[at] for row in rows]
    added = [[row[at] for row in rows] for at in (2, 3)]
    both = joined(found, delimiter, [pa.array(cells, pa.string()) for cells in added], guard=guard)
    every = [cell for cells in added for cell in cells]
    guarded = guard and any(cell.startswith(FORMULA_STARTS) for cell in every)
    assert (both is None) == (guarded or any("\r" in cell for cell in every))
    assert both is None or both == written(rows, delimiter)


@pytest.mark.parametrize(
    "lines",
    [b'a,"b"\n', b'a,b"\n', b'"a,b\nc",d\n', b'a,"b,"c\n', b'"a,b",\r\n', b"a\n", b"a,b,c\n",
     b"a,b\n\nc,d,\n", b"\xff,b\n", b'a"b,c",d\n', b"", b"a,bb\n"],
)  # fmt: skip
def test_what_we_would_not_write_so_is_not_cut(lines: bytes) -> None:
    assert cut(lines, ",", 1, 4) is None
