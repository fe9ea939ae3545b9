"""What is particular to the SQLite store: files, processes, crashes and damage."""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from resolver.errors import BadInput, DamagedData, NotFound, ResolverError, StoreBusy
from resolver.ledger.encoding import GENESIS, canonical, decode, digest, encode
from resolver.mention import Kind, Mention
from resolver.store.candidates import COMMON
from resolver.store.protocol import EntityFounded, Event, MentionRecorded, SuggestionRaised
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_candidates import (
    bearers_by_id,
    candidates,
    known_keys,
    names_by_id,
)
from resolver.store.sqlite_errors import translated
from resolver.store.sqlite_open import WARM_READERS, keep_idle
from resolver.store.sqlite_schema import APPLICATION_ID, MIGRATIONS, PROJECTIONS, SCHEMA_VERSION
from resolver.store.sqlite_seal import Seal
from resolver.store.sqlite_starting import starting_so
from resolver.store.sqlite_write import FORGET
from resolver.store.starting import LOOKED_AT


def words(name: str, kind: Kind) -> Sequence[str]:
    return tuple(name.split())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(path, keys=words) as opened:
        yield opened


def events_of(number: int) -> list[Event]:
    """A small archive: `number` mentions of a third as many entities."""
    events: list[Event] = []
    for index in range(number):
        entity = f"e{index // 3}"
        if index % 3 == 0:
            events.append(EntityFounded(entity, Kind.PERSON, f"Name {index}"))
        events.append(MentionRecorded(f"m{index}", entity, Mention(f"Name {index % 7}"), "given"))
        if index % 5 == 4 and index > 4:
            events.append(SuggestionRaised(entity, "e0", index / 100, "why"))
    return events


