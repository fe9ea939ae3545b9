"""What workers have found, on its way into a table: many chunks at once are cheaper than each."""

from __future__ import annotations

import time
from collections.abc import Callable

import pyarrow as pa

SECONDS = 1.0  # of work that is lost when the process is killed
MOST_BYTES = 32_000_000


class Gathered:
    """Chunks that wait to be kept, for SECONDS and MOST_BYTES at most."""

    def __init__(self, schema: pa.Schema, keep: Callable[[pa.Table], None]) -> None:
        self._schema, self._keep = schema, keep
        self._found: list[tuple[int, pa.Table]] = []
        self._bytes, self._since = 0, time.monotonic()

    def add(self, number: int, found: pa.Table) -> None:
        """One more chunk, of that number."""
        self._found.append((number, found))
        self._bytes += found.nbytes
        if self._bytes > MOST_BYTES or time.monotonic() - self._since > SECONDS:
            self.flush()

    def flush(self) -> None:
        """Keep what waits, each row with the number of its chunk."""
        if self._found:
            numbers = [[number] * found.num_rows for number, found in self._found]
            column = pa.array([number for chunk in numbers for number in chunk], pa.int64())
            self._keep(self.rest().append_column("chunk", column))
        self._since = time.monotonic()

    def rest(self) -> pa.Table:
        """What waits, without its numbers; it waits no more."""
        tables = [found for _, found in self._found]
        self._found, self._bytes = [], 0
        return pa.concat_tables([self._schema.empty_table(), *tables])
