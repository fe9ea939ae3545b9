"""Keys of the API beside the names, in a table of their own that the log knows nothing of.

The table has migrations of its own, so that it may come into a database of any age.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database, Migrations

from resolver.access import Key, NewKey, Role, new_key
from resolver.errors import BadInput, NotFound
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_open import Location

MIGRATIONS = Migrations("name-resolver-keys")

_COLUMNS = "key_id, role, label, created_at, revoked_at"


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


class SqliteKeys:
    """Implements access.Keys on the database at `path`, which a store has made before.

    Safe to share between threads. Raises StoreBusy, DamagedData.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        timeout: float = 30.0,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._clock = clock or _utc_now
        self._lock = threading.Lock()
        self._some = False
        with mapped:
            self._connection = Location(Path(path).absolute(), timeout).writer()
            try:
                _migrate(self._connection)
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        with self._lock, suppress(sqlite3.Error):
            self._connection.close()

    def any(self) -> bool:
        """Once there was a key there always was one: that answer needs no database."""
        if not self._some:
            with self._lock, mapped:
                found = self._connection.execute("SELECT 1 FROM api_keys LIMIT 1").fetchone()
            self._some = found is not None
        return self._some

    def usable(self) -> int:
        """How many keys are not revoked."""
        return sum(key.revoked_at is None for key in self.listed())

    def stored(self, key_id: str) -> tuple[Key, bytes] | None:
        with self._lock, mapped:
            row = self._connection.execute(
                f"SELECT {_COLUMNS}, digest FROM api_keys WHERE key_id = ?",
                (key_id,),
            ).fetchone()
        return None if row is None else (_key(row[:-1]), row[-1])

    def listed(self) -> list[Key]:
        """Every key, revoked ones too, oldest first."""
        with self._lock, mapped:
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM api_keys ORDER BY created_at, key_id"
            ).fetchall()
        return [_key(row) for row in rows]

    def create(self, role: Role, label: str) -> NewKey:
        """A new key, whose text is to be found nowhere else. BadInput for a bad label."""
        if len(label) > 100 or not label.isprintable():
            raise BadInput("a label has at most 100 characters and stands on one line")
        made = new_key()
        with self._lock, mapped:
            self._connection.execute(
                """INSERT INTO api_keys (key_id, digest, role, label, created_at)
                VALUES (?, ?, ?, ?, ?)""",
                (made.key_id, made.digest, role.value, label, self._now()),
            )
        return made

    def revoke(self, key_id: str) -> None:
        """From now on the key opens nothing; revoking again changes nothing. NotFound."""
        with self._lock, mapped:
            found = self._connection.execute(
                "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE key_id = ?",
                (self._now(), key_id),
            ).rowcount
        if not found:
            raise NotFound("there is no key of that id; `resolver keys list` shows them")

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds")


def _migrate(connection: sqlite3.Connection) -> None:
    known = "SELECT 1 FROM sqlite_master WHERE name = 'api_keys'"
    if connection.execute(known).fetchone():
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not connection.execute(known).fetchone():
            MIGRATIONS.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _key(row: tuple[str, str, str, str, str | None]) -> Key:
    key_id, role, label, created_at, revoked_at = row
    return Key(key_id, Role(role), label, created_at, revoked_at)


def _utc_now() -> datetime:
    return datetime.now(UTC)
