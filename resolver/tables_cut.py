"""Lines of delimited text cut at their delimiters, all at once: as places in their bytes.

What is cut is as `resolver.tables_lines` writes it, so that the same bytes can be written again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
_QUOTE, _LINE = b'"'[0], b"\n"[0]


@dataclass(frozen=True, slots=True)
class Cut:
    """`written` are lines; `first` and `last` are where each begins and ends, `delimiters` where
    those of each line are that end a cell, a row a line."""

    written: bytes
    first: Places
    last: Places
    delimiters: Places

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.written) + sum(x.nbytes for x in (self.first, self.last, self.delimiters))

    def lines(self) -> list[str]:
        """Without their ends."""
        return self.written.decode("utf-8").removesuffix("\n").split("\n")

    def cells(self, at: int) -> pa.Array:
        """The cell of each line under a column."""
        starts = self.first if at == 0 else self.delimiters[:, at - 1] + 1
        stops = self.last if at == self.delimiters.shape[1] else self.delimiters[:, at]
        data = np.frombuffer(self.written + b"\n", np.uint8)
        quoted = (data[starts] == _QUOTE).astype(np.int32)
        ends = np.stack([starts + quoted, stops - quoted], axis=1)
        every = pa.StringArray.from_buffers(  # also what is between two cells
            2 * len(starts) - 1, pa.py_buffer(ends), pa.py_buffer(self.written)
        )
        mine = pa.py_buffer(np.arange(0, len(every), 2))
        return every.take(pa.Array.from_buffers(pa.int64(), len(starts), [None, mine]))


def cut(written: bytes, delimiter: str, ends: int, longest: int) -> Cut | None:
    """The cells of lines with so many delimiters each, none of them so long; None where one is not
    as it would be written, or has a quote in a cell."""
    if b"\r" in written or not _is_text(written):
        return None
    data = np.frombuffer(written, np.uint8)
    last = np.flatnonzero(data == _LINE)
    if written[-1:] != b"\n":
        last = np.append(last, len(data))
    first = np.concatenate([[0], last[:-1] + 1])
    delimiters = np.flatnonzero(data == ord(delimiter))
    if b'"' in written:
        outside = _outside(data, last, delimiters, ord(delimiter))
        if outside is None:
            return None
        delimiters = outside
    if len(delimiters) != ends * len(last) or (last - first).max() >= longest:
        return None
    table = delimiters.reshape(len(last), ends)
    if (table[:, 0] < first).any() or (table[:, -1] > last).any():
        return None
    return Cut(written, *(places.astype(np.int32) for places in (first, last, table)))


def _is_text(written: bytes) -> bool:
    whole = pa.py_buffer(np.array([0, len(written)], np.int32))
    try:
        pa.StringArray.from_buffers(1, whole, pa.py_buffer(written)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _outside(
    data: npt.NDArray[np.uint8], last: Ints, delimiters: Ints, delimiter: int
) -> Ints | None:
    """The delimiters outside of quotes; None where quotes are not around a whole cell that needs
    them, or where there are some inside."""
    quotes = np.flatnonzero(data == _QUOTE)
    if len(quotes) % 2 or (quotes[1:] - quotes[:-1] == 1).any():
        return None
    opening, closing = quotes[::2], quotes[1::2]
    if (np.searchsorted(last, opening) != np.searchsorted(last, closing)).any():
        return None
    before = opening[opening > 0] - 1
    after = closing[closing < len(data) - 1] + 1
    for beside in (data[before], data[after]):  # `isin` imports masked arrays
        if not ((beside == delimiter) | (beside == _LINE)).all():
            return None
    begun, ended = (np.searchsorted(delimiters, these) for these in (opening, closing))
    if (begun == ended).any():
        return None
    inside = np.zeros(len(delimiters) + 1, np.int64)
    np.add.at(inside, begun, 1)
    np.add.at(inside, ended, -1)
    found: Ints = delimiters[np.cumsum(inside[:-1]) == 0]
    return found
