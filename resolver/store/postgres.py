"""The store on a PostgreSQL server: many processes, one writer at a time.

The log is the truth and the projections follow it in the same transaction; see
`postgres_schema` for the tables, `postgres_open` for the promises of a connection. Nothing
of the tables is kept in memory between transactions, so that no process answers from what
another has changed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

import psycopg

from resolver.errors import BadInput, DamagedData, OutcomeUnknown, ResolverError, StoreBusy
from resolver.ledger.encoding import GENESIS
from resolver.ledger.names import KeysOf
from resolver.ledger.projector import Projector
from resolver.store.chain import Row, adopted, checked, parsed, replayed
from resolver.store.postgres_errors import mapped
from resolver.store.postgres_log import head, insert, page
from resolver.store.postgres_open import VIEW, WRITE, Pool, check_version, make_ready
from resolver.store.postgres_pending import Pending
from resolver.store.postgres_read import PostgresReader
from resolver.store.postgres_rebuild import differing, rebuilt
from resolver.store.postgres_schema import SCHEMA_VERSION
from resolver.store.postgres_session import Session
from resolver.store.postgres_tables import PostgresTables
from resolver.store.postgres_write import PostgresWriter
from resolver.store.protocol import Reader, Writer
from resolver.store.stamp import Stamp, keys_by_our_rules, lenient, utc_now
from resolver.store.turns import Turns

_REPLAYED = 5_000  # events between two commits of a replay


class PostgresStore:
    """Implements Store in the database at `url`, whose tables are made unless `read_only`.

    `actor` and `rules_version` sign every event; `keys` computes blocking keys, by default
    with the rules of this package; `clock` says when. `timeout` (seconds) is how long to
    wait for another writer.

    Raises BadInput (wrong address, permissions, another program's tables), NotFound (nothing
    to read), DamagedData or StoreBusy; no psycopg error leaves this class.
    """

    is_local = False

    def __init__(
        self,
        url: str,
        *,
        read_only: bool = False,
        actor: str = "system",
        rules_version: str = "",
        keys: KeysOf | None = None,
        clock: Callable[[], datetime] | None = None,
        timeout: float = 30.0,
    ) -> None:
        self.read_only = read_only
        self._keys_of = keys or keys_by_our_rules
        self._stamp = Stamp(actor, rules_version, clock or utc_now)
        self._turns = Turns(timeout)
        self._closed = False
        self._close_lock = threading.Lock()
        self._patience = max(round(timeout * 1000), 1)
        self._write = WRITE.format(milliseconds=self._patience)
        self._pool = Pool(url, timeout)
        make_ready(self._pool, self._replay, read_only=read_only)
        self._pool.open()

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
        with self._snapshot() as session:
            reader = PostgresReader(session)
            try:
                yield reader
            finally:
                reader.end()

    @contextmanager
    def writing(self, actor: str | None = None) -> Iterator[Writer]:
        """A transaction that is committed at the end and rolled back by any error.

        `actor` signs its events instead of the store's own.

        Raises StoreBusy if another writer holds the store for longer than `timeout`, or the
        connection is lost and nothing was kept; OutcomeUnknown if nobody can say whether it
        was; BadInput if this thread is already writing or the store is read-only.
        """
        stamp = self._stamp if actor is None else replace(self._stamp, actor=actor)
        with self._transaction() as (session, last):
            with mapped, session.connection.pipeline() as pipeline:
                writer = PostgresWriter(session, pipeline, last, stamp, self._keys_of)
                try:
                    yield writer
                    writer.finish()
                finally:
                    writer.end()
            self._commit(session, last, writer.head)

    def listing_later(self) -> AbstractContextManager[None]:
        """As `AuditedStore.listing_later`: a server writes rows that lie apart well enough."""
        return nullcontext()

    def events(self, after: int = 0) -> Iterator[Mapping[str, Any]]:
        """The log after a sequence number, with the payload parsed, as it grows.

        The canonical JSON of the payload (sorted keys, no spaces) is what was hashed.
        """
        return map(parsed, self.log(after))

    def log(self, after: int = 0) -> Iterator[Row]:
        """The log after a sequence number, with the payload as it was hashed, as it grows."""
        while True:
            with self._snapshot() as session:
                rows = page(session, after)
            if not rows:
                return
            yield from rows
            after = rows[-1]["seq"]

    @property
    def schema(self) -> int:
        """The version of its tables."""
        return SCHEMA_VERSION

    def head(self) -> tuple[int, str]:
        """Number and hash of the last event; (0, GENESIS) of an empty log."""
        with self._snapshot() as session:
            return head(session)

    def verify_log(self) -> int:
        """Recompute the hash chain; the number of events, or DamagedData with the first bad."""
        last = 0
        with self._snapshot() as session:
            for row in checked(partial(page, session)):
                last = row["seq"]
            (known,) = session.one("SELECT coalesce(max(seq), 0) FROM mentions")
        if known > last:
            raise DamagedData(f"the log was cut after event {last}: restore a backup")
        return last

    def rebuild(self) -> int:
        """Make the projections anew from the log and put them in place; the number of events.

        Keys are computed anew, so this is also how stored names meet new rules. Others read
        the old ones until all are made; a rebuild that is interrupted leaves those.
        """
        with self._apart() as session:
            return rebuilt(session, self._replay)

    def compare_with_log(self) -> tuple[str, ...]:
        """Projections that differ from a rebuild, by name; changes nothing.

        Holds the write lock for as long as a rebuild takes.
        """
        with self._apart() as session:
            return differing(session, self._replay)

    def adopt(self, rows: Iterable[Row]) -> int:
        """Append events of another store's log as they are, in one transaction; how many.

        Raises Conflict unless they continue the log of this store.
        """
        with self._transaction() as (session, last):
            with mapped, session.connection.pipeline():
                pending = Pending(session)
                projector = Projector(PostgresTables(session, pending), lenient(self._keys_of))
                count = adopted(rows, last, partial(insert, session), projector.apply)
                pending.write()
            with mapped:
                session.connection.execute("COMMIT")
        return count

    def close(self) -> None:
        """Close every connection. StoreBusy if a transaction is still open after `timeout`."""
        with self._turns.end(), self._close_lock:
            if not self._closed:
                self._closed = True
                self._pool.close()

    def _replay(self, session: Session) -> int:
        """Fill empty projections from the log; the number of events."""
        pending = Pending(session)
        projector = Projector(PostgresTables(session, pending), lenient(self._keys_of))
        with mapped, session.connection.pipeline() as pipeline:
            count = 0
            for row in checked(partial(page, session)):
                count = replayed([row], projector.apply)
                if count % _REPLAYED == 0:
                    pending.write()
                    pipeline.sync()  # a commit, unless a transaction was begun
            pending.write()
        return count

    @contextmanager
    def _snapshot(self) -> Iterator[Session]:
        connection, row = self._pool.begin(VIEW)
        try:
            check_version(None if row is None else row[0])
            yield Session(connection)
        finally:
            self._pool.give_back(connection)

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Session, tuple[int, str]]]:
        """A session that holds the write lock, and the head of the log."""
        if self.read_only:
            raise BadInput("the store was opened read-only: open it for writing")
        with self._turns.turn():
            connection, (version, seq, own_hash) = self._pool.begin(self._write)
            try:
                check_version(version)
                yield Session(connection), (seq or 0, own_hash or GENESIS)
            finally:
                self._pool.give_back(connection)

    @contextmanager
    def _apart(self) -> Iterator[Session]:
        """A session of its own for work that takes long; nobody else writes meanwhile."""
        if self.read_only:
            raise BadInput("the store was opened read-only: open it for writing")
        if self._closed:
            raise BadInput("the store is closed: open it again")
        with self._turns.turn(), self._pool.single() as connection:
            session = Session(connection)
            session.rows("SELECT set_config('lock_timeout', %s, false)", f"{self._patience}ms")
            yield session

    def _commit(self, session: Session, before: tuple[int, str], after: tuple[int, str]) -> None:
        """Commit; where the connection is lost over it, find out what became of it."""
        try:
            session.connection.execute("COMMIT")
        except psycopg.Error as error:
            if not session.connection.broken:
                with mapped:
                    raise
            if after == before:  # nothing that anybody was told of
                raise StoreBusy("the connection to the database was lost: try again") from error
            if not self._holds(after):
                raise StoreBusy(
                    "the connection to the database was lost, nothing was kept: try again"
                ) from error

    def _holds(self, event: tuple[int, str]) -> bool:
        """Whether an event is in the log, once the transaction that wrote it is over.

        That one had the write lock: whoever gets it now sees the end of the matter.
        """
        with suppress(ResolverError):
            connection, _ = self._pool.begin(self._write)
            try:
                row = Session(connection).one("SELECT hash FROM events WHERE seq = %s", event[0])
                return row is not None and row[0] == event[1]
            finally:
                self._pool.give_back(connection)
        raise OutcomeUnknown(
            "the connection to the database was lost, and whether anything was kept is not "
            "known: look, or send the same again with the same idempotency key"
        )
