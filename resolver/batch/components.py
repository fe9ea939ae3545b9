"""Connected components of the pairs that may be one, each with all that is known inside."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from resolver.batch.arrays import Ints, array
from resolver.batch.clusters import EDGE
from resolver.batch.nodes import NODE
from resolver.batch.sharing import SHARES


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
    """One row a component of two or more nodes: `nodes` (by id) and `edges` as lists. Those that
    `shared` gives to one worker stand together. `edges` come in the order of their ends.

    Edges of at least `least` log-odds connect; weaker ones inside a component come along.
    """
    by_id, a, b = _by_id(*(table[name].to_numpy() for table, name in
                           ((nodes, "id"), (edges, "a"), (edges, "b"))))  # fmt: skip
    strong = edges["log_odds"].to_numpy() >= least
    of = components(len(by_id), a[strong], b[strong])
    sizes = np.bincount(of, minlength=len(by_id))
    roots = np.flatnonzero(sizes > 1)
    bucket = np.arange(len(roots))
    order = np.argsort(bucket % SHARES, kind="stable")
    place = np.full(len(by_id), -1)
    place[roots[order]] = bucket  # where a component stands in the table
    of_nodes, of_edges = place[of], np.where(of[a] == of[b], place[of[a]], -1)
    node_order = _in_order(of_nodes)
    edge_order = _in_order(of_edges)
    return pa.table(
        {
            "nodes": _lists(
                nodes.take(array(by_id[node_order])), of_nodes[node_order], len(roots), of_node
            ),
            "edges": _lists(edges.take(array(edge_order)), of_edges[edge_order], len(roots), EDGE),
            "bucket": array(order).cast(pa.int32()),
        }
    )


def _by_id(given: Ints, a: Ints, b: Ints) -> tuple[Ints, Ints, Ints]:
    """Where ids stand, in their order; and where in that order the ends of edges are."""
    at = np.full(int(given.max(initial=-1)) + 1, -1)
    at[given] = np.arange(len(given))
    ids = np.flatnonzero(at >= 0)
    by_id: Ints = at[ids]
    at[ids] = np.arange(len(ids))
    return by_id, at[a], at[b]


def _in_order(places: Ints) -> Ints:
    """Of what has a place, by these."""
    inside = np.flatnonzero(places >= 0)
    found: Ints = inside[np.argsort(places[inside], kind="stable")]
    return found


def _lists(table: pa.Table, places: Ints, count: int, of: pa.StructType) -> pa.Array:
    """A list for each of so many places, of the rows that are there one after the other."""
    fields = [of.field(at) for at in range(of.num_fields)]
    arrays = [table[f.name].cast(f.type).combine_chunks() for f in fields]
    structs = pa.StructArray.from_arrays(arrays, fields=fields)
    ends = np.searchsorted(places, np.arange(count + 1))
    offsets = array(ends).cast(pa.int32())
    return pa.ListArray.from_arrays(offsets, structs)