def append(store: SqliteStore, *events: Event) -> None:
    with store.writing() as writer:
        for event in events:
            writer.append(event)


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every projection."""
    connection = sqlite3.connect(path)
    try:
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            for name in PROJECTIONS
        }
    finally:
        connection.close()


def execute(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    try:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    finally:
        connection.close()


# Connections and schema


def test_every_connection_follows_the_recipe(store: SqliteStore) -> None:
    with store._transaction() as writer, store._snapshot() as reader:
        for connection, synchronous, query_only in ((writer, 2, 0), (reader, 2, 1)):
            expected = {
                "journal_mode": "wal",
                "synchronous": synchronous,
                "busy_timeout": 30_000,
                "foreign_keys": 1,
                "trusted_schema": 0,
                "cell_size_check": 1,
                "query_only": query_only,
                "application_id": APPLICATION_ID,
                "user_version": SCHEMA_VERSION,
            }
            found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
            assert found == expected


def test_a_reader_cannot_write(store: SqliteStore) -> None:
    with store._snapshot() as reader, pytest.raises(sqlite3.OperationalError):
        reader.execute("DELETE FROM entities")


def test_the_schema_version_counts_the_migrations(path: Path, store: SqliteStore) -> None:
    database = Database(path)
    assert len(MIGRATIONS.applied(database)) == SCHEMA_VERSION
    assert MIGRATIONS.pending(database) == []
    assert all(table.strict for table in database.tables if not table.name.startswith("_"))
    database.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("resolver.store.sqlite_schema.APPLICATION_ID", "no number")
        with pytest.raises(DamagedData):
            SqliteStore(path)
    database = Database(path)
    assert database.table_names() == []
    database.close()
    SqliteStore(path).close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'someone'",
        "DELETE FROM events",
        "DELETE FROM events WHERE seq = 2",
        "REPLACE INTO events SELECT * FROM events WHERE seq = 1",
        """INSERT INTO events SELECT seq + 5, at, actor, kind, payload, rules_version,
            prev_hash, hash, reason FROM events WHERE seq = 1""",
    ],
)
def test_the_log_can_only_be_appended_to(path: Path, store: SqliteStore, statement: str) -> None:
    append(store, *events_of(3))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        execute(path, statement)
    assert store.verify_log() == len(events_of(3))


def test_candidates_are_found_by_index_only(store: SqliteStore) -> None:
    append(store, *events_of(9))
    with store._snapshot() as connection:
        for sql, parameters in (
            (known_keys(3), (COMMON, 1, 2, 3)),
            (names_by_id(3), (1, 2, 3)),
            (bearers_by_id(3), (1, 2, 3)),
        ):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
            steps = [detail for *_, detail in plan]
            assert any("USING PRIMARY KEY" in step or "PRIMARY KEY" in step for step in steps)
            assert not [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step]


class Looking:
    least = 0.0

    def passes(self, name: str) -> bool:
        return True


def test_names_worth_less_than_is_asked_for_are_not_read(store: SqliteStore) -> None:
    append(store, EntityFounded("e", Kind.PERSON, "founded"))
    names = ["one two three", *(f"three n{number}" for number in range(40))]
    mentions = (
        MentionRecorded(f"m{number}", "e", Mention(name), "given")
        for number, name in enumerate(names)
    )
    append(store, *mentions)
    statements: list[str] = []
    keys, looking = ["one", "two", "three"], Looking()
    with store._snapshot() as connection:
        likely = candidates(connection, Kind.PERSON, keys, 30, looking)
        assert next(likely).name == "one two three"
        looking.least = 1.0
        connection.set_trace_callback(statements.append)
        assert list(likely) == []
        connection.set_trace_callback(None)
        assert statements == []
        assert len(list(candidates(connection, Kind.PERSON, keys, 30, Looking()))) == 30


@pytest.mark.parametrize("whole", [0, 1, 3])
def test_what_is_typed_is_found_by_index_only(store: SqliteStore, whole: int) -> None:
    values = ("a", "b", LOOKED_AT, *["whole"] * whole, 10)
    with store._snapshot() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {starting_so(whole)}", values).fetchall()
    steps = [detail for *_, detail in plan]
    assert "SEARCH starts USING PRIMARY KEY (word>? AND word<?)" in steps
    assert [step for step in steps if "SCAN" in step] == ["SCAN found"]  # at most LOOKED_AT rows


def test_old_answers_to_requests_are_found_by_index_only(store: SqliteStore) -> None:
    with store._snapshot() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {FORGET}", ("2024", 10)).fetchall()
    assert not [detail for *_, detail in plan if "SCAN" in detail]


def test_a_very_common_key_is_read_only_when_no_rarer_one_is_known(store: SqliteStore) -> None:
    append(store, EntityFounded("e", Kind.PERSON, "founded"))
    append(
        store,
        *(
            MentionRecorded(f"m{number}", "e", Mention(f"common n{number}"), "given")
            for number in range(COMMON + 2)
        ),
        MentionRecorded("last", "e", Mention("rare"), "given"),
    )
    with store.reading() as reader:
        found = reader.candidates(Kind.PERSON, ["common", "rare"], 5)
        assert [name.name for name in found] == ["rare"]
        found = reader.candidates(Kind.PERSON, ["common", "unknown"], 5)
        assert [name.name for name in found] == [f"common n{number}" for number in range(5)]
        assert len(reader.candidates(Kind.PERSON, ["common"], 2 * COMMON)) == COMMON


# The log


def as_json(value: object) -> str:
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


values = st.dictionaries(
    st.sampled_from(["name", "kind", "actor"]),
    st.one_of(
        st.text(st.characters(codec="utf-8")),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.dictionaries(st.sampled_from(["b", "a"]), st.text(), max_size=2),
    ),
)


@settings(deadline=None)
@given(values)
def test_canonical_json_is_what_the_json_module_writes(fields: dict[str, object]) -> None:
    assert canonical(fields) == as_json(fields)


optional = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@settings(deadline=None)
@given(
    st.builds(
        MentionRecorded,
        st.text(st.characters(codec="utf-8", exclude_characters="\0")),
        st.just("e1"),
        st.builds(Mention, st.text('аb\\u0\n"'), st.sampled_from(Kind), *[optional] * 7),
        st.sampled_from(["founded", "joined"]),
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
    )
)
def test_a_decoded_event_is_the_encoded_one(event: Event) -> None:
    assert decode(1, *encode(event)) == event


def test_the_chain_can_be_recomputed_by_others(store: SqliteStore) -> None:
    append(store, *events_of(6))
    before = GENESIS
    for event in store.events():
        core = {
            name: event[name] for name in event if "hash" not in name and event[name] is not None
        }
        core["payload"] = as_json(core["payload"])
        expected = sha256((before + as_json(core)).encode()).hexdigest()
        assert event["hash"] == expected == digest(before, core)
        before = event["hash"]


UNLOCK = (
    "DROP TRIGGER events_are_never_changed",
    "DROP TRIGGER events_are_never_deleted",
    "DROP TRIGGER events_follow_each_other",
)


@pytest.mark.parametrize(
    ("statement", "bad"),
    [
        ("UPDATE events SET payload = replace(payload, 'm1', 'm9') WHERE seq = 3", 3),
        ("UPDATE events SET payload = payload || ' ' WHERE seq = 4", 4),
        ("UPDATE events SET actor = 'someone' WHERE seq = 5", 5),
        ("UPDATE events SET at = '1999' WHERE seq = 1", 1),
        ("UPDATE events SET rules_version = 'x' WHERE seq = 2", 2),
        ("UPDATE events SET hash = prev_hash WHERE seq = 2", 2),
        ("UPDATE events SET prev_hash = hash WHERE seq = 6", 6),
        ("DELETE FROM events WHERE seq = 4", 4),
        ("UPDATE events SET seq = 99 WHERE seq = 7", 7),
    ],
)
def test_the_first_altered_event_is_named(
    path: Path, store: SqliteStore, statement: str, bad: int
) -> None:
    append(store, *events_of(6))
    execute(path, *UNLOCK, statement)
    with pytest.raises(DamagedData, match=f"at event {bad}:"):
        store.verify_log()
    before = rows(path)
    with pytest.raises(DamagedData, match=f"at event {bad}:"):
        store.rebuild()
    assert rows(path) == before


def test_a_log_cut_at_its_end_is_noticed(path: Path, store: SqliteStore) -> None:
    append(store, *events_of(6))
    last = len(events_of(6))
    execute(path, *UNLOCK, f"DELETE FROM events WHERE seq > {last - 2}")
    with pytest.raises(DamagedData, match=f"after event {last - 2}"):
        store.verify_log()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 60), st.integers(1, 12))
def test_a_rebuild_restores_every_row(
    tmp_path_factory: pytest.TempPathFactory, number: int, chunk: int
) -> None:
    path = tmp_path_factory.mktemp("rebuild") / "store.db"
    events = events_of(number)
    with SqliteStore(path, keys=words) as store:
        for low in range(0, len(events), chunk):
            append(store, *events[low : low + chunk])
        before = rows(path)
        execute(
            path, "DELETE FROM suggestions", "DELETE FROM keys", "UPDATE names SET mentions = 0"
        )
        assert (rows(path) == before) is (number == 0)
        assert store.rebuild() == len(events)
        assert rows(path) == before


def test_a_rebuild_restores_lost_tables_in_one_transaction(path: Path, store: SqliteStore) -> None:
    append(store, *events_of(9))
    before = rows(path)
    execute(path, "DROP TABLE suggestions", "DROP TABLE keys")
    with store.reading() as early:
        store.rebuild()
        with pytest.raises(DamagedData):
            early.suggestions()
    assert rows(path) == before


# Files that cannot be opened


def refused(path: Path, kind: type[ResolverError], advice: str, read_only: bool = False) -> None:
    content = path.read_bytes() if path.is_file() else None
    with pytest.raises(kind, match=advice) as caught:
        SqliteStore(path, read_only=read_only)
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == content


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_database_is_refused_untouched(path: Path, read_only: bool) -> None:
    path.write_bytes(b"name,language\nAnna,ru\n" * 500)
    refused(path, DamagedData, "not a database", read_only)


def test_a_database_of_another_program_is_refused_untouched(path: Path) -> None:
    execute(path, "CREATE TABLE photos (id)")
    refused(path, BadInput, "another program")
    execute(path, "PRAGMA application_id = 1234")
    refused(path, BadInput, "another program")


def test_a_newer_schema_is_refused_untouched(path: Path) -> None:
    SqliteStore(path).close()
    execute(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    refused(path, BadInput, "upgrade")


def test_an_empty_file_becomes_a_store_unless_it_is_only_read(path: Path) -> None:
    path.touch()
    refused(path, BadInput, "open it once for writing", read_only=True)
    SqliteStore(path).close()
    SqliteStore(path, read_only=True).close()


def test_a_path_that_cannot_hold_a_database_is_bad_input(tmp_path: Path) -> None:
    refused(tmp_path / "missing" / "store.db", BadInput, "create it first")
    refused(tmp_path / "missing" / "store.db", NotFound, "no database", read_only=True)
    refused(tmp_path / "store.db", NotFound, "no database", read_only=True)
    refused(tmp_path, BadInput, "must be a file")
    refused(Path(":memory:"), BadInput, "must be a file")
    assert list(tmp_path.iterdir()) == []


def test_any_file_name_will_do(tmp_path: Path) -> None:
    path = tmp_path / "имена?mode=memory#1 %20.db"
    with SqliteStore(path) as store:
        append(store, EntityFounded("e1", Kind.PERSON, "Anna"))
    assert path.stat().st_size > 0
    with SqliteStore(str(path), read_only=True) as store:
        assert store.verify_log() == 1


def test_a_read_only_store_does_not_write(path: Path) -> None:
    with SqliteStore(path, keys=words) as store:
        append(store, *events_of(3))
        with SqliteStore(path, read_only=True) as reader:
            with pytest.raises(BadInput), reader.writing():
                pass
            with pytest.raises(BadInput):
                reader.rebuild()
            assert reader.verify_log() == len(events_of(3))


def python(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
    )


UNPRIVILEGED = """
    import os, sys
    from resolver.errors import ResolverError
    from resolver.store.sqlite import SqliteStore
    if os.getuid() == 0:  # root may write anywhere
        os.setgid(65534)
        os.setuid(65534)
    for path, read_only in ((sys.argv[1], False), (sys.argv[2], False), (sys.argv[1], True)):
        try:
            with SqliteStore(path, read_only=read_only) as store:
                print("verified", store.verify_log())
        except ResolverError as error:
            print(type(error).__name__, error)
