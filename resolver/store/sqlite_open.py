"""Opening a database file: the connection recipe and the checks before it is trusted.

WAL lets readers and one writer work side by side; `synchronous=FULL` makes every commit
survive a power loss; `trusted_schema=OFF` and `cell_size_check=ON` distrust a file that
someone else may have prepared. Nothing is written to a file before it passed the checks.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from resolver.errors import BadInput, DamagedData, NotFound, StoreBusy
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_raw import Connection
from resolver.store.sqlite_schema import (
    APPLICATION_ID,
    FILLED_SINCE,
    SCHEMA_VERSION,
    check_tables,
    migrate,
)
from resolver.store.sqlite_schemas import Database

AfterMigration = Callable[[sqlite3.Connection, bool], None]

_POLL_SECONDS = 0.001
_OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables
_CACHE_KIB = 32_768  # a limit for one connection, not a reservation
_UNTIDY_PAGES = 4_000  # of the write-ahead log, before whoever commits moves them to their places
TIDY = "PRAGMA wal_autocheckpoint = 2000"
WARM_READERS = 4


@dataclass(frozen=True, slots=True)
class Location:
    """A database file and how connections to it are opened. `timeout` is in seconds."""

    path: Path
    timeout: float
    immutable: bool = False

    def writer(self) -> sqlite3.Connection:
        """A connection that may write; creates the file if there is none."""
        # Who writes much tidies up after itself (TIDY): a clerk beside it need not.
        tidy = f"PRAGMA wal_autocheckpoint = {_UNTIDY_PAGES}"
        return self._connect("mode=rwc", "PRAGMA synchronous = FULL", tidy)

    def reader(self) -> sqlite3.Connection:
        """A connection that cannot write."""
        mode = "immutable=1" if self.immutable else "mode=ro"
        return self._connect(mode, "PRAGMA query_only = ON")

    def _connect(self, mode: str, *pragmas: str) -> sqlite3.Connection:
        # The store hands each connection to one thread at a time, hence check_same_thread.
        connection = sqlite3.connect(
            f"{self.path.as_uri()}?{mode}",
            uri=True,
            timeout=self.timeout,
            isolation_level=None,
            check_same_thread=False,
            factory=Connection,
        )
        try:
            connection.hold(self.path)
            for pragma in (
                f"PRAGMA busy_timeout = {round(self.timeout * 1000)}",
                "PRAGMA foreign_keys = ON",
                "PRAGMA trusted_schema = OFF",
                "PRAGMA cell_size_check = ON",
                # Each event is a savepoint, whose undo pages would else go through a file.
                "PRAGMA temp_store = MEMORY",
                f"PRAGMA cache_size = -{_CACHE_KIB}",
                *pragmas,
            ):
                connection.execute(pragma)
        except BaseException:
            connection.close()
            raise
        return connection


def open_for_writing(
    path: Path, timeout: float, after_migration: AfterMigration
) -> tuple[Location, sqlite3.Connection]:
    """The checked, migrated database at `path`, which is created if it does not exist.

    `after_migration` is called in the transaction of one, and told whether it left the projections
    empty, to be filled from the log.

    Raises BadInput, DamagedData or StoreBusy, each with what to do about it.
    """
    _check_library()
    if not path.parent.is_dir():
        raise BadInput("the directory of the database does not exist: create it first")
    _check_file(path)
    if path.exists() and not os.access(path, os.W_OK):
        raise BadInput("the database file is read-only: change its permissions")
    if not os.access(path.parent, os.W_OK):
        raise BadInput("the directory of the database is read-only: change its permissions")
    location = Location(path, timeout)
    with mapped:
        connection = location.writer()
        try:
            _check(connection)
            _enter_wal(connection, timeout)
            _migrate(connection, after_migration)
            check_tables(connection)
        except BaseException:
            connection.close()
            raise
    return location, connection


def open_for_reading(path: Path, timeout: float) -> tuple[Location, sqlite3.Connection]:
    """The checked database at `path`, which is left as it is.

    Raises NotFound, BadInput, DamagedData or StoreBusy, each with what to do about it.
    """
    _check_library()
    _check_file(path)
    if not path.exists():
        raise NotFound("there is no database at this path: check it")
    location = Location(path, timeout, immutable=_lies_on_read_only_medium(path))
    with mapped:
        connection = location.reader()
        try:
            _check(connection, oldest=SCHEMA_VERSION)
            check_tables(connection)
        except BaseException:
            connection.close()
            raise
    return location, connection


def keep_idle(pool: list[sqlite3.Connection], connection: sqlite3.Connection) -> None:
    """Put a reader where the next one takes it from, at the end of the pool.

    Those beyond WARM_READERS give back the pages that they have read: after a crowd of
    readers they would else be held for good, many times over.
    """
    if len(pool) < WARM_READERS:
        pool.append(connection)
        return
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA shrink_memory")
    pool.insert(0, connection)


def begin(connection: sqlite3.Connection, timeout: float) -> None:
    """Become the writer, waiting so many seconds.

    SQLite's own waiting sleeps ever longer, up to a tenth of a second, and so misses the
    short moments between the transactions of others.
    """
    deadline = time.monotonic() + timeout
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > deadline:
                    raise
                time.sleep(_POLL_SECONDS)
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {round(timeout * 1000)}")


def commit(connection: sqlite3.Connection) -> None:
    """Make a transaction last. Raises StoreBusy if it was lost."""
    # SQLite itself rolls back when the disk is full; COMMIT would then claim nothing is wrong.
    if not connection.in_transaction:
        raise StoreBusy("the transaction was lost, nothing was kept: try again")
    connection.execute("COMMIT")


def _check_library() -> None:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise BadInput("this Python has an old SQLite: 3.37 or newer is needed")


def _check_file(path: Path) -> None:
    if path.name == ":memory:" or (path.exists() and not path.is_file()):
        raise BadInput("the database must be a file: name one")


def _lies_on_read_only_medium(path: Path) -> bool:
    """True when nobody can be writing there, and SQLite could not keep its side files."""
    wal = path.with_name(path.name + "-wal")
    waiting = wal.exists() and wal.stat().st_size > 0
    return not os.access(path.parent, os.W_OK) and not waiting


def _check(connection: sqlite3.Connection, oldest: int = 0) -> None:
    """Pass only a file that is ours or empty, whole, and of a schema that is understood."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    version = _version(connection)
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    is_new = application == version == objects == 0
    if application != APPLICATION_ID and not is_new:
        raise BadInput("the database belongs to another program: choose another path")
    if version > SCHEMA_VERSION:
        raise BadInput("the database was written by a newer name-resolver: upgrade")
    if version < oldest:
        raise BadInput("the database is empty or old: open it once for writing")
    if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        raise DamagedData("the database is damaged: restore a backup")


def _enter_wal(connection: sqlite3.Connection, timeout: float) -> None:
    """Switch the file to WAL once; two processes that create it at once take turns."""
    deadline = time.monotonic() + timeout
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            if connection.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
                raise BadInput("the file system cannot hold a WAL database: choose a local disk")
        except sqlite3.OperationalError as error:
            # SQLite does not wait for this lock by itself.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            if time.monotonic() > deadline:
                raise StoreBusy("another process is opening the database: try again") from error
            time.sleep(0.01)


def _migrate(connection: sqlite3.Connection, after_migration: AfterMigration) -> None:
    if _version(connection) == SCHEMA_VERSION:
        return
    # Migrations alone would begin deferred, and two processes would fail each other.
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection)
        if version != SCHEMA_VERSION:
            migrate(Database(connection, recursive_triggers=False, execute_plugins=False))
            after_migration(connection, version < FILLED_SINCE)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    version: int
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return version
