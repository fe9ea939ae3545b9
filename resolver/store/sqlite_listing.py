"""Names that were recorded many at once are listed under their keys and words behind the log.

Which names are not listed yet stands in the table `unlisted`, written with the names and changed
with their lists: whenever a process ends, it is known what is left to do. The load that recorded
them lists them; whatever it leaves behind, the next load lists, or any other writer, some at each
change, once it is older than a minute. Until then such names are recorded, but are not found by
what they sound like.

Names come to lists in the order of their numbers, unless others were listed meanwhile: then lists
are merged, and hold what they would hold had all been listed at once.
"""

from __future__ import annotations

import sqlite3
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from json import dumps
from typing import NamedTuple

from resolver.errors import DamagedData, ResolverError
from resolver.ledger.bulk_tables import NewName
from resolver.ledger.names import KeysOf
from resolver.store.backlog import Backlog, waiting
from resolver.store.candidates import COMMON
from resolver.store.packed_keys import BYTES, packed, unpacked
from resolver.store.sqlite_bulk import ADD_KEY, posting
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_open import TIDY
from resolver.store.sqlite_rows import insert_rows
from resolver.store.sqlite_tables import SqliteTables
from resolver.store.stamp import lenient

LEFT_SECONDS = 60
"""Names that wait for longer were left behind by a process that is gone, or stopped."""

_AT_ONCE, _LOTS_AT_ONCE = 400, 100
_HOLD_SECONDS = 0.012
"""Where nobody waits. Pages come one after another here: a longer transaction writes no more."""


class Overtaken(Exception):
    """Another process lists these names."""


class Listing:
    """Of one store. `transaction` opens one, `is_awaited` says whether somebody waits for it."""

    def __init__(
        self,
        transaction: Callable[[], AbstractContextManager[sqlite3.Connection]],
        keys_of: KeysOf,
        is_awaited: Callable[[], bool],
    ) -> None:
        self._transaction = transaction
        self._keys_of = lenient(keys_of)
        self._is_awaited = is_awaited
        self._is_behind = False
        self.backlog: Backlog | None = None
        """Where new names of many at once go; None where they are listed at once."""

    @contextmanager
    def later(self) -> Iterator[None]:
        """List the names of many at once behind them, and all at the end."""
        self.complete()
        self.backlog = Backlog()
        try:
            yield
        except BaseException:
            backlog, self.backlog = self.backlog, None
            with suppress(ResolverError):  # what is left to do stands in the file
                self._list(backlog)
            raise
        backlog, self.backlog = self.backlog, None
        self._list(backlog)
        self.complete()

    def keep(self) -> None:
        """A transaction is durable."""
        if self.backlog is not None:
            self.backlog.keep()

    def drop(self) -> None:
        """A transaction was taken back."""
        if self.backlog is not None:
            self.backlog.drop()

    def look(self, connection: sqlite3.Connection) -> None:
        """Notice, in a transaction, what was left behind."""
        if self.backlog is None:
            now = int(time.time())
            self._is_behind = bool(
                connection.execute(
                    "SELECT 1 FROM unlisted WHERE since NOT BETWEEN ? AND ? LIMIT 1",
                    (now - LEFT_SECONDS, now + LEFT_SECONDS),
                ).fetchall()
            )

    def catch_up(self) -> None:
        """List what is due, between transactions."""
        if self.backlog is not None and self.backlog.is_due():
            backlog, self.backlog = self.backlog, Backlog()
            self._list(backlog)
        elif self._is_behind:
            self._is_behind = False
            with suppress(ResolverError):  # what was to be written is durable: say nothing else
                self._complete_some(LEFT_SECONDS, 1)

    def complete(self) -> None:
        """List all that waits in the file."""
        while self._complete_some(None, _LOTS_AT_ONCE):
            pass

    def _complete_some(self, older: int | None, lots: int) -> bool:
        """List so many lots that wait, for more than so many seconds; whether there are any."""
        with self._transaction() as connection, mapped:
            left = _left(connection, older, lots)
        if left is not None:
            self._list(left.backlog(self._keys_of), left.done)
        return left is not None

    def _list(self, backlog: Backlog, done: int | None = None) -> None:
        sweep = Sweep(backlog, done)
        with suppress(Overtaken):
            while not sweep.is_over:
                with self._transaction() as connection, mapped:
                    sweep.go_on(connection, self._is_awaited)


def complete_within(connection: sqlite3.Connection, keys_of: KeysOf) -> None:
    """List all that waits, in the transaction at hand."""
    while (left := _left(connection, None, _LOTS_AT_ONCE)) is not None:
        sweep = Sweep(left.backlog(keys_of), left.done)
        while not sweep.is_over:
            sweep.go_on(connection, lambda: False)


