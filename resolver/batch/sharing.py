"""How the rows of a table are shared out to workers: in chunks that every run cuts alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

FEW = 250  # rows of a chunk at least
PIECES = 64  # of what is shared out, if it is large enough
SHARES = 16  # of buckets, a power of two; each stays with one worker


def shared(
    table: pa.Table, count: int, most: int, busy: Sequence[int] = ()
) -> Iterator[tuple[int, int, pa.Table]]:
    """(number, worker, rows), of the same rows in every run, however many workers it has; a
    bucket stays with one worker. `busy`: the rows that each has to do already."""
    size = min(most, max(FEW, -(-table.num_rows // PIECES)))
    if "bucket" not in table.column_names:
        for number, at in enumerate(range(0, table.num_rows, size)):
            yield number, number % count, table.slice(at, size)
        return
    shares = _shares(table)
    owners = _owners([share.num_rows for share in shares], [*busy] or [0] * count)
    number = 0
    for at in range(0, max(share.num_rows for share in shares), size):
        for owner, share in zip(owners, shares, strict=True):
            if at < share.num_rows:
                yield number, owner, share.slice(at, size)
            number += 1


def _shares(table: pa.Table) -> list[pa.Table]:
    """The rows by their buckets, in SHARES."""
    share = pc.bit_wise_and(table["bucket"], SHARES - 1)
    numbers = share.to_numpy()
    if np.all(numbers[1:] >= numbers[:-1]):  # each share is one piece already
        ends = np.searchsorted(numbers, np.arange(SHARES + 1)).tolist()
        return [table.slice(a, b - a) for a, b in pairwise(ends)]
    return [table.filter(pc.equal(share, mine)) for mine in range(SHARES)]


def _owners(sizes: Sequence[int], loads: list[int]) -> list[int]:
    """The worker of each share: the largest first, each to whoever has least to do."""
    owners, count = [0] * len(sizes), len(loads)
    for at in sorted(range(len(sizes)), key=lambda at: (-sizes[at], at)):
        owners[at] = min(range(count), key=lambda worker: (loads[worker], worker))
        loads[owners[at]] += sizes[at]
    return owners
