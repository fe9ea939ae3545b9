"""Many rows into a table by few statements: the very rows that one statement each would bring."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from resolver.store.sqlite_rows import ROWS, insert_rows

UPSERT = "ON CONFLICT (id) DO UPDATE SET n = n + excluded.n"


@pytest.mark.parametrize("count", [0, 1, ROWS - 1, ROWS, ROWS + 1, 3 * ROWS + 7])
def test_every_row_is_there_once_however_many_there_are(count: int) -> None:
    rows = [(number, f"name {number}") for number in range(count)]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)")
        insert_rows(connection, "INSERT INTO t (id, name)", rows)
        assert connection.execute("SELECT * FROM t ORDER BY id").fetchall() == rows


def test_what_follows_the_values_applies_to_each_row_in_turn() -> None:
    rows = [(number % 9, number) for number in range(2 * ROWS + 3)]
    with closing(sqlite3.connect(":memory:")) as connection:
        for table in ("a", "b"):
            connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, n INTEGER)")
        insert_rows(connection, "INSERT INTO a (id, n)", rows, UPSERT)
        connection.executemany(f"INSERT INTO b (id, n) VALUES (?, ?) {UPSERT}", rows)
        found = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in "ab"]
        assert found[0] == found[1]
