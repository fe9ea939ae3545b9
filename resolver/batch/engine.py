"""What an engine does for the steps: it keeps tables, joins them, and maps functions."""

from __future__ import annotations

from typing import Protocol

import pyarrow as pa

from resolver.batch.functions import Function


class Engine(Protocol):
    """Tables by name, and SQL over them; it knows nothing of names.

    A table that is there already is not made again: that is how a run goes on where another
    was interrupted.
    """

    explode: str  # the function that makes a row of each item of a list

    def put(self, name: str, table: pa.Table) -> None:
        """Keep a table under a name."""

    def make(self, name: str, sql: str) -> None:
        """Keep what a query finds under a name."""

    def map(self, name: str, function: Function, sql: str, schema: pa.Schema) -> None:
        """Keep what a function makes of what a query finds, batch by batch, on all cores.

        The query must order its rows in one way only: what is a batch must not change when
        an interrupted run goes on.

        Rows with one value in the query's column `bucket`, if it has one, go to one worker.
        """

    def fetch(self, sql: str) -> pa.Table:
        """What a query finds."""

    def drop(self, *names: str) -> None:
        """Forget tables, if they are there."""

    def has(self, name: str) -> bool:
        """Whether there is a table of this name."""
