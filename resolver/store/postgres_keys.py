"""Keys of the API in the database of a PostgreSQL store.

Every question is asked of the database anew: a key that was revoked anywhere opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from resolver.store.api_keys import COLUMNS, KeptKeys
from resolver.store.postgres_open import Pool
from resolver.store.postgres_session import Session

CONNECTIONS = 2


class PostgresKeys(KeptKeys):
    """Implements access.Keys in the database at `url`, where a store has been made before."""

    waits = True

    def __init__(
        self, url: str, *, timeout: float = 30.0, clock: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(clock)
        self._pool = Pool(url, timeout, CONNECTIONS)
        self._pool.open()

    def close(self) -> None:
        self._pool.close()

    def _rows(self, limit: int = -1) -> list[Any]:
        with self._session() as session:
            return session.rows(
                f"SELECT {COLUMNS} FROM api_keys ORDER BY created_at, key_id LIMIT %s",
                limit if limit >= 0 else None,
            )

    def _row(self, key_id: str) -> Sequence[Any] | None:
        with self._session() as session:
            found: Sequence[Any] | None = session.one(
                f"SELECT {COLUMNS}, digest FROM api_keys WHERE key_id = %s", key_id
            )
            return found

    def _insert(self, row: Sequence[Any]) -> None:
        with self._session() as session:
            session.run(
                f"INSERT INTO api_keys ({COLUMNS}, digest) VALUES (%s, %s, %s, %s, %s, %s)", *row
            )

    def _revoke(self, key_id: str, at: str) -> bool:
        with self._session() as session:
            found = session.one(
                """UPDATE api_keys SET revoked_at = coalesce(revoked_at, %s) WHERE key_id = %s
                RETURNING key_id""",
                at,
                key_id,
            )
            return found is not None

    @contextmanager
    def _session(self) -> Iterator[Session]:
        connection = self._pool.take()
        try:
            yield Session(connection)
        finally:
            self._pool.give_back(connection)
