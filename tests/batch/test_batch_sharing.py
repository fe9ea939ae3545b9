"""How rows go to workers and come back."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from resolver.batch.sending import called, received, sent
from resolver.batch.sharing import shared

BUCKETS = st.lists(st.integers(-(2**31), 2**31 - 1), max_size=80)


def bucketed(buckets: list[int]) -> pa.Table:
    return pa.table({"x": range(len(buckets)), "bucket": pa.array(buckets, pa.int32())})


@given(st.integers(0, 90), st.integers(1, 5), st.integers(1, 30))
def test_every_row_is_in_one_chunk_and_chunks_do_not_depend_on_the_workers(
    rows: int, workers: int, most: int
) -> None:
    table = pa.table({"x": range(rows)})
    chunks = [*shared(table, workers, most)]
    assert [x for _, _, chunk in chunks for x in chunk["x"].to_pylist()] == [*range(rows)]
    assert [number for number, _, _ in chunks] == [*range(len(chunks))]
    assert all(worker < workers and chunk.num_rows <= most for _, worker, chunk in chunks)
    alone = [(number, chunk) for number, _, chunk in shared(table, 1, most)]
    assert alone == [(number, chunk) for number, _, chunk in chunks]


@given(BUCKETS, st.integers(1, 4), st.integers(1, 9))
def test_a_bucket_stays_with_one_worker_and_chunks_do_not_depend_on_the_workers(
    buckets: list[int], workers: int, most: int
) -> None:
    table = bucketed(buckets)
    chunks = [*shared(table, workers, most)]
    assert sorted(x for _, _, chunk in chunks for x in chunk["x"].to_pylist()) == [
        *range(len(buckets))
    ]
    owners: dict[int, set[int]] = {}
    for _, worker, chunk in chunks:
        for bucket in chunk["bucket"].to_pylist():
            owners.setdefault(bucket, set()).add(worker)
    assert all(len(found) == 1 for found in owners.values())
    alone = [(number, chunk) for number, _, chunk in shared(table, 1, most)]
    assert alone == [(number, chunk) for number, _, chunk in chunks]


def test_workers_have_as_much_to_do_as_each_other() -> None:
    sizes = [900, 300, 300, 300, 100, 100]
    table = bucketed([bucket for bucket, size in enumerate(sizes) for _ in range(size)])
    loads = [0, 0]
    for _, worker, chunk in shared(table, 2, 4000):
        loads[worker] += chunk.num_rows
    assert loads == [1000, 1000]


def test_a_slice_is_sent_without_the_table_that_it_is_of() -> None:
    table = pa.table({"words": [["мовлаев", "movlaev"]] * 5000, "n": range(5000)})
    rows = table.slice(40, 10)
    assert len(sent(rows)) < len(sent(table)) / 50
    assert received(sent(rows)) == rows
    assert received(called(lambda given: given.select(["n"]), sent(rows))) == rows.select(["n"])
