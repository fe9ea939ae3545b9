"""A transaction of a PostgreSQL store: events go to the log and into the projections."""

from __future__ import annotations

from contextlib import suppress

import psycopg

from resolver.errors import StoreBusy
from resolver.ledger.events import Event
from resolver.ledger.names import KeysOf
from resolver.ledger.projector import Projector
from resolver.store.postgres_errors import mapped
from resolver.store.postgres_log import write
from resolver.store.postgres_pending import Pending
from resolver.store.postgres_read import PostgresReader
from resolver.store.postgres_session import Session
from resolver.store.postgres_tables import PostgresTables
from resolver.store.stamp import Stamp

# Collisions first: two people's words stand against each other.
_NEXT_COLLISION = """
    SELECT seq FROM decisions WHERE blocked IS NOT NULL AND human AND NOT EXISTS
        (SELECT FROM leases WHERE card = decisions.seq AND until > %s AND clerk <> %s)
    ORDER BY seq LIMIT 1"""

NEXT_CARD = """
    SELECT id FROM suggestions WHERE state = 'open' AND NOT EXISTS
        (SELECT FROM leases WHERE card = suggestions.id AND until > %s AND clerk <> %s)
    ORDER BY priority DESC, id LIMIT 1"""


class PostgresWriter(PostgresReader):
    """Implements Writer on a session that holds the write lock, in a pipeline."""

    __slots__ = ("_hash", "_pending", "_pipeline", "_projector", "_seq", "_stamp")

    def __init__(
        self,
        session: Session,
        pipeline: psycopg.Pipeline,
        head: tuple[int, str],
        stamp: Stamp,
        keys_of: KeysOf,
    ) -> None:
        super().__init__(session)
        self._pipeline = pipeline
        self._seq, self._hash = head
        self._stamp = stamp
        self._pending = Pending(session)
        self._projector = Projector(PostgresTables(session, self._pending), keys_of)

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last event."""
        return self._seq, self._hash

    def append(self, event: Event, reason: str = "") -> int:
        """Append one event, all of it or nothing: after an error the transaction goes on."""
        session = super()._view()
        row = self._stamp.row(self._seq + 1, event, reason)
        mark = self._pending.mark()
        session.run("SAVEPOINT one_event")
        try:
            own_hash = write(session, self._hash, row)
            self._projector.apply(self._seq + 1, event)
            session.run("RELEASE one_event")
            self._settle()
        except BaseException:
            self._pending.forget_since(mark)
            self._take_back()
            raise
        self._seq += 1
        self._hash = own_hash
        if self._pending.is_large():
            self.finish()
        return self._seq

    def remember(self, key: str, digest: str, answer: str) -> None:
        self._view().run(
            "INSERT INTO requests (key, digest, answer, at) VALUES (%s, %s, %s, %s)",
            key,
            digest,
            answer,
            self._stamp.now(),
        )

    def forget(self, seconds: float) -> None:
        """Drop the answers to requests that are older than this."""
        self._view().run("DELETE FROM requests WHERE at < %s", self._stamp.after(-seconds))

    def lease(self, clerk: str, seconds: float) -> int | None:
        session, now = self._view(), self._stamp.now()
        for question in (_NEXT_COLLISION, NEXT_CARD):
            found = session.one(question, now, clerk)
            if found is not None:
                session.run("DELETE FROM leases WHERE clerk = %s OR until <= %s", clerk, now)
                session.run(
                    """INSERT INTO leases (card, clerk, until) VALUES (%s, %s, %s)
                    ON CONFLICT (card) DO UPDATE
                    SET clerk = excluded.clerk, until = excluded.until""",
                    found[0],
                    clerk,
                    self._stamp.after(seconds),
                )
                return int(found[0])
        return None

    def release(self, card: int) -> None:
        self._view().run("DELETE FROM leases WHERE card = %s", card)

    def finish(self) -> None:
        """Write what is pending; raise whatever went wrong with what was sent."""
        self._pending.write()
        self._settle()

    def _settle(self) -> None:
        with mapped:
            self._pipeline.sync()

    def _take_back(self) -> None:
        # Where the connection is lost, so is the transaction: the first error says so.
        with suppress(StoreBusy, psycopg.Error):
            with suppress(psycopg.Error):
                self._pipeline.sync()
            self._session.run("ROLLBACK TO one_event")
            self._session.run("RELEASE one_event")
            self._settle()

    def _view(self) -> Session:
        """Questions see all that was appended."""
        session = super()._view()
        self._pending.write()
        return session
