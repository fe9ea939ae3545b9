"""A store of every earlier schema opens as it was meant, whatever happens on the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from resolver.errors import BadInput
from resolver.ledger.encoding import GENESIS, digest, encode
from resolver.ledger.events import EntityFounded, Event, MentionRecorded, SuggestionRaised
from resolver.mention import Kind, Mention
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_schema import APPLICATION_ID, SCHEMA_VERSION
from resolver.store.sqlite_seal import Seal

from .programs import python, words

KEYS_TABLE = """CREATE TABLE keys (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        names INTEGER NOT NULL,
        name_ids TEXT NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID;"""

VERSION_1 = f"""
    CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        rules_version TEXT NOT NULL,
        prev_hash TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
        BEGIN SELECT raise(ABORT, 'events are append-only'); END;
    CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
        BEGIN SELECT raise(ABORT, 'events are append-only'); END;
    CREATE TRIGGER events_follow_each_other BEFORE INSERT ON events
        WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)
        BEGIN SELECT raise(ABORT, 'events are append-only'); END;
    CREATE TABLE entities (
        id INTEGER PRIMARY KEY,
        entity_id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL
    ) STRICT;
    CREATE TABLE names (
        id INTEGER PRIMARY KEY,
        entity INTEGER NOT NULL REFERENCES entities(id),
        name TEXT NOT NULL,
        mentions INTEGER NOT NULL,
        UNIQUE (entity, name)
    ) STRICT;
    {KEYS_TABLE}
    CREATE TABLE mentions (
        seq INTEGER PRIMARY KEY REFERENCES events(seq),
        mention_id TEXT NOT NULL UNIQUE,
        entity INTEGER NOT NULL REFERENCES entities(id),
        name INTEGER NOT NULL REFERENCES names(id)
    ) STRICT;
    CREATE INDEX mentions_of_entity ON mentions (entity, seq);
    CREATE TABLE suggestions (
        id INTEGER PRIMARY KEY,
        entity_a INTEGER NOT NULL REFERENCES entities(id),
        entity_b INTEGER NOT NULL REFERENCES entities(id),
        score REAL NOT NULL,
        why TEXT NOT NULL,
        UNIQUE (entity_a, entity_b),
        CHECK (entity_a < entity_b)
    ) STRICT;
    CREATE INDEX suggestions_by_score ON suggestions (score DESC, id);
    CREATE TABLE _sqlite_migrations (
        id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT);
    INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
        VALUES ('name-resolver', 'log_and_first_projections', '2026-01-01 00:00:00+00:00');
    PRAGMA user_version = 1;
"""


def made() -> Iterator[Event]:
    for number in range(40):
        yield EntityFounded(f"e{number}", Kind.PERSON, f"Anna {number}")
        yield MentionRecorded(f"m{number}", f"e{number}", Mention(f"Anna {number}"), "given")
    yield SuggestionRaised("e1", "e2", 0.5, "why")


EVENTS = tuple(made())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store as the first schema had it; its projections are left empty, which shows that
    they are not relied on."""
    found = tmp_path / "store.db"
    with closing(sqlite3.connect(found, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(VERSION_1)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("BEGIN")
        before = GENESIS
        for seq, event in enumerate(EVENTS, start=1):
            kind, payload = encode(event)
            row: dict[str, object] = {
                "seq": seq,
                "at": "2026-01-01T00:00:00.000+00:00",
                "actor": "system",
                "kind": kind,
                "payload": payload,
                "rules_version": "1",
            }
            own = digest(before, row)
            values = (*row.values(), before, own)
            connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
            before = own
        connection.execute("COMMIT")
    return found


def is_migrated(path: Path) -> None:
    with SqliteStore(path, keys=words) as store:
        assert store.verify_log() == len(EVENTS)
        assert store.compare_with_log() == ()
        with store.reading() as reader:
            assert reader.counts()["mentions"] == 40
            assert [one.entity_id for one in reader.candidates(Kind.PERSON, ["7"], 5)] == ["e7"]
            assert len(reader.suggestions()) == 1
        with store.writing() as writer:
            assert writer.append(EntityFounded("new", Kind.PERSON, "Anna")) == len(EVENTS) + 1


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found: tuple[int] = connection.execute("PRAGMA user_version").fetchone()
        return found[0]


def test_the_first_schema_is_migrated_when_opened_for_writing(path: Path) -> None:
    with pytest.raises(BadInput, match="open it once for writing"):
        SqliteStore(path, read_only=True)
    assert version(path) == 1
    is_migrated(path)
    assert version(path) == SCHEMA_VERSION


KILLED = """
    import os, signal, sys
    from resolver.ledger.projector import Projector
    from resolver.store.sqlite import SqliteStore
    apply, last = Projector.apply, int(sys.argv[2])
    def killed(self, seq, event):
        if seq == last:
            os.kill(os.getpid(), signal.SIGKILL)
        apply(self, seq, event)
    Projector.apply = killed
    SqliteStore(sys.argv[1], keys=lambda name, kind: name.split())
"""


@pytest.mark.parametrize("last", [1, 40, len(EVENTS)])
def test_a_migration_killed_in_the_middle_never_happened(path: Path, last: int) -> None:
    killed = python(KILLED, path, last)
    killed.communicate()
    assert killed.returncode < 0
    assert version(path) == 1
    is_migrated(path)


def test_two_processes_migrate_once(path: Path) -> None:
    opening = """
        import sys
        from resolver.store.sqlite import SqliteStore
        with SqliteStore(sys.argv[1], keys=lambda name, kind: name.split()) as store:
            print(store.verify_log())
    """
    both = [python(opening, path) for _ in range(2)]
    assert [one.communicate()[0] for one in both] == [f"{len(EVENTS)}\n"] * 2
    is_migrated(path)


def test_after_a_migration_the_seal_fits_the_file_again(path: Path) -> None:
    """Else the next opening compares the whole file with its log, for minutes."""
    seal = path.with_name(path.name + "-seal")
    seal.write_text(sha256(path.read_bytes()).hexdigest())
    assert not Seal(path).is_doubtful()
    with SqliteStore(path, keys=words):
        pass
    assert not Seal(path).is_doubtful()
    assert seal.read_text() == sha256(path.read_bytes()).hexdigest()


KEYS_IN_WORDS = f"""
    DROP TABLE keys;
    {KEYS_TABLE}
    INSERT INTO keys SELECT 'person', 'Anna', count(*), group_concat(id) FROM names;
    INSERT INTO keys SELECT 'person', substr(name, 6), 1, id FROM names;
    DELETE FROM _sqlite_migrations WHERE name = 'numbers_of_keys';
    PRAGMA user_version = 3;
"""


NO_UNLISTED = """
    DROP TABLE unlisted;
    DELETE FROM _sqlite_migrations WHERE name = 'names_that_are_listed_later';
    PRAGMA user_version = 4;
"""


@pytest.mark.parametrize("older", [KEYS_IN_WORDS, NO_UNLISTED], ids=["3", "4"])
def test_a_store_whose_log_need_not_be_read_again_is_migrated_without_a_replay(
    path: Path, older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million names would have to be analysed again, for a quarter of an hour."""
    with SqliteStore(path, keys=words):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(older)
    Seal(path).remove()
    with pytest.raises(BadInput, match="open it once for writing"):
        SqliteStore(path, read_only=True)
    with monkeypatch.context() as patched:
        patched.setattr(SqliteStore, "_replay", lambda *_: pytest.fail("the log was replayed"))
        with SqliteStore(path, keys=words):
            pass
    assert version(path) == SCHEMA_VERSION
    is_migrated(path)