def note(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Names, from one to another, are not listed yet."""
    connection.execute(
        "INSERT INTO unlisted (first, last, since) VALUES (?, ?, ?)",
        (first, last, int(time.time())),
    )


class Sweep:
    """A backlog is listed in the order of the tables, in several transactions; lists of keys up
    to `done` have it already."""

    def __init__(self, backlog: Backlog, done: int | None) -> None:
        self._lots = backlog.lots
        self._words = backlog.words()
        self._numbers, self._lists = backlog.lists()
        self._done = done
        self._is_together = all(
            lot.last + 1 == following.first
            for lot, following in zip(self._lots, self._lots[1:], strict=False)
        )
        self._at = 0 if done is None else bisect_right(self._numbers, done)
        self._words_at = 0
        self.is_over = not self._lots

    def go_on(self, connection: sqlite3.Connection, is_awaited: Callable[[], bool]) -> None:
        """List some. Raises Overtaken."""
        connection.execute(TIDY)
        until = time.monotonic() + _HOLD_SECONDS
        post = self._post(connection)
        while not self.is_over:
            if self._words_at < len(self._words):
                rows = self._words[self._words_at : self._words_at + _AT_ONCE]
                insert_rows(connection, "INSERT OR IGNORE INTO starts (word, name)", rows)
                self._words_at += len(rows)
            elif self._at < len(self._numbers):
                some = slice(self._at, self._at + _AT_ONCE)
                pairs = zip(self._numbers[some], self._lists[some], strict=True)
                listed = [(n, len(ids) // BYTES, ids[: COMMON * BYTES]) for n, ids in pairs]
                insert_rows(connection, ADD_KEY, listed, post)
                self._at = min(some.stop, len(self._numbers))
            else:
                self.is_over = True
            if time.monotonic() > until or is_awaited():
                break
        self._mark(connection)

    def _mark(self, connection: sqlite3.Connection) -> None:
        which, mine = self._which()
        if self.is_over:
            found = connection.execute(
                f"DELETE FROM unlisted WHERE {which} AND keys_to IS ?", (*mine, self._done)
            )
        else:
            done = self._numbers[self._at - 1] if self._at else self._done
            found = connection.execute(
                f"UPDATE unlisted SET keys_to = ?, since = ? WHERE {which} AND keys_to IS ?",
                (done, int(time.time()), *mine, self._done),
            )
            self._done = done
        if found.rowcount != len(self._lots):
            raise Overtaken

    def _which(self) -> tuple[str, tuple[int | str, ...]]:
        """SQL for its lots, with values. Where they follow each other no other is among them."""
        if self._is_together:
            return "first BETWEEN ? AND ?", (self._lots[0].first, self._lots[-1].first)
        firsts = dumps([lot.first for lot in self._lots])
        return "first IN (SELECT value FROM json_each(?))", (firsts,)

    def _post(self, connection: sqlite3.Connection) -> str:
        ((last,),) = connection.execute("SELECT max(id) FROM names").fetchall()
        if self._is_together and last == self._lots[-1].last:
            return posting(COMMON)
        connection.create_function("merged", 2, _merged, deterministic=True)
        return _MERGE


_MERGE = """
    ON CONFLICT (id) DO UPDATE SET names = names + excluded.names,
        name_ids = merged(name_ids, excluded.name_ids)"""


def _merged(one: bytes, other: bytes) -> bytes:
    return packed(sorted((*unpacked(one), *unpacked(other)))[:COMMON])


class _Left(NamedTuple):
    """Lots of names that wait, listed under their keys up to `done`."""

    lots: list[list[NewName]]
    done: int | None

    def backlog(self, keys_of: KeysOf) -> Backlog:
        found = Backlog()
        for lot in self.lots:
            found.add(waiting(lot, keys_of))
        found.keep()
        return found


def _left(connection: sqlite3.Connection, older: int | None, lots: int) -> _Left | None:
    now, margin = int(time.time()), -1 if older is None else older
    rows = connection.execute(
        """SELECT first, last, keys_to FROM unlisted
        WHERE ?1 < 0 OR since NOT BETWEEN ?2 AND ?3 ORDER BY first LIMIT ?4""",
        (margin, now - margin, now + margin, lots),
    ).fetchall()
    if not rows:
        return None
    done, tables = rows[0][2], SqliteTables(connection)
    return _Left([_names(tables, *row[:2]) for row in rows if row[2] == done], done)


def _names(tables: SqliteTables, first: int, last: int) -> list[NewName]:
    found: list[NewName] = []
    while not found or found[-1].number < last:
        page = tables.all_names(found[-1].number if found else first - 1)
        if not page:
            raise DamagedData("names are missing: rebuild the projections")
        found += [NewName(*row) for row in page if row[0] <= last]
    return found