"""


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="file modes are those of Unix")
def test_a_read_only_file_can_be_read_and_says_why_it_cannot_be_written() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with SqliteStore(folder / "store.db", keys=words) as store:
            append(store, *events_of(3))
        (folder / "store.db").chmod(0o444)
        folder.chmod(0o555)
        with python(UNPRIVILEGED, folder / "store.db", folder / "new.db") as child:
            assert child.stdout is not None
            said = child.stdout.read().splitlines()
        folder.chmod(0o755)
    assert said == [
        "BadInput the database file is read-only: change its permissions",
        "BadInput the directory of the database is read-only: change its permissions",
        f"verified {len(events_of(3))}",
    ]


# Damage


Truth = tuple[list[object], dict[str, list[tuple[object, ...]]]]
"""The log of a file and the rows of its projections."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Truth]:
    """The bytes of a sound file, and what it says."""
    path = tmp_path_factory.mktemp("whole") / "store.db"
    with SqliteStore(path, keys=words) as store:
        append(store, *events_of(120))
        log: list[object] = list(store.events())
    return path.read_bytes(), (log, rows(path))


def ask_everything(path: Path) -> Truth:
    """What a file says after every question was asked of it."""
    with SqliteStore(path, keys=words) as store:
        store.verify_log()
        with store.reading() as reader:
            for entity in reader.entities():
                reader.mentions(entity.entity_id)
            reader.suggestions()
            reader.counts()
            reader.candidates(Kind.PERSON, ["Name", "1"], 10)
        log: list[object] = list(store.events())
        store.rebuild()
        return log, rows(path)


