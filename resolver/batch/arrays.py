"""Arrow's arrays as numpy's, and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]


def array(numbers: npt.NDArray[Any]) -> pa.Array:
    """As `pa.array`, which imports numpy's masked arrays to ask whether these are some."""
    kind = pa.from_numpy_dtype(numbers.dtype)
    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)])


def numbered(texts: pa.Array, *, in_order: bool = False) -> tuple[pa.Array, Ints]:
    """The distinct ones, as they come or `in_order`, and which of them each is."""
    found = texts.dictionary_encode()
    which = found.indices.to_numpy().astype(np.int64)
    if not in_order:
        return found.dictionary, which
    order = pc.sort_indices(found.dictionary).to_numpy().astype(np.int64)
    return found.dictionary.take(array(order)), ranks(order)[which]


def ranks(order: Ints) -> Ints:
    """Where each stands in an order of all."""
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order))
    return found


def places_in(texts: pa.Array, among: pa.Array) -> Ints:
    """Where texts stand among others; -1 where they do not."""
    found: Ints = pc.fill_null(pc.index_in(texts, value_set=among), -1).to_numpy().astype(np.int64)
    return found
