"""Lines of delimited text: many rows at once are written as one by one."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from resolver.tables_lines import Lines

CELL = st.text(st.sampled_from("аb ,;\t\"'\n\r"), max_size=4)


@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.tuples(
                st.lists(CELL, min_size=width, max_size=width),
                st.lists(CELL, min_size=2, max_size=2),
            ),
            max_size=6,
        )
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_rows_written_together_are_those_written_apart(
    rows: list[tuple[list[str], list[str]]], delimiter: str
) -> None:
    together, apart = io.StringIO(newline=""), io.StringIO(newline="")
    lines = Lines(together, delimiter)
    lines.add_all([cells for cells, _ in rows], [added for _, added in rows])
    lines.flush()
    one_by_one = Lines(apart, delimiter)
    for cells, added in rows:
        one_by_one.add([*cells, *added])
    one_by_one.flush()
    assert together.getvalue() == apart.getvalue()
    read = csv.reader(io.StringIO(together.getvalue(), newline=""), delimiter=delimiter)
    assert [*read] == [[*cells, *added] for cells, added in rows]


@given(st.lists(st.tuples(CELL, CELL), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_lines_get_further_cells_as_rows_do(added: list[tuple[str, str]], delimiter: str) -> None:
    continued, apart = io.StringIO(newline=""), io.StringIO(newline="")
    lines, one_by_one = Lines(continued, delimiter), Lines(apart, delimiter)
    heads = [f"{at}{delimiter}x" for at in range(len(added))]
    done = lines.add_lines(heads, [[a for a, _ in added], [b for _, b in added]])
    assert done == ("\r" not in "".join(a + b for a, b in added))
    for at, cells in enumerate(added):
        one_by_one.add([str(at), "x", *cells])
    one_by_one.flush()
    assert continued.getvalue() == (apart.getvalue() if done else "")
