"""Connections that read, kept for the next reader: each sees one moment of the file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from resolver.errors import BadInput
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_open import Location, keep_idle


class Readers:
    """Of one store; safe to share between threads."""

    __slots__ = ("_closed", "_idle", "_location", "_lock")

    def __init__(self, location: Location) -> None:
        self._location = location
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """The file as it is now. Raises BadInput once all is closed."""
        with mapped:
            connection = self._borrow()
        try:
            with mapped:
                connection.execute("BEGIN")
                # A deferred transaction sees the moment of its first read: make that now.
                connection.execute("SELECT max(seq) FROM events").fetchone()
            yield connection
        finally:
            self._give_back(connection)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            with suppress(sqlite3.Error):
                connection.close()

    def _borrow(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise BadInput("the store is closed: open it again")
            if self._idle:
                return self._idle.pop()
        return self._location.reader()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            connection.close()
            return
        with self._lock:
            if not self._closed:
                keep_idle(self._idle, connection)
                return
        connection.close()
