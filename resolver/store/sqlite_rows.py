"""Many rows into a SQLite table by few statements.

Of a row that goes to the end of a table, or near the one before it, half of the time is spent on
beginning and ending its statement: many rows share one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import chain

ROWS = 40
"""Of one statement. More gain nothing."""


def insert_rows(
    connection: sqlite3.Connection, into: str, rows: Sequence[Sequence[object]], then: str = ""
) -> None:
    """Insert rows of the same length, in their order. `into` is the statement up to its values,
    `then` what follows them."""
    if not rows:
        return
    one = f"({','.join('?' * len(rows[0]))})"
    whole = len(rows) - len(rows) % ROWS
    connection.executemany(
        f"{into} VALUES {','.join([one] * ROWS)} {then}",
        ([*chain.from_iterable(rows[at : at + ROWS])] for at in range(0, whole, ROWS)),
    )
    connection.executemany(f"{into} VALUES {one} {then}", rows[whole:])
