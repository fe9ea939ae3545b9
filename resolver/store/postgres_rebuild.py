"""Projections made anew beside those in use, in a schema of their own, then put in place.

The schema is filled in many short transactions, between which superseded rows can be cleared
away; the write lock is that of the connection, so that the log stands still. Only the last
step needs every view to end: it takes the lock that each view holds (`postgres_open.VIEW`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from psycopg import sql

from resolver.errors import StoreBusy
from resolver.store.postgres_open import HOLD
from resolver.store.postgres_schema import PROJECTIONS, create_projections, digests
from resolver.store.postgres_session import Session

Replay = Callable[[Session], int]

_MOMENT_SECONDS = 1


def rebuilt(session: Session, replay: Replay) -> int:
    """Replace the projections by what the log says; the number of events."""
    with _beside(session, replay) as (home, beside, count):
        _stop_views(session)
        for name in PROJECTIONS:
            session.run(f"DROP TABLE {home}.{name}")
            session.run(f"ALTER TABLE {beside}.{name} SET SCHEMA {home}")
        session.run("COMMIT")
        session.run(f"ANALYZE {', '.join(f'{home}.{name}' for name in PROJECTIONS)}")
        return count


def differing(session: Session, replay: Replay) -> tuple[str, ...]:
    """The projections that are not what the log says, by name."""
    with _beside(session, replay) as (home, beside, _):
        there, here = digests(session, f"{home}."), digests(session, f"{beside}.")
        return tuple(name for name in PROJECTIONS if there[name] != here[name])


def _stop_views(session: Session) -> None:
    """Begin a transaction that no view sees a part of.

    While it waits for a long view to end, new ones wait for it: so it waits a moment only,
    lets them pass, and tries again.
    """
    while True:
        session.run("BEGIN")
        session.run(f"SET LOCAL lock_timeout = '{_MOMENT_SECONDS}s'")
        try:
            session.run("LOCK TABLE about IN ACCESS EXCLUSIVE MODE")
        except StoreBusy:
            session.run("ROLLBACK")
            time.sleep(_MOMENT_SECONDS)
        else:
            return


@contextmanager
def _beside(session: Session, replay: Replay) -> Iterator[tuple[str, str, int]]:
    """The schema in use, the one beside it, and the number of events it was made of.

    It ends with the connection, which therefore must not be used for anything else.
    """
    session.rows(HOLD)
    (schema,) = session.rows("SELECT current_schema()")[0]
    (path,) = session.rows("SELECT current_setting('search_path')")[0]
    home, beside = _quoted(session, schema), _quoted(session, f"{schema}_rebuilding")
    # What an interrupted rebuild has left.
    session.run(f"DROP SCHEMA IF EXISTS {beside} CASCADE")
    session.run(f"CREATE SCHEMA {beside}")
    try:
        session.run(f"SET search_path = {beside}, {home}")
        create_projections(session)
        yield home, beside, replay(session)
    finally:
        session.run(f"DROP SCHEMA IF EXISTS {beside} CASCADE")
        session.rows("SELECT set_config('search_path', %s, false)", path)


def _quoted(session: Session, name: str) -> str:
    return sql.Identifier(name).as_string(session.connection)