def is_noticed(path: Path, damaged: bytes, truth: Truth) -> bool:
    """Whether the damage was refused; if it was not, the log is true and heals the rest."""
    path.write_bytes(damaged)
    for side in ("-wal", "-shm"):
        path.with_name(path.name + side).unlink(missing_ok=True)
    try:
        assert ask_everything(path) == truth
    except ResolverError:
        return True
    return False


def test_flipped_bytes_never_change_the_log_unnoticed(
    path: Path, whole: tuple[bytes, Truth]
) -> None:
    content, truth = whole
    chance = random.Random(20240506)
    noticed = 0
    for _ in range(100):
        damaged = bytearray(content)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        noticed += is_noticed(path, bytes(damaged), truth)
    assert noticed > 20


def test_flipped_bytes_in_the_schema_never_change_the_log_unnoticed(
    path: Path, whole: tuple[bytes, Truth]
) -> None:
    content, truth = whole
    statements = [found.start() for found in re.finditer(rb"CREATE ", content)]
    assert len(statements) > 10
    chance = random.Random(20240506)
    for _ in range(60):
        offset = chance.choice(statements) + chance.randrange(-60, 300)
        damaged = bytearray(content)
        damaged[offset] ^= 1 << chance.randrange(8)
        is_noticed(path, bytes(damaged), truth)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(path: Path, whole: tuple[bytes, Truth], share: float) -> None:
    content, _ = whole
    path.write_bytes(content[: int(len(content) * share)])
    refused(path, DamagedData, "restore a backup")


