"""A transaction of a SQLite store: events go to the log and into the projections."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from json import dumps

from resolver.errors import StoreBusy
from resolver.ledger.bulk import Arrival, Bulk
from resolver.ledger.bulk_tables import NewName
from resolver.ledger.encoding import encode
from resolver.ledger.events import Event
from resolver.ledger.names import KeysOf
from resolver.ledger.projector import Projector
from resolver.store.backlog import Backlog, waiting
from resolver.store.remembering import FORGOTTEN_AT_ONCE, REMEMBERED_SECONDS
from resolver.store.sqlite_bulk import SqliteBulk
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_listing import note
from resolver.store.sqlite_log import head, write, write_many
from resolver.store.sqlite_open import TIDY
from resolver.store.sqlite_read import SqliteReader
from resolver.store.sqlite_tables import SqliteTables
from resolver.store.stamp import Stamp

FORGET = """
    DELETE FROM requests WHERE key IN (SELECT key FROM requests WHERE at < ? ORDER BY at LIMIT ?)"""

_HELD = "(SELECT card FROM leases WHERE until > :now AND clerk <> :clerk)"

_NEXT_COLLISION = f"""
    SELECT seq FROM decisions WHERE blocked IS NOT NULL AND human AND seq NOT IN {_HELD}
    ORDER BY seq LIMIT 1"""

_NEXT_CARD = f"""
    SELECT id FROM suggestions WHERE state = 'open' AND id NOT IN {_HELD}
    ORDER BY priority DESC, id LIMIT 1"""

_NEXT_AMONG = f"""
    SELECT suggestions.id FROM json_each(:among) AS wanted
    JOIN suggestions ON suggestions.id = wanted.value
    WHERE state = 'open' AND suggestions.id NOT IN {_HELD}
    ORDER BY wanted.key LIMIT 1"""


class SqliteWriter(SqliteReader):
    """Implements Writer on a connection that is inside an immediate transaction."""

    __slots__ = ("_awaited", "_backlog", "_hash", "_keys_of", "_projector", "_seq", "_stamp")

    def __init__(
        self,
        connection: sqlite3.Connection,
        stamp: Stamp,
        keys_of: KeysOf,
        awaited: Callable[[], bool],
        backlog: Backlog | None = None,
    ) -> None:
        super().__init__(connection)
        self._stamp = stamp
        self._keys_of = keys_of
        self._awaited = awaited
        self._backlog = backlog
        self._projector = Projector(SqliteTables(connection), keys_of)
        self._seq, self._hash = head(connection)

    def append(self, event: Event, reason: str = "") -> int:
        """Append one event, all of it or nothing: after an error the transaction goes on."""
        connection = self._changing()
        with mapped:
            row = self._stamp.row(self._seq + 1, event, reason)
            with AllOrNothing(connection):
                own_hash = write(connection, self._hash, row)
                self._projector.apply(self._seq + 1, event)
        self._seq += 1
        self._hash = own_hash
        return self._seq

    def append_all(self, events: Sequence[Arrival], reason: str = "") -> int:
        """Append arrivals, all of them or none: after an error the transaction goes on."""
        connection, first = self._changing(), self._seq + 1
        with mapped:
            rows = [(seq, *encode(event)) for seq, event in enumerate(events, start=first)]
            connection.execute(TIDY)
            with AllOrNothing(connection):
                own_hash = write_many(connection, self._hash, self._stamp.shared(reason), rows)
                later = None if self._backlog is None else self._list_later
                Bulk(SqliteBulk(connection), self._keys_of, later).apply(first, events)
        self._seq += len(rows)
        self._hash = own_hash
        return self._seq

    def _list_later(self, new: Sequence[NewName]) -> None:
        assert self._backlog is not None
        lot = waiting(new, self._keys_of)
        note(self._connection, *lot.lot)
        self._backlog.add(lot)

    def is_awaited(self) -> bool:
        return self._awaited()

    def remember(self, key: str, digest: str, answer: str) -> None:
        connection = self._changing()
        with mapped:
            connection.execute(FORGET, (self._stamp.after(-REMEMBERED_SECONDS), FORGOTTEN_AT_ONCE))
            connection.execute(
                "INSERT INTO requests (key, digest, answer, at) VALUES (?, ?, ?, ?)",
                (key, digest, answer, self._stamp.now()),
            )

    def lease(self, clerk: str, seconds: float, among: Sequence[int] | None = None) -> int | None:
        connection = self._changing()
        asked = {"now": self._stamp.now(), "clerk": clerk, "among": dumps(list(among or ()))}
        # Collisions first: two people's words stand against each other.
        questions = (_NEXT_COLLISION, _NEXT_CARD) if among is None else (_NEXT_AMONG,)
        with mapped:
            for question in questions:
                found = connection.execute(question, asked).fetchall()
                if found:
                    (card,) = found[0]
                    connection.execute(
                        "DELETE FROM leases WHERE clerk = :clerk OR until <= :now", asked
                    )
                    connection.execute(
                        "REPLACE INTO leases (card, clerk, until) VALUES (?, ?, ?)",
                        (card, clerk, self._stamp.after(seconds)),
                    )
                    return int(card)
        return None

    def release(self, card: int) -> None:
        connection = self._changing()
        with mapped:
            connection.execute("DELETE FROM leases WHERE card = ?", (card,))

    def _changing(self) -> sqlite3.Connection:
        connection = self._view()
        if not connection.in_transaction:
            raise StoreBusy("the transaction was lost, nothing was kept: try again")
        return connection


class AllOrNothing:
    """What fails in here is taken back; the transaction goes on.

    No generator: Ctrl-C may come before one is left, and it would end when all is closed.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("SAVEPOINT whole")

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _traceback: object
    ) -> None:
        if kind is None:
            self._connection.execute("RELEASE whole")
        # A full disk may have rolled back the transaction, savepoint included.
        elif self._connection.in_transaction:
            self._connection.execute("ROLLBACK TO whole")
            self._connection.execute("RELEASE whole")
