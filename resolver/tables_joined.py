"""Lines that are written already, with cells added to each: all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from resolver.tables_cut import Cut

_FORMULA = r"^[=+\-@\t]"  # as FORMULA_STARTS has it, but for what is left alone anyway


def joined(cut: Cut, delimiter: str, columns: Sequence[pa.Array], *, guard: bool) -> bytes | None:
    """The lines with a cell of each column added; None where one has a carriage return, or would
    be guarded (see `resolver.tables_output`)."""
    left_alone = "\r|" + _FORMULA if guard else "\r"
    if any(pc.any(pc.match_substring_regex(column, left_alone)).as_py() for column in columns):
        return None
    ends = np.concatenate([[0], cut.last]).astype(np.int32)
    heads = pa.StringArray.from_buffers(
        len(cut.last), pa.py_buffer(ends), pa.py_buffer(cut.written)
    )  # each but the first with the end of the line before it
    cells = [_quoted(column, delimiter) for column in columns]
    every = pc.binary_join_element_wise(heads, *cells, delimiter)
    _, offsets, data = every.buffers()
    size = np.frombuffer(offsets, np.int32)[len(every)]
    return bytes(memoryview(data)[:size]) + b"\n"


def _quoted(cells: pa.Array, delimiter: str) -> pa.Array:
    needed = pc.match_substring_regex(cells, f'["\\n{delimiter}]')
    if not pc.any(needed).as_py():
        return cells
    inside = pc.replace_substring(cells, '"', '""')
    return pc.if_else(needed, pc.binary_join_element_wise('"', inside, '"', ""), cells)