def test_a_file_without_its_last_bytes_is_refused_or_whole(
    path: Path, whole: tuple[bytes, Truth]
) -> None:
    content, truth = whole
    for missing in (1, 10, 100, 1_000):
        is_noticed(path, content[:-missing], truth)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_zeroed_header_is_refused(
    path: Path, whole: tuple[bytes, Truth], read_only: bool
) -> None:
    path.write_bytes(bytes(100) + whole[0][100:])
    refused(path, DamagedData, "restore a backup", read_only)


def test_garbage_in_a_page_is_refused(path: Path, whole: tuple[bytes, Truth]) -> None:
    content = bytearray(whole[0])
    content[8192:12288] = random.Random(1).randbytes(4096)
    path.write_bytes(content)
    refused(path, DamagedData, "restore a backup")


def test_a_store_without_its_guards_is_refused(path: Path) -> None:
    SqliteStore(path).close()
    execute(path, "DROP TRIGGER events_are_never_changed")
    refused(path, DamagedData, "tables")
    refused(path, DamagedData, "tables", read_only=True)


def test_tables_that_others_add_are_left_alone(path: Path) -> None:
    SqliteStore(path).close()
    execute(path, "CREATE TABLE notes (text)", "CREATE INDEX by_name ON names (name)")
    SqliteStore(path).close()


# Errors


def test_every_error_of_sqlite_has_a_translation() -> None:
    codes = {
        value
        for name, value in vars(sqlite3).items()
        if name.startswith("SQLITE_") and isinstance(value, int) and value > 0
    }
    for code in codes:
        error = sqlite3.OperationalError("something with a name in it")
        error.sqlite_errorcode = code
        assert isinstance(translated(error), ResolverError)
        assert "name in it" not in str(translated(error))
    assert type(translated(sqlite3.ProgrammingError("closed"))) is BadInput
    assert type(translated(sqlite3.OperationalError("not UTF-8"))) is DamagedData


def in_view(question: str, *arguments: object) -> Callable[[SqliteStore], object]:
    def ask(store: SqliteStore) -> object:
        with store.reading() as reader:
            answer = getattr(reader, question)(*arguments)
            return list(answer) if question == "entities" else answer

    return ask


