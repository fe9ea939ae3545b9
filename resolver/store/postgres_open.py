"""Connections to a PostgreSQL store, and the checks before its tables are trusted.

Every connection commits by hand (`autocommit`, with BEGIN written out), waits for the disk at
each commit whatever the server's default, and never compiles a query: answers take less time
than that. A view is one snapshot (REPEATABLE READ); whoever writes holds an advisory lock of
the table `events`, which the server gives back when the transaction or its connection ends.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import psycopg
import psycopg_pool
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.numeric import Int8Dumper

from resolver.errors import BadInput, DamagedData, NotFound, StoreBusy
from resolver.store.postgres_errors import mapped, translated
from resolver.store.postgres_schema import (
    SCHEMA_VERSION,
    TABLES,
    migrate,
    shape,
)
from resolver.store.postgres_session import Connection, Session

# What the driver warns of when it gives something up quotes the server, and the server quotes
# names; whatever matters of it is raised besides.
logging.getLogger("psycopg").addFilter(lambda record: record.levelno >= logging.ERROR)

CONNECTIONS = 10
"""Connections of one store at most; requests beyond that take turns."""

_OLDEST_SERVER = 140_000
_CONNECT_SECONDS = 5

# A peer that is gone is noticed within half a minute, whatever it was that took it away.
_DEFAULTS: dict[str, str | int] = {
    "application_name": "name-resolver",
    "connect_timeout": _CONNECT_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}

_PREPARE = """
    SET jit = off;
    SET default_transaction_isolation = 'read committed';
    SET client_encoding = 'UTF8';
    SET idle_in_transaction_session_timeout = '1h';
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off'"""

# The lock of `about` is that of a view against a rebuild, which puts other tables in place;
# LOCK comes first because the snapshot is taken by what follows it.
VIEW = """
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    LOCK TABLE about IN ACCESS SHARE MODE;
    SELECT value FROM about WHERE name = 'version'"""

_LOCK = "1315787379::bigint << 32 | 'events'::regclass::oid::bigint"

# A writer that stands still (its machine asleep, its line cut) must not stop all others.
WRITE = f"""
    BEGIN READ WRITE;
    SET LOCAL lock_timeout = {{milliseconds}};
    SET LOCAL idle_in_transaction_session_timeout = '60s';
    SELECT pg_advisory_xact_lock({_LOCK});
    SELECT (SELECT value FROM about WHERE name = 'version'), seq, hash
    FROM (SELECT 1) AS always LEFT JOIN LATERAL (
        SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1) AS last ON true"""

_WAIT = f"SELECT pg_advisory_xact_lock({_LOCK})"
HOLD = f"SELECT pg_advisory_lock({_LOCK})"

_CREATING = "SELECT pg_advisory_xact_lock(1315787379, hashtext(current_schema()))"


class Pool:
    """Connections to the database of a URL. Safe to share between threads.

    `timeout` is how many seconds to wait for one that is free, at most `_CONNECT_SECONDS`:
    who asks over HTTP is told to try again rather than kept.
    """

    def __init__(self, url: str, timeout: float, size: int = CONNECTIONS) -> None:
        self._patience = min(timeout, _CONNECT_SECONDS)
        try:
            given = conninfo_to_dict(url)
        except psycopg.Error:
            raise BadInput("the address of the database is not a URL of PostgreSQL") from None
        self._parameters: dict[str, Any] = {**_DEFAULTS, **given, "autocommit": True}
        self._pool: psycopg_pool.ConnectionPool[Connection] = psycopg_pool.ConnectionPool(
            "",
            kwargs=self._parameters,
            min_size=1,
            max_size=size,
            configure=_prepare,
            open=False,
            # Short, so that the next who asks tries anew as soon as the server is back.
            reconnect_timeout=2 * _CONNECT_SECONDS,
        )

    def single(self) -> Connection:
        """A connection of its own. StoreBusy says why there is none."""
        try:
            connection: Connection = psycopg.connect("", **self._parameters)
        except psycopg.OperationalError as error:
            said = str(error).strip().splitlines()[-1] if str(error) else "no answer"
            raise StoreBusy(f"the database cannot be reached: {said}") from error
        _prepare(connection)
        return connection

    def open(self) -> None:
        with mapped:
            self._pool.open()

    def close(self) -> None:
        self._pool.close()

    def take(self) -> Connection:
        """A connection outside of any transaction."""
        return self.begin("SELECT 1")[0]

    def begin(self, statements: str) -> tuple[Connection, Any]:
        """A connection on which `statements` have begun a transaction, and its last row.

        Connections that broke while nobody used them are passed over. Raises StoreBusy.
        """
        until = time.monotonic() + self._patience
        while True:
            with mapped:
                connection = self._pool.getconn(max(until - time.monotonic(), 0.001))
            try:
                return connection, _last_row(connection.execute(statements))
            except psycopg.Error as error:
                lost = connection.broken
                self.give_back(connection)
                if not lost or time.monotonic() > until:
                    raise translated(error) from error
            except BaseException:
                self.give_back(connection)
                raise

    def give_back(self, connection: Connection) -> None:
        """Return a connection; what it was about is rolled back."""
        try:
            if not connection.broken and connection.info.transaction_status:
                connection.execute("ROLLBACK")
        except psycopg.Error:
            connection.close()
        finally:
            self._pool.putconn(connection)


