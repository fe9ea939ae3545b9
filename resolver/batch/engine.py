"""What an engine does for the steps: it keeps tables, joins them, and maps functions.

The steps are written once, in SQL that DuckDB and Spark both understand:

- functions by the names that Spark has for them: `size(list)`, `try_element_at(list, at)` from 1,
  `array_sort`, `array_join`, `array_agg`, `split`, `sha2(text, 256)`. What DuckDB lacks of them
  is a macro there (see `duckdb_settings`). Never `list`, `len` of a list, `l[1]`, `string_agg`;
- an aggregate has no ORDER BY inside: sort what it made (`array_sort(array_agg(x))`), or choose
  with `min_by(x, ...)` over the structure that `Engine.struct` writes;
- rows that are not in another table by ANTI JOIN, never NOT IN, which Spark cannot spread out;
- `CAST(x AS BIGINT)`, never `x::BIGINT`; a number of rows, a row number and a sum are cast, for
  DuckDB counts in wider integers and Spark in narrower ones;
- one `explode` a SELECT: lists that belong together are one list of structures;
- a window over all rows runs on one worker, so what may be numbered as long as the archive is
  numbered by `Engine.number`;
- case is folded by `lower` where both engines agree with Python (they do not of İ).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import pyarrow as pa

from resolver.batch.functions import Function


class Engine(Protocol):
    """Tables by name, and SQL over them; it knows nothing of names.

    A table that is there already is not made again: that is how a run goes on where another
    was interrupted. What a query makes may be gone by then, where it is made again in no time.
    """

    explode: str  # the function that makes a row of each item of a list

    @property
    def in_memory(self) -> bool:
        """Whether the archive is so small that memory holds all of it."""

    def struct(self, **fields: str) -> str:
        """SQL of a structure; structures are compared field by field."""

    def put(self, name: str, table: pa.Table) -> None:
        """Keep a table under a name."""

    def fill(self, name: str, tables: Iterable[pa.Table]) -> None:
        """Keep several tables, at least one, as one; it has its name only when it is whole."""

    def hold(self, name: str, table: pa.Table) -> None:
        """Have a table under a name, of an archive that is in memory: it may be gone where a run
        goes on, as what queries make."""

    def make(self, name: str, sql: str) -> None:
        """Keep what a query finds under a name."""

    def number(self, name: str, key: str, sql: str, order: str) -> None:
        """Keep what a query finds, numbered from 0 in a column `key`, in the order of columns
        that differ in every two rows."""

    def map(self, name: str, function: Function, rows: str | pa.Table, schema: pa.Schema) -> None:
        """Keep what a function makes of what a query finds, or of a table, batch by batch, on all
        cores.

        The rows must be ordered in one way only: what is a batch must not change when an
        interrupted run goes on.

        Rows with one value in the column `bucket`, if there is one, go to one worker.
        """

    def begin(
        self, function: Callable[[pa.Table], dict[str, pa.Table]], table: pa.Table
    ) -> Callable[[], dict[str, pa.Table]]:
        """What asks for what a function makes of a table; where that can be, it is made beside
        whatever is done meanwhile."""

    def rest(self) -> None:
        """No function will be asked for soon: what was held for them can go."""

    def fetch(self, sql: str) -> pa.Table:
        """What a query finds."""

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """What a query finds, row by row, without holding it all."""

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The same, many rows at once."""

    def drop(self, *names: str) -> None:
        """Forget tables, if they are there."""

    def has(self, name: str) -> bool:
        """Whether there is a table of this name."""

    def held(self) -> object:
        """As long as anyone has this, closing does not free memory."""

    def close(self) -> None:
        """Let go of everything but the tables."""