QUESTIONS: dict[str, Callable[[SqliteStore], object]] = {
    "candidates": in_view("candidates", Kind.PERSON, ["Name"], 5),
    "entity": in_view("entity", "e1"),
    "has_entity": in_view("has_entity", "e1"),
    "mentions": in_view("mentions", "e1"),
    "suggestions": in_view("suggestions"),
    "entities": in_view("entities"),
    "counts": in_view("counts"),
    "events": lambda store: list(store.events()),
    "verify_log": lambda store: store.verify_log(),
    "append": lambda store: append(store, MentionRecorded("x", "e1", Mention("New"), "given")),
}

RUINS = {
    "lost tables": [f"DROP TABLE {name}" for name in (*reversed(PROJECTIONS), "events")],
    "text that is no UTF-8": [
        *UNLOCK,
        *(
            f"UPDATE {table} SET {column} = CAST(x'ff' AS TEXT)"
            for table, column in (
                ("events", "payload"),
                ("entities", "kind"),
                ("entities", "name"),
                ("suggestions", "why"),
            )
        ),
    ],
    "text that is no JSON": [
        *UNLOCK,
        "UPDATE events SET payload = '[1'",
        "UPDATE entities SET kind = 'ship'",
        "UPDATE keys SET name_ids = x'01'",
    ],
    "JSON of another shape": [*UNLOCK, "UPDATE events SET payload = '[{}]'"],
    "another kind of event": [*UNLOCK, "UPDATE events SET kind = 'eclipse'"],
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("ruin", RUINS)
def test_no_foreign_error_leaves_a_ruined_store(path: Path, ruin: str, question: str) -> None:
    with SqliteStore(path, keys=words) as store:
        append(store, *events_of(9))
        execute(path, *RUINS[ruin])
        try:
            QUESTIONS[question](store)
        except ResolverError:
            return
    assert ruin != "lost tables"


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_closed_store_answers_no_question(path: Path, question: str) -> None:
    store = SqliteStore(path, keys=words)
    append(store, *events_of(9))
    store.close()
    with pytest.raises(BadInput, match="closed"):
        QUESTIONS[question](store)


# A full disk


def test_a_full_disk_keeps_whole_transactions_and_recovers(path: Path, store: SqliteStore) -> None:
    append(store, *events_of(30))
    kept, before = store.verify_log(), rows(path)
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages + 3}")
    filling = [EntityFounded(f"big{number}", Kind.PERSON, "x" * 900) for number in range(50)]
    with pytest.raises(StoreBusy, match="free space"):
        append(store, *filling)
    assert store.verify_log() == kept
    assert rows(path) == before
    store._connection.execute("PRAGMA max_page_count = 100000")
    append(store, *filling)
    assert store.verify_log() == kept + 50


def test_a_transaction_lost_to_a_full_disk_cannot_be_committed(store: SqliteStore) -> None:
    def swallow() -> None:
        with store.writing() as writer:
            writer.append(EntityFounded("e1", Kind.PERSON, "Anna"))
            # What SQLite may do by itself when the disk is full.
            store._connection.execute("ROLLBACK")
            with pytest.raises(StoreBusy):
                writer.append(EntityFounded("e2", Kind.PERSON, "Anna"))

    with pytest.raises(StoreBusy):
        swallow()
    assert store.verify_log() == 0
    append(store, EntityFounded("e1", Kind.PERSON, "Anna"))


FILE_LIMIT = """
    import resource, sys
    from resolver.errors import StoreBusy
    from resolver.mention import Kind
    from resolver.store.protocol import EntityFounded
    from resolver.store.sqlite import SqliteStore
    store = SqliteStore(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
    for number in range(1_000):
        try:
            with store.writing() as writer:
                writer.append(EntityFounded(f"e{number}", Kind.PERSON, "x" * 900))
        except StoreBusy:
            break
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    assert 10 < number < 999
    assert store.verify_log() == number
    with store.writing() as writer:
        writer.append(EntityFounded("after", Kind.PERSON, "x"))
    print(store.verify_log() - number)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are those of Unix")
def test_a_write_that_the_system_refuses_can_be_tried_again(path: Path) -> None:
    with python(FILE_LIMIT, path) as child:
        assert child.stdout is not None
        assert child.stdout.read() == "1\n"


# Processes

WRITER = """
    import sys
    from resolver.mention import Kind, Mention
    from resolver.store.protocol import EntityFounded, MentionRecorded
    from resolver.store.sqlite import SqliteStore
    path, name, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
    store = SqliteStore(path, keys=lambda name, kind: name.split())
    with store.writing() as writer:
        writer.append(EntityFounded(name, Kind.PERSON, "Anna"))
    for step in range(1, number):
        with store.writing() as writer:
            id = f"{name}-{step}"
            spelling = Mention(f"Anna {step % 9}")
            writer.append(MentionRecorded(id, name, spelling, "given"))
        print(id, flush=True)