def check_version(found: str | None) -> None:
    """StoreBusy where another version of this package has changed the tables meanwhile."""
    if found is None or int(found) != SCHEMA_VERSION:
        raise StoreBusy("the database was migrated by another version: restart with that one")


def make_ready(pool: Pool, replay: Callable[[Session], int], *, read_only: bool) -> None:
    """Check the database and, unless `read_only`, bring it to SCHEMA_VERSION.

    `replay` fills the projections from the log after a migration, in its transaction.

    Raises NotFound, BadInput, DamagedData or StoreBusy, each with what to do about it.
    """
    with pool.single() as connection:
        session = Session(connection)
        _check_server(session)
        version = _version(session)
        if version == 0 and read_only:
            raise NotFound("there is no archive in this database: check its address")
        if version < SCHEMA_VERSION:
            if read_only:
                raise BadInput("the database is old: open it once for writing")
            session.run("BEGIN")
            # Replicas that start together take turns, and writers wait.
            session.rows(_CREATING)
            if version:
                session.rows(_WAIT)
            version = _version(session)
            if version < SCHEMA_VERSION:
                migrate(session, version, replay)
            session.run("COMMIT")
        _check(session)


def _version(session: Session) -> int:
    """The version of the schema, 0 for an empty database. BadInput for one that is not ours."""
    found = _tables(session)
    if not found:
        return 0
    if not {"events", "about"} <= found:
        raise BadInput("the database belongs to another program: give this one its own")
    row = session.one("SELECT value FROM about WHERE name = 'version'")
    version = int(row[0]) if row is not None and row[0].isdecimal() else 0
    if version == 0:
        raise DamagedData("the database says of no version: restore a backup")
    if version > SCHEMA_VERSION:
        raise BadInput("the database was written by a newer name-resolver: upgrade")
    return version


def _check_server(session: Session) -> None:
    if session.connection.info.server_version < _OLDEST_SERVER:
        raise BadInput("the database server is too old: PostgreSQL 14 or newer is needed")
    encoding, schema = session.rows("SELECT current_setting('server_encoding'), current_schema()")[
        0
    ]
    if encoding != "UTF8":
        raise BadInput("the database is not in UTF-8: create one with ENCODING 'UTF8'")
    if schema is None:
        raise BadInput("the schema of the search path does not exist: create it first")


def _tables(session: Session) -> set[str]:
    """Which tables of our names there are."""
    rows = session.rows(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        " AND tablename = ANY(%s::text[])",
        list(TABLES),
    )
    return {name for (name,) in rows}


def _check(session: Session) -> None:
    """DamagedData unless every table and every guard of the log stands as it was made.

    What others have added does not matter.
    """
    if missing := set(TABLES) - _tables(session):
        raise DamagedData(f"the database lacks {', '.join(sorted(missing))}: restore a backup")
    made = session.one("SELECT value FROM about WHERE name = 'shape'")
    if made is None or not set(made[0].splitlines()) <= set(shape(session)):
        raise DamagedData("the tables of the database were altered: restore a backup")


def _prepare(connection: Connection) -> None:
    # One type for all numbers: else each statement would be prepared once a size of number.
    connection.adapters.register_dumper(int, Int8Dumper)
    connection.execute(_PREPARE)


def _last_row(cursor: psycopg.Cursor[tuple[Any, ...]]) -> Any:
    while cursor.nextset():
        pass
    return cursor.fetchone()
