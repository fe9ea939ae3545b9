"""The tables: a log that only grows, and projections that can be dropped and rebuilt.

    events       the truth: a hash chain, guarded by triggers against change
    entities     one row an entity ever founded (a node), and what it shows if it is a root
    names        one row a distinct spelling of a node, with its number of mentions
    facts        one row a distinct attribute of a node (birth date, country, company)
    keys         one row a blocking key of a kind: how many names carry it, and which (see
                 `packed_keys`)
    starts       the words of names, in order of the alphabet, for those who type
    unlisted     names, from one to another, that are not in the two before (see `backlog`), or
                 only under the keys up to `keys_to`; since when, in seconds
    mentions     where in the log each mention of a node stands
    moves        where decisions have put mentions since they were recorded
    decisions    one row a decision: in force or not, and what stands against it
    links        the constraints of decisions, between nodes
    suggestions  one row a pair of nodes that was suggested; `a` is the one founded first
    settings     which names are preferred

    leases       which clerk looks at which card, and until when
    requests     the answers to requests that carried an idempotency key

A projection may change shape in any version: a migration drops and rebuilds it. The
table `events` may only ever gain columns. Leases and requests are not in the log.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from hashlib import sha256

from resolver.errors import DamagedData
from resolver.store.packed_keys import key_number, packed
from resolver.store.sqlite_schemas import Database, Migrations

APPLICATION_ID = 0x4E6D5273
"""Marks a file as ours in its header: the letters NmRs."""

SCHEMA_VERSION = 5
"""The number of migrations; kept in the header as `user_version`."""

FILLED_SINCE = 3
"""Migrations from this version on carry the projections over; earlier ones leave them empty."""

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

_KEYS = """CREATE TABLE keys (
        id INTEGER PRIMARY KEY,
        names INTEGER NOT NULL,
        name_ids BLOB NOT NULL
    ) STRICT"""

_UNLISTED = """CREATE TABLE unlisted (
        first INTEGER PRIMARY KEY,
        last INTEGER NOT NULL,
        since INTEGER NOT NULL,
        keys_to INTEGER
    ) STRICT"""

# In the order of their references, so that the reverse order can drop them.
PROJECTIONS = (
    "entities",
    "names",
    "facts",
    "keys",
    "starts",
    "unlisted",
    "mentions",
    "moves",
    "decisions",
    "links",
    "suggestions",
    "settings",
)

_PROJECTIONS = (
    """CREATE TABLE entities (
        id INTEGER PRIMARY KEY,
        entity_id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        founded INTEGER NOT NULL,
        root INTEGER NOT NULL,
        own INTEGER NOT NULL,
        junk INTEGER NOT NULL,
        name TEXT NOT NULL,
        mentions INTEGER NOT NULL,
        corrected INTEGER NOT NULL,
        hidden INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        decided INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX entities_absorbed ON entities (root) WHERE root <> id",
    """CREATE TABLE names (
        id INTEGER PRIMARY KEY,
        entity INTEGER NOT NULL REFERENCES entities(id),
        name TEXT NOT NULL,
        mentions INTEGER NOT NULL,
        completeness INTEGER,
        preference INTEGER,
        UNIQUE (entity, name)
    ) STRICT""",
    """CREATE TABLE facts (
        entity INTEGER NOT NULL REFERENCES entities(id),
        attribute TEXT NOT NULL,
        value TEXT NOT NULL,
        mentions INTEGER NOT NULL,
        PRIMARY KEY (entity, attribute, value)
    ) STRICT, WITHOUT ROWID""",
    _KEYS,
    """CREATE TABLE starts (
        word TEXT NOT NULL,
        name INTEGER NOT NULL REFERENCES names(id),
        PRIMARY KEY (word, name)
    ) STRICT, WITHOUT ROWID""",
    _UNLISTED,
    """CREATE TABLE mentions (
        seq INTEGER PRIMARY KEY REFERENCES events(seq),
        mention_id TEXT NOT NULL UNIQUE,
        entity INTEGER NOT NULL REFERENCES entities(id),
        name INTEGER NOT NULL REFERENCES names(id)
    ) STRICT""",
    "CREATE INDEX mentions_of_entity ON mentions (entity, seq)",
    """CREATE TABLE moves (
        mention INTEGER NOT NULL REFERENCES mentions(seq),
        decision INTEGER NOT NULL,
        entity INTEGER NOT NULL REFERENCES entities(id),
        PRIMARY KEY (mention, decision)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX moves_by_decision ON moves (decision)",
    """CREATE TABLE decisions (
        seq INTEGER PRIMARY KEY REFERENCES events(seq),
        human INTEGER NOT NULL,
        active INTEGER NOT NULL,
        target INTEGER,
        undone_by INTEGER,
        blocked INTEGER,
        text TEXT
    ) STRICT""",
    "CREATE INDEX collisions ON decisions (seq) WHERE blocked IS NOT NULL AND human",
    """CREATE TABLE links (
        decision INTEGER NOT NULL REFERENCES decisions(seq),
        sort TEXT NOT NULL,
        a INTEGER NOT NULL REFERENCES entities(id),
        b INTEGER NOT NULL REFERENCES entities(id),
        PRIMARY KEY (decision, sort, a, b)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX links_at_a ON links (a)",
    "CREATE INDEX links_at_b ON links (b)",
    """CREATE TABLE suggestions (
        id INTEGER PRIMARY KEY REFERENCES events(seq),
        a INTEGER NOT NULL REFERENCES entities(id),
        b INTEGER NOT NULL REFERENCES entities(id),
        score REAL NOT NULL,
        why TEXT NOT NULL,
        evidence TEXT NOT NULL,
        missing TEXT NOT NULL,
        raised INTEGER NOT NULL,
        news TEXT NOT NULL,
        again INTEGER,
        answered INTEGER,
        state TEXT NOT NULL,
        priority REAL NOT NULL,
        UNIQUE (a, b),
        CHECK (a < b)
    ) STRICT""",
    "CREATE INDEX suggestions_at_b ON suggestions (b)",
    "CREATE INDEX suggestions_open ON suggestions (priority DESC, id) WHERE state = 'open'",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID",
)

_BESIDE_THE_LOG = (
    """CREATE TABLE leases (
        card INTEGER PRIMARY KEY,
        clerk TEXT NOT NULL,
        until TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE requests (
        key TEXT PRIMARY KEY,
        digest TEXT NOT NULL,
        answer TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
)


def create_projections(database: Database) -> None:
    """Create the empty projections inside the open transaction."""
    for statement in _PROJECTIONS:
        database.execute(statement)


def drop_projections(database: Database) -> None:
    """Drop whatever projections exist inside the open transaction."""
    for name in reversed(PROJECTIONS):
        database.table(name).drop(ignore=True)


def digests(connection: sqlite3.Connection) -> dict[str, str]:
    """A hash of every row of each projection: equal where they are equal, byte for byte."""
    found = {}
    for name in PROJECTIONS:
        digest = sha256()
        for row in connection.execute(f"SELECT * FROM {name}"):
            digest.update(repr(row).encode())
        found[name] = digest.hexdigest()
    return found


@MIGRATIONS()
def log_and_first_projections(database: Database) -> None:
    for statement in _LOG:
        database.execute(statement)


@MIGRATIONS()
def reasons_and_decisions(database: Database) -> None:
    database.execute("ALTER TABLE events ADD COLUMN reason TEXT")
    for statement in _BESIDE_THE_LOG:
        database.execute(statement)
    drop_projections(database)
    create_projections(database)


@MIGRATIONS()
def words_and_the_age_of_requests(database: Database) -> None:
    database.execute("CREATE INDEX requests_by_age ON requests (at)")
    drop_projections(database)
    create_projections(database)


@MIGRATIONS()
def numbers_of_keys(database: Database) -> None:
    """To make keys anew, every name would have to be analysed again."""
    if "id" in database.table("keys").columns_dict:
        return
    database.execute("ALTER TABLE keys RENAME TO keys_in_words")
    database.execute(_KEYS)
    database.conn.create_function("key_number", 2, key_number, deterministic=True)
    database.conn.create_function("packed", 1, _packed_list, deterministic=True)
    database.execute(
        """INSERT INTO keys (id, names, name_ids)
        SELECT key_number(kind, key), max(names), packed(name_ids) FROM keys_in_words
        GROUP BY 1 ORDER BY 1"""
    )
    database.execute("DROP TABLE keys_in_words")


@MIGRATIONS()
def names_that_are_listed_later(database: Database) -> None:
    if not database.table("unlisted").exists():
        database.execute(_UNLISTED)


def _packed_list(name_ids: str) -> bytes:
    return packed(map(int, name_ids.split(",")))


def migrate(database: Database) -> None:
    """Bring the file to SCHEMA_VERSION inside the open transaction.

    The projections are left empty if the file is older than FILLED_SINCE: replay the log.
    """
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


OWN_TABLES = frozenset({"events", *PROJECTIONS, "leases", "requests"})

_OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_master"


@cache
def _tables() -> frozenset[tuple[str, str, str, str | None]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(Database(connection, execute_plugins=False))
        rows = connection.execute(_OBJECTS).fetchall()
    # The table of applied migrations belongs to sqlite-utils, which may change it.
    return frozenset(row for row in rows if row[2] in OWN_TABLES)