"""


def test_four_processes_create_and_fill_one_store_and_lose_nothing(path: Path) -> None:
    writers = [python(WRITER, path, f"w{number}", 200) for number in range(4)]
    acknowledged = [set(writer.communicate(timeout=60)[0].split()) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0]
    with SqliteStore(path, keys=words) as store:
        assert store.verify_log() == 800
        with store.reading() as reader:
            for number, ids in enumerate(acknowledged):
                assert {found.mention_id for found in reader.mentions(f"w{number}")} == ids
                assert len(ids) == 199
        before = rows(path)
        store.rebuild()
        assert rows(path) == before


def test_a_killed_writer_loses_nothing_it_acknowledged(path: Path) -> None:
    chance = random.Random(20240506)
    acknowledged: set[str] = set()
    for cycle in range(5):
        with python(WRITER, path, f"w{cycle}", 1_000_000) as writer:
            assert writer.stdout is not None
            acknowledged.add(writer.stdout.readline().strip())
            time.sleep(chance.uniform(0.01, 0.15))
            writer.kill()
            # The last line may be cut off in the middle: it was not acknowledged.
            acknowledged |= {line.strip() for line in writer.stdout if line.endswith("\n")}
        with SqliteStore(path, keys=words) as store:
            kept = {
                event["payload"]["mention_id"]
                for event in store.events()
                if event["kind"] == "mention_recorded"
            }
            assert acknowledged <= kept
            assert len(kept) <= len(acknowledged) + cycle + 1
            before = rows(path)
            assert store.rebuild() == store.verify_log() == len(kept) + cycle + 1
            assert rows(path) == before
    assert len(acknowledged) > 50


def test_of_a_crowd_of_readers_a_few_keep_their_pages_and_are_used_again(path: Path) -> None:
    pool: list[sqlite3.Connection] = []
    said: list[int] = []

    def tell(number: int, _sql: str) -> None:
        said.append(number)

    crowd = [sqlite3.connect(path) for _ in range(WARM_READERS + 2)]
    for number, connection in enumerate(crowd):
        connection.set_trace_callback(partial(tell, number))
        keep_idle(pool, connection)
    assert said == [WARM_READERS, WARM_READERS + 1]
    assert [crowd.index(one) for one in reversed(pool)] == [*reversed(range(WARM_READERS)), 4, 5]
    for connection in crowd:
        connection.close()


def test_many_at_once_mark_the_seal_of_one_file_and_leave_nothing_beside_it(path: Path) -> None:
    path.write_bytes(b"a file at rest")
    seals = [Seal(path) for _ in range(16)]
    beside = path.with_name(path.name + "-seal")
    with ThreadPoolExecutor(len(seals)) as pool:
        for _ in range(20):
            beside.unlink(missing_ok=True)
            list(pool.map(Seal.open, seals))
            assert beside.read_bytes() == b"open"
    assert {found.name for found in path.parent.iterdir()} == {path.name, beside.name}


def test_a_store_does_not_import_pandas_and_whoever_wants_it_has_it() -> None:
    pytest.importorskip("pandas")
    program = (
        "import sys\nimport resolver.store.sqlite\nassert 'pandas' not in sys.modules\n"
        "import pandas\nassert pandas.Series([1, 2]).sum() == 3"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
