"""What `result.conclude` does, of an archive that memory holds: spellings as rows of numbers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from resolver.batch.arrays import Ints, array
from resolver.batch.engine import Engine

_MOST = 1 << 62


def conclude_at_once(engine: Engine, spelled: str) -> None:
    """Of spellings (root, id, text, kind, n, tier, latin, ways) that a query finds, `entity`."""
    found = engine.fetch(spelled).combine_chunks()
    root, ids, n, tier, ways = (
        found[name].to_numpy().astype(np.int64) for name in ("root", "id", "n", "tier", "ways")
    )
    latin = found["latin"].cast(pa.int8()).to_numpy().astype(np.int64)
    order = np.argsort(_key([root, ids]))  # names have their numbers in the order of their texts
    root = root[order]
    begins = np.flatnonzero(np.concatenate([[True], root[1:] != root[:-1]])[: len(root)])
    rank = _key([tier, n.max(initial=0) - n, 1 - latin, ways, ids])[order]
    group = np.cumsum(np.bincount(begins, minlength=len(root))) - 1
    least = np.minimum.reduceat(rank, begins) if len(begins) else rank
    elected = np.flatnonzero(rank == least[group])
    texts = found["text"].combine_chunks()
    ends = array(np.append(begins, len(root)).astype(np.int32))
    lines = pa.ListArray.from_arrays(ends, texts.take(array(order)))
    told = {
        "root": array(root[begins]),
        "kind": found["kind"].combine_chunks().take(array(order[begins])),
        "n": array(np.bincount(group, n[order], len(begins)).astype(np.int64)),
        "spellings": array(np.bincount(group, minlength=len(begins)).astype(np.int64)),
        "lines": pc.binary_join(lines, "\n"),
        "entity_name": texts.take(array(order[elected])),
    }
    engine.hold("lines", pa.table(told))
    engine.make(
        "entity",
        """SELECT root, kind, n, spellings,
          'e' || substr(sha2(kind || chr(10) || lines, 256), 1, 12) AS entity_id, entity_name
        FROM lines""",
    )
    engine.drop("lines")


def _key(columns: list[Ints]) -> Ints:
    """Numbers in the order of rows of numbers that are not negative."""
    key, most = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        size = int(column.max(initial=0)) + 1
        if most * size >= _MOST:
            known, key = np.unique(key, return_inverse=True)
            most = len(known)
        key, most = key * size + column, most * size
    return key
