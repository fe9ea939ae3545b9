"""The tables: a log that only grows, and projections that can be dropped and rebuilt.

    events       the truth: a hash chain, guarded by triggers against change
    entities     one row an entity, with the name it was founded with
    names        one row a distinct spelling of an entity, with its number of mentions
    keys         one row a blocking key of a kind: how many names carry it, and which
    mentions     where in the log each mention of an entity stands
    suggestions  open suggestions, one a pair; `entity_a` is the one founded first

A projection may change shape in any version: a migration drops and rebuilds it. The
table `events` may only ever gain columns.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache

from sqlite_utils import Database, Migrations

from resolver.errors import DamagedData

APPLICATION_ID = 0x4E6D5273
"""Marks a file as ours in its header: the letters NmRs."""

SCHEMA_VERSION = 1
"""The number of migrations; kept in the header as `user_version`."""

MIGRATIONS = Migrations("name-resolver")

_LOG = (
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        rules_version TEXT NOT NULL,
        prev_hash TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT""",
    """CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
        BEGIN SELECT raise(ABORT, 'events are append-only'); END""",
    """CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
        BEGIN SELECT raise(ABORT, 'events are append-only'); END""",
    # REPLACE deletes without firing delete triggers unless recursive triggers are on.
    """CREATE TRIGGER events_follow_each_other BEFORE INSERT ON events
        WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)
        BEGIN SELECT raise(ABORT, 'events are append-only'); END""",
)

# In the order of their references, so that the reverse order can drop them.
PROJECTIONS = ("entities", "names", "keys", "mentions", "suggestions")

_PROJECTIONS = (
    """CREATE TABLE entities (
        id INTEGER PRIMARY KEY,
        entity_id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE names (
        id INTEGER PRIMARY KEY,
        entity INTEGER NOT NULL REFERENCES entities(id),
        name TEXT NOT NULL,
        mentions INTEGER NOT NULL,
        UNIQUE (entity, name)
    ) STRICT""",
    """CREATE TABLE keys (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        names INTEGER NOT NULL,
        name_ids TEXT NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE mentions (
        seq INTEGER PRIMARY KEY REFERENCES events(seq),
        mention_id TEXT NOT NULL UNIQUE,
        entity INTEGER NOT NULL REFERENCES entities(id),
        name INTEGER NOT NULL REFERENCES names(id)
    ) STRICT""",
    "CREATE INDEX mentions_of_entity ON mentions (entity, seq)",
    """CREATE TABLE suggestions (
        id INTEGER PRIMARY KEY,
        entity_a INTEGER NOT NULL REFERENCES entities(id),
        entity_b INTEGER NOT NULL REFERENCES entities(id),
        score REAL NOT NULL,
        why TEXT NOT NULL,
        UNIQUE (entity_a, entity_b),
        CHECK (entity_a < entity_b)
    ) STRICT""",
    "CREATE INDEX suggestions_by_score ON suggestions (score DESC, id)",
)


def create_projections(database: Database) -> None:
    """Create the empty projections inside the open transaction."""
    for statement in _PROJECTIONS:
        database.execute(statement)


def drop_projections(database: Database) -> None:
    """Drop whatever projections exist inside the open transaction."""
    for name in reversed(PROJECTIONS):
        database.table(name).drop(ignore=True)


@MIGRATIONS()
def log_and_first_projections(database: Database) -> None:
    for statement in _LOG:
        database.execute(statement)
    create_projections(database)


def migrate(database: Database) -> None:
    """Bring the file to SCHEMA_VERSION inside the open transaction."""
    MIGRATIONS.apply(database)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def check_tables(connection: sqlite3.Connection) -> None:
    """DamagedData unless every table, index and trigger stands as it was created.

    SQLite's own check passes over a guard that was dropped and over a schema that was
    altered but still compiles. What others have added does not matter.
    """
    if not _tables() <= set(connection.execute(_OBJECTS).fetchall()):
        raise DamagedData("the tables of the database were altered: restore a backup")


_OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_master"


@cache
def _tables() -> frozenset[tuple[str, str, str, str | None]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(Database(connection, execute_plugins=False))
        rows = connection.execute(_OBJECTS).fetchall()
    # The table of applied migrations belongs to sqlite-utils, which may change it.
    return frozenset(row for row in rows if row[2] in {"events", *PROJECTIONS})
