"""The embedded store: one SQLite file, many readers, one writer at a time.

The log is the truth and the projections follow it in the same transaction; see
`sqlite_schema` for the tables, `sqlite_open` for the promises of a connection.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from resolver.errors import BadInput, DamagedData
from resolver.ledger.names import KeysOf
from resolver.ledger.projector import Projector
from resolver.store.chain import Row, adopted, checked, parsed, replayed
from resolver.store.gate import Gate
from resolver.store.protocol import Reader, Writer
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_listing import Listing, complete_within
from resolver.store.sqlite_log import head, insert, page
from resolver.store.sqlite_open import begin, commit, open_for_reading, open_for_writing
from resolver.store.sqlite_read import SqliteReader
from resolver.store.sqlite_readers import Readers
from resolver.store.sqlite_schema import (
    SCHEMA_VERSION,
    create_projections,
    digests,
    drop_projections,
)
from resolver.store.sqlite_schemas import Database
from resolver.store.sqlite_seal import Seal
from resolver.store.sqlite_tables import SqliteTables
from resolver.store.sqlite_write import SqliteWriter
from resolver.store.stamp import Stamp, keys_by_our_rules, lenient, utc_now
from resolver.store.turns import Turns


class SqliteStore:
    """Implements Store on the file at `path`, which is created unless `read_only`.

    `actor` and `rules_version` sign every event; `keys` computes blocking keys, by default
    with the rules of this package; `clock` says when. `timeout` (seconds) is how long to
    wait for another writer. Opening reads the whole file once to check it; a file that was
    changed behind our back is compared with its log, unless `compare` is False.

    Raises BadInput (wrong path, permissions, another program's file), NotFound (no file
    to read), DamagedData or StoreBusy; no sqlite3 error leaves this class.
    """

    is_local = True

    def __init__(
        self,
        path: str | Path,
        *,
        read_only: bool = False,
        actor: str = "system",
        rules_version: str = "",
        keys: KeysOf | None = None,
        clock: Callable[[], datetime] | None = None,
        timeout: float = 30.0,
        compare: bool = True,
    ) -> None:
        self.read_only = read_only
        self._timeout = timeout
        self._keys_of = keys or keys_by_our_rules
        self._stamp = Stamp(actor, rules_version, clock or utc_now)
        self._turns = Turns(timeout)
        self._has_migrated = False
        where = Path(path).absolute()
        self._seal, self._gate = Seal(where), Gate(where)
        self._listing = Listing(self._transaction, self._keys_of, self._is_awaited)
        doubtful = compare and self._seal.is_doubtful()
        if read_only:
            location, self._connection = open_for_reading(where, timeout)
        else:
            location, self._connection = open_for_writing(where, timeout, self._renewed)
        self._readers = Readers(location)
        if doubtful:
            self._compare()
        elif self._has_migrated and not read_only:
            self._seal.open()  # it fitted the file as it was before the migration
        # Also when a program ends without closing: SQLite then takes its own log away.
        sealing = () if read_only else (self._seal,)
        self._finish = weakref.finalize(self, _close, self._connection, *sealing)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A snapshot of the moment of this call; it never blocks and is never blocked."""
        with self._snapshot() as connection:
            reader = SqliteReader(connection)
            try:
                yield reader
            finally:
                reader.end()

    @contextmanager
    def writing(self, actor: str | None = None) -> Iterator[Writer]:
        """A transaction that is committed at the end and rolled back by any error.

        `actor` signs its events instead of the store's own.

        Raises StoreBusy if another writer holds the store for longer than `timeout`,
        BadInput if this thread is already writing or the store is read-only.
        """
        listing = self._listing
        with self._transaction() as connection:
            with mapped:
                listing.look(connection)
                stamp = self._stamp if actor is None else replace(self._stamp, actor=actor)
                writer = SqliteWriter(
                    connection, stamp, self._keys_of, self._is_awaited, listing.backlog
                )
            try:
                yield writer
            finally:
                writer.end()
        listing.catch_up()

    def listing_later(self) -> AbstractContextManager[None]:
        """As `AuditedStore.listing_later`."""
        return self._listing.later()

    def events(self, after: int = 0) -> Iterator[Mapping[str, Any]]:
        """The log after a sequence number, with the payload parsed, as it grows.

        The canonical JSON of the payload (sorted keys, no spaces) is what was hashed.
        """
        return map(parsed, self.log(after))

    def log(self, after: int = 0) -> Iterator[Row]:
        """The log after a sequence number, with the payload as it was hashed, as it grows."""
        while True:
            with self._snapshot() as connection:
                rows = page(connection, after)
            if not rows:
                return
            yield from rows
            after = rows[-1]["seq"]

    def verify_log(self) -> int:
        """Recompute the hash chain; the number of events, or DamagedData with the first bad."""
        last = 0
        with self._snapshot() as connection:
            for row in checked(partial(page, connection)):
                last = row["seq"]
            with mapped:
                (known,) = connection.execute("SELECT max(seq) FROM mentions").fetchone()
        if (known or 0) > last:
            raise DamagedData(f"the log was cut after event {last}: restore a backup")
        return last

    def rebuild(self) -> int:
        """Drop the projections and replay the log, in one transaction; the number of events.

        Keys are computed anew, so this is also how stored names meet new rules.
        """
        with self._transaction() as connection, mapped:
            return self._rebuilt(connection)

    def compare_with_log(self) -> tuple[str, ...]:
        """Projections that differ from a rebuild, by name; changes nothing.

        Holds the write lock for as long as a rebuild takes.
        """
        with self._transaction() as connection, mapped:
            complete_within(connection, lenient(self._keys_of))
            before = digests(connection)
            self._rebuilt(connection)
            after = digests(connection)
            connection.execute("ROLLBACK")
            connection.execute("BEGIN IMMEDIATE")
        return tuple(name for name in before if before[name] != after[name])

    def _compare(self) -> None:
        """Refuse a file that is not as it was closed, unless it still is what its log says."""
        try:
            self._check_whole()
        except BaseException:
            self._connection.close()
            raise

    def _check_whole(self) -> None:
        if self.read_only:
            raise DamagedData(
                "the database was changed by another program or damaged: "
                "run `resolver db check --deep`"
            )
        with mapped:
            found = self._connection.execute("PRAGMA integrity_check(1)").fetchall()
        if found != [("ok",)] or self.compare_with_log():
            raise DamagedData(
                "the database is damaged, though not necessarily its log: "
                "run `resolver db rebuild`, or restore a backup"
            )

    def _rebuilt(self, connection: sqlite3.Connection) -> int:
        database = Database(connection, recursive_triggers=False, execute_plugins=False)
        drop_projections(database)
        create_projections(database)
        return self._replay(connection)

    def _renewed(self, connection: sqlite3.Connection, empty: bool) -> None:  # noqa: FBT001
        self._has_migrated = True
        if empty:
            self._replay(connection)

    def _replay(self, connection: sqlite3.Connection) -> int:
        """Fill empty projections from the log; the number of events."""
        projector = Projector(SqliteTables(connection), lenient(self._keys_of))
        return replayed(checked(partial(page, connection)), projector.apply)

    @property
    def schema(self) -> int:
        """The version of its tables."""
        return SCHEMA_VERSION

    def head(self) -> tuple[int, str]:
        """Number and hash of the last event; (0, GENESIS) of an empty log."""
        with self._snapshot() as connection, mapped:
            return head(connection)

    def adopt(self, rows: Iterable[Row]) -> int:
        """Append events of another store's log as they are, in one transaction; how many.

        Raises Conflict unless they continue the log of this store.
        """
        with self._transaction() as connection, mapped:
            projector = Projector(SqliteTables(connection), lenient(self._keys_of))
            return adopted(rows, head(connection), partial(insert, connection), projector.apply)

    def close(self) -> None:
        """Close every connection. StoreBusy if a transaction is still open after `timeout`."""
        with self._turns.end():
            self._readers.close()
            self._gate.close()
            self._finish()

    def _snapshot(self) -> AbstractContextManager[sqlite3.Connection]:
        return self._readers.snapshot()

    def _is_awaited(self) -> bool:
        return self._turns.is_awaited() or self._gate.is_shut()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if self.read_only:
            raise BadInput("the store was opened read-only: open it for writing")
        connection = self._connection
        with self._turns.turn():
            with mapped, self._gate.passed(self._timeout):
                begin(connection, self._timeout)
            try:
                self._seal.open()
                yield connection
                with mapped:
                    commit(connection)
                self._listing.keep()
            except BaseException:
                self._listing.drop()
                with suppress(sqlite3.Error):
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                raise


def _close(connection: sqlite3.Connection, *seals: Seal) -> None:
    for seal in seals:
        seal.close(connection)
    with suppress(sqlite3.Error):
        connection.close()
