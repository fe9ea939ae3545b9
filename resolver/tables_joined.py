"""Lines that are written already, with cells added to each: all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from resolver.tables_cut import Cut

_FORMULA = np.frombuffer(b"=+-@\t", np.uint8)  # as FORMULA_STARTS has it, but for what is left
# alone anyway


def joined(cut: Cut, delimiter: str, columns: Sequence[pa.Array], *, guard: bool) -> bytes | None:
    """The lines with a cell of each column added; None where one has a carriage return, or would
    be guarded (see `resolver.tables_output`)."""
    written = [_Written(column) for column in columns]
    if any(b"\r" in one.data or (guard and one.is_formula()) for one in written):
        return None
    ends = np.concatenate([[0], cut.last]).astype(np.int32)
    heads = pa.StringArray.from_buffers(
        len(cut.last), pa.py_buffer(ends), pa.py_buffer(cut.written)
    )  # each but the first with the end of the line before it
    cells = [one.quoted(delimiter) for one in written]
    every = pc.binary_join_element_wise(heads, *cells, delimiter)
    _, offsets, data = every.buffers()
    size = np.frombuffer(offsets, np.int32)[len(every)]
    return b"".join((memoryview(data)[:size], b"\n"))


class _Written:
    """Cells as the bytes that they are written in."""

    def __init__(self, cells: pa.Array) -> None:
        _, offsets, data = cells.buffers()
        ends = np.frombuffer(offsets, np.int32)[cells.offset :][: len(cells) + 1]
        self.data = bytes(memoryview(data)[ends[0] : ends[-1]]) if data is not None else b""
        self._cells, self._ends = cells, ends - ends[0]

    def is_formula(self) -> bool:
        """Whether a spreadsheet would take a cell for one."""
        begins = self._ends[:-1][np.diff(self._ends) > 0]
        first = np.frombuffer(self.data, np.uint8)[begins]
        return any((first == one).any() for one in _FORMULA)

    def quoted(self, delimiter: str) -> pa.Array:
        """The cells, in quotes where they need some."""
        special = f'"\n{delimiter}'.encode()
        marked = self.data.translate(bytes(byte in special for byte in range(256)))
        where = np.flatnonzero(np.frombuffer(marked, np.bool_))
        if not len(where):
            return self._cells
        needed = np.zeros(len(self._cells), np.int8)
        needed[np.searchsorted(self._ends, where, "right") - 1] = 1
        mask = pa.Array.from_buffers(pa.int8(), len(needed), [None, pa.py_buffer(needed)])
        mask = mask.cast(pa.bool_())
        inside = pc.replace_substring(self._cells.filter(mask), '"', '""')
        some = pc.binary_join_element_wise('"', inside, '"', "")
        return pc.replace_with_mask(self._cells, mask, some)
