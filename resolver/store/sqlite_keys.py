"""Keys of the API beside the names, in a table of their own that the log knows nothing of.

The table has migrations of its own, so that it may come into a database of any age.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from resolver.store.api_keys import COLUMNS, KeptKeys
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_open import Location
from resolver.store.sqlite_schemas import Database, Migrations
from resolver.store.sqlite_seal import Seal

MIGRATIONS = Migrations("name-resolver-keys")


@MIGRATIONS()
def keys_of_the_api(database: Database) -> None:
    database.execute(
        """CREATE TABLE api_keys (
            key_id TEXT PRIMARY KEY,
            digest BLOB NOT NULL,
            role TEXT NOT NULL,
            label TEXT NOT NULL,
            created_at TEXT NOT NULL,
            revoked_at TEXT
        ) STRICT, WITHOUT ROWID"""
    )


class SqliteKeys(KeptKeys):
    """Implements access.Keys on the database at `path`, which a store has made before.

    `beside_store`: a store of this process is open on the same file, has checked it, and will
    seal it.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        beside_store: bool = False,
        timeout: float = 30.0,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        super().__init__(clock)
        self._lock = threading.Lock()
        where = Path(path).absolute()
        self._beside_store = beside_store
        self._seal = Seal(where)
        self._doubtful = not beside_store and self._seal.is_doubtful()
        with mapped:
            self._connection = Location(where, timeout).writer()
            try:
                self._migrate()
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        with self._lock, suppress(sqlite3.Error):
            if not self._beside_store:
                self._seal.close(self._connection)
            self._connection.close()

    def _rows(self, limit: int = -1) -> list[Any]:
        with self._lock, mapped:
            return self._connection.execute(
                f"SELECT {COLUMNS} FROM api_keys ORDER BY created_at, key_id LIMIT ?", (limit,)
            ).fetchall()

    def _row(self, key_id: str) -> Sequence[Any] | None:
        with self._lock, mapped:
            found: Sequence[Any] | None = self._connection.execute(
                f"SELECT {COLUMNS}, digest FROM api_keys WHERE key_id = ?", (key_id,)
            ).fetchone()
            return found

    def _insert(self, row: Sequence[Any]) -> None:
        with self._lock, self._changing():
            self._connection.execute(
                f"INSERT INTO api_keys ({COLUMNS}, digest) VALUES (?, ?, ?, ?, ?, ?)", row
            )

    def _revoke(self, key_id: str, at: str) -> bool:
        with self._lock, self._changing():
            found = self._connection.execute(
                "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE key_id = ?",
                (at, key_id),
            ).rowcount
        return found > 0

    def _migrate(self) -> None:
        known = "SELECT 1 FROM sqlite_master WHERE name = 'api_keys'"
        if self._connection.execute(known).fetchone():
            return
        with self._changing():
            if self._connection.execute(known).fetchone():
                return
            database = Database(self._connection, recursive_triggers=False, execute_plugins=False)
            MIGRATIONS.apply(database)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """A transaction; the seal of the file is opened first, as for every change of it, unless
        it is broken: then whoever opens the store next is still to know."""
        connection = self._connection
        with mapped:
            connection.execute("BEGIN IMMEDIATE")
            try:
                if not self._doubtful:
                    self._seal.open()
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
