"""What goes to a worker and comes back from it: the bytes of Arrow tables."""

from __future__ import annotations

import pyarrow as pa

from resolver.batch.functions import Function


def sent(table: pa.Table) -> bytes:
    """The rows of a table and no others: pickled, a slice carries the whole that it is of."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def received(written: bytes) -> pa.Table:
    return pa.ipc.open_stream(written).read_all()


def called(function: Function, rows: bytes) -> bytes:
    """Of a worker: what a function makes of what was sent."""
    return sent(function(received(rows)))
