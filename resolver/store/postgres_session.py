"""One connection inside one transaction: statements with our errors, and a queue for those
whose results nobody waits for."""

from __future__ import annotations

from typing import Any

import psycopg

from resolver.errors import BadInput
from resolver.store.postgres_errors import mapped

Connection = psycopg.Connection[tuple[Any, ...]]
_LARGEST = 2**63


class Session:
    """Runs statements on a connection.

    While the connection is in a pipeline, `run` returns before its statement was even sent;
    what goes wrong is then raised by the next `rows` or `sync`.
    """

    __slots__ = ("_asking", "_telling", "connection")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._asking = connection.cursor()
        self._telling = connection.cursor()

    def rows(self, sql: str, *values: object) -> list[Any]:
        """The rows that a statement returns."""
        with mapped:
            return self._asking.execute(sql, _bound(values)).fetchall()

    def run(self, sql: str, *values: object) -> None:
        """Run a statement that returns nothing."""
        with mapped:
            self._telling.execute(sql, _bound(values))

    def one(self, sql: str, *values: object) -> Any:
        """The first row, or None."""
        rows = self.rows(sql, *values)
        return rows[0] if rows else None


def _bound(values: tuple[object, ...]) -> tuple[object, ...] | None:
    for value in values:
        if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            raise BadInput("a number is too large for the database")
    return values or None
