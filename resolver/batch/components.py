"""Connected components of the pairs that may be one, each with all that is known inside."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.batch.clusters import EDGE
from resolver.batch.nodes import NODE

Ints = npt.NDArray[np.int64]


def components(count: int, a: Ints, b: Ints) -> Ints:
    """The smallest node of each node's component, of nodes 0..count-1."""
    root = np.arange(count)
    while True:
        low = np.minimum(root[a], root[b])
        before = root.copy()
        np.minimum.at(root, root[a], low)
        np.minimum.at(root, root[b], low)
        while True:
            shorter = root[root]
            if np.array_equal(shorter, root):
                break
            root = shorter
        if np.array_equal(before, root):
            return root


def grouped(
    nodes: pa.Table, edges: pa.Table, least: float, of_node: pa.StructType = NODE
) -> pa.Table:
    """One row a component of two or more nodes: `nodes` and `edges` as lists.

    Edges of at least `least` log-odds connect; weaker ones inside a component come along.
    """
    ids = nodes["id"].to_numpy()
    a = np.searchsorted(ids, edges["a"].to_numpy())
    b = np.searchsorted(ids, edges["b"].to_numpy())
    strong = edges["log_odds"].to_numpy() >= least
    of = components(len(ids), a[strong], b[strong])
    inside = of[a] == of[b]
    sizes = np.bincount(of, minlength=len(ids))
    shared = sizes[of] > 1
    node_order = np.flatnonzero(shared)[np.argsort(of[shared], kind="stable")]
    edge_of = of[a][inside]
    edge_order = np.flatnonzero(inside)[np.argsort(edge_of, kind="stable")]
    roots = np.flatnonzero(sizes > 1)
    node_ends = np.searchsorted(of[node_order], roots, side="right")
    edge_ends = np.searchsorted(np.sort(edge_of), roots, side="right")
    return pa.table(
        {
            "nodes": _lists(nodes.take(_array(node_order)), node_ends, of_node),
            "edges": _lists(edges.take(_array(edge_order)), edge_ends, EDGE),
            "bucket": _array(np.arange(len(roots))).cast(pa.int32()),
        }
    )


def _array(numbers: Ints) -> pa.Array:
    """As `pa.array`, which imports numpy's masked arrays to ask whether these are some."""
    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(numbers)])


def _lists(table: pa.Table, ends: Ints, of: pa.StructType) -> pa.Array:
    fields = [of.field(at) for at in range(of.num_fields)]
    arrays = [table[f.name].cast(f.type).combine_chunks() for f in fields]
    structs = pa.StructArray.from_arrays(arrays, fields=fields)
    offsets = _array(np.concatenate([[0], ends])).cast(pa.int32())
    return pa.ListArray.from_arrays(offsets, structs)
