"""A transaction of a PostgreSQL store: events go to the log and into the projections."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import psycopg

from resolver.errors import StoreBusy
from resolver.ledger.bulk import Arrival
from resolver.ledger.events import Event
from resolver.ledger.names import KeysOf
from resolver.ledger.projector import Projector
from resolver.store.postgres_errors import mapped
from resolver.store.postgres_log import write
from resolver.store.postgres_pending import Mark, Pending
from resolver.store.postgres_read import PostgresReader
from resolver.store.postgres_session import Session
from resolver.store.postgres_tables import PostgresTables
from resolver.store.remembering import FORGOTTEN_AT_ONCE, REMEMBERED_SECONDS
from resolver.store.stamp import Stamp

FORGET = """
    DELETE FROM requests WHERE key = ANY(ARRAY(
        SELECT key FROM requests WHERE at < %s ORDER BY at LIMIT %s))"""

_HELD = "SELECT FROM leases WHERE until > %s AND clerk <> %s AND card ="

_NEXT_COLLISION = f"""
    SELECT seq FROM decisions
    WHERE blocked IS NOT NULL AND human AND NOT EXISTS ({_HELD} decisions.seq)
    ORDER BY seq LIMIT 1"""

_NEXT_CARD = f"""
    SELECT s.id FROM suggestions AS s WHERE s.state = 'open' AND NOT EXISTS ({_HELD} s.id)
    ORDER BY s.priority DESC, s.id LIMIT 1"""

_NEXT_AMONG = f"""
    SELECT s.id FROM suggestions AS s
    WHERE s.state = 'open' AND NOT EXISTS ({_HELD} s.id) AND s.id = ANY(%s::bigint[])
    ORDER BY array_position(%s::bigint[], s.id) LIMIT 1"""


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

    def append_all(self, events: Sequence[Arrival], reason: str = "") -> int:
        """Append arrivals, all of them or none: after an error the transaction goes on."""
        session, before = self._view(), self.head
        session.run("SAVEPOINT all_events")
        try:
            for event in events:
                self.append(event, reason)
            session.run("RELEASE all_events")
            self._settle()
        except BaseException:
            self._pending.forget_since(Mark(0, 0, 0, 0))
            self._take_back("all_events")
            self._seq, self._hash = before
            raise
        return self._seq

    def is_awaited(self) -> bool:
        """The server knows, and asking it costs more than it is worth: say yes."""
        return True

    def remember(self, key: str, digest: str, answer: str) -> None:
        session = self._view()
        session.run(FORGET, self._stamp.after(-REMEMBERED_SECONDS), FORGOTTEN_AT_ONCE)
        session.run(
            "INSERT INTO requests (key, digest, answer, at) VALUES (%s, %s, %s, %s)",
            key,
            digest,
            answer,
            self._stamp.now(),
        )

    def lease(self, clerk: str, seconds: float, among: Sequence[int] | None = None) -> int | None:
        session, now = self._view(), self._stamp.now()
        # Collisions first: two people's words stand against each other.
        questions = (_NEXT_COLLISION, _NEXT_CARD) if among is None else (_NEXT_AMONG,)
        wanted = () if among is None else (list(among), list(among))
        for question in questions:
            found = session.one(question, now, clerk, *wanted)
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

    def _take_back(self, savepoint: str = "one_event") -> None:
        # Where the connection is lost, so is the transaction: the first error says so.
        with suppress(StoreBusy, psycopg.Error):
            with suppress(psycopg.Error):
                self._pipeline.sync()
            self._session.run(f"ROLLBACK TO {savepoint}")
            self._session.run(f"RELEASE {savepoint}")
            self._settle()

    def _view(self) -> Session:
        """Questions see all that was appended."""
        session = super()._view()
        self._pending.write()
        return session
