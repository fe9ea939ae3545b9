"""What only a store on a server has to do: tables that are shared, connections that break."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import errors as sqlstates

from resolver.access import Role
from resolver.desk import Act, Desk
from resolver.errors import (
    BadInput,
    Conflict,
    DamagedData,
    NotFound,
    OutcomeUnknown,
    ResolverError,
    StoreBusy,
)
from resolver.ledger.events import EntityFounded, MentionRecorded, Ruling, SuggestionRaised
from resolver.mention import Kind, Mention
from resolver.service import Service
from resolver.store import postgres, postgres_open, postgres_schema
from resolver.store.postgres import PostgresStore
from resolver.store.postgres_errors import translated
from resolver.store.postgres_keys import PostgresKeys
from resolver.store.postgres_session import Session
from resolver.store.postgres_write import PostgresWriter

from .histories import happen
from .postgres_server import PostgresServer, in_schema
from .postgres_server import postgres as running


def words(name: str, kind: Kind) -> Sequence[str]:
    return tuple(name.split())


@pytest.fixture(scope="module")
def server() -> PostgresServer:
    return running()


@pytest.fixture
def url(server: PostgresServer) -> str:
    return server.schema()


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    with PostgresStore(url, keys=words) as opened:
        yield opened


def execute(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def found(store: PostgresStore, *ids: str) -> None:
    with store.writing() as writer:
        for entity_id in ids:
            writer.append(EntityFounded(entity_id, Kind.PERSON, "Anna"))


# Tables


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET actor = 'somebody else'",
        "DELETE FROM events",
        "TRUNCATE events",
        "INSERT INTO events VALUES (9, '', '', '', '', '', NULL, '', '')",
        "INSERT INTO events VALUES (1, '', '', '', '', '', NULL, '', '')",
    ],
)
def test_the_log_is_never_changed_by_hand(store: PostgresStore, url: str, change: str) -> None:
    found(store, "e1")
    with pytest.raises(psycopg.errors.IntegrityError):
        execute(url, change)
    assert store.verify_log() == 1


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER events_are_never_changed ON events",
        "ALTER TABLE events DISABLE TRIGGER events_follow_each_other",
        "DROP TABLE links",
        "ALTER TABLE names DROP COLUMN mentions",
        "ALTER TABLE keys ALTER COLUMN names TYPE integer",
        "DELETE FROM about",
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_altered_tables_are_refused(url: str, change: str, read_only: bool) -> None:
    PostgresStore(url).close()
    execute(url, change)
    with pytest.raises(DamagedData, match="restore a backup"):
        PostgresStore(url, read_only=read_only)


def test_what_others_add_is_left_alone(url: str) -> None:
    PostgresStore(url).close()
    execute(url, "CREATE TABLE notes (n int); CREATE INDEX by_name ON names (name)")
    PostgresStore(url).close()
    assert execute(url, "SELECT count(*) FROM notes") == [(0,)]


def test_tables_of_another_program_are_refused_and_left_alone(url: str) -> None:
    execute(url, "CREATE TABLE events (id int)")
    with pytest.raises(BadInput, match="another program"):
        PostgresStore(url)
    assert execute(url, "SELECT * FROM events") == []


def test_an_address_that_leads_nowhere_says_what_to_do(server: PostgresServer, url: str) -> None:
    with pytest.raises(NotFound, match="no archive"):
        PostgresStore(url, read_only=True)
    with pytest.raises(BadInput, match="create it first"):
        PostgresStore(in_schema(server.url, "nowhere"))
    with pytest.raises(StoreBusy, match="cannot be reached"):
        PostgresStore("postgresql://127.0.0.1:1/nothing")
    with pytest.raises(StoreBusy, match="does not exist"):
        PostgresStore(server.url.replace("/postgres?", "/nothing?"))
    with pytest.raises(BadInput, match="not a URL"):
        PostgresStore("postgresql://[:x")


def test_a_read_only_store_does_not_write(store: PostgresStore, url: str) -> None:
    found(store, "e1")
    with PostgresStore(url, read_only=True) as reader:
        for act in (reader.writing().__enter__, reader.rebuild, reader.compare_with_log):
            with pytest.raises(BadInput, match="read-only"):
                act()
        assert reader.verify_log() == 1


def test_every_commit_waits_for_the_disk(server: PostgresServer) -> None:
    url = server.database()
    execute(url, f"ALTER DATABASE {url.split('/')[3].split('?')[0]} SET synchronous_commit = off")
    assert execute(url, "SHOW synchronous_commit") == [("off",)]
    with PostgresStore(url) as store, store._transaction() as (session, _):
        assert session.rows("SHOW synchronous_commit") == [("on",)]


# Migrations


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Session], None]], None]:
    """Make the next version of the schema, whose migration is given."""

    def set_(step: Callable[[Session], None]) -> None:
        monkeypatch.setattr(postgres_schema, "MIGRATIONS", (*postgres_schema.MIGRATIONS[:1], step))
        for module in (postgres_schema, postgres_open, postgres):
            monkeypatch.setattr(module, "SCHEMA_VERSION", 2)

    return set_


def with_notes(session: Session) -> None:
    session.run("ALTER TABLE events ADD COLUMN note text")
    postgres_schema.drop_projections(session)
    postgres_schema.create_projections(session)


def test_a_migration_replays_the_log_and_stops_the_version_before(
    store: PostgresStore, url: str, next_version: Callable[..., None]
) -> None:
    happen(store, 5, 150)
    before = store.compare_with_log()
    next_version(with_notes)
    with pytest.raises(BadInput, match="open it once for writing"):
        PostgresStore(url, read_only=True)
    opened: list[PostgresStore] = []
    both = [
        threading.Thread(target=lambda: opened.append(PostgresStore(url, keys=words)))
        for _ in range(2)
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert before == ()
    for migrated in opened:
        assert migrated.verify_log() == 150
        assert migrated.compare_with_log() == ()
        migrated.close()
    assert len(opened) == 2


def test_a_migration_that_fails_never_happened(
    store: PostgresStore,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    next_version: Callable[..., None],
) -> None:
    happen(store, 5, 50)

    def broken(session: Session) -> None:
        with_notes(session)
        raise ZeroDivisionError

    with monkeypatch.context():
        next_version(broken)
        with pytest.raises(ZeroDivisionError):
            PostgresStore(url)
    monkeypatch.undo()
    assert store.compare_with_log() == ()
    PostgresStore(url).close()


def test_a_database_of_a_newer_version_is_refused_at_once_and_by_those_who_run(
    store: PostgresStore, url: str
) -> None:
    found(store, "e1")
    execute(url, "UPDATE about SET value = '99' WHERE name = 'version'")
    with pytest.raises(BadInput, match="upgrade"):
        PostgresStore(url)
    with pytest.raises(StoreBusy, match="another version"), store.reading():
        pass
    with pytest.raises(StoreBusy, match="another version"), store.writing():
        pass


# Rebuilding


def test_a_rebuild_heals_projections_and_others_read_the_old_ones_meanwhile(
    store: PostgresStore, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(store, 6, 200)
    execute(url, "UPDATE entities SET mentions = mentions + 1; DELETE FROM postings")
    assert set(store.compare_with_log()) == {"entities", "postings"}
    seen: list[int] = []
    replay = PostgresStore._replay

    def watched(self: PostgresStore, session: Session) -> int:
        made = replay(self, session)
        with PostgresStore(url, keys=words, timeout=0.2) as other:
            with other.reading() as reader:
                seen.append(reader.counts()["events"])
                assert reader.candidates(Kind.PERSON, ["Anna"], 5) == []
            with pytest.raises(StoreBusy), other.writing():
                pass
        return made

    monkeypatch.setattr(PostgresStore, "_replay", watched)
    assert store.rebuild() == 200
    monkeypatch.undo()
    assert seen == [200]
    assert store.compare_with_log() == ()
    with store.reading() as reader:
        assert reader.candidates(Kind.PERSON, ["Anna"], 5)


def test_a_view_from_before_a_rebuild_never_sees_its_tables(store: PostgresStore) -> None:
    happen(store, 6, 60)
    asked, rebuilt = threading.Event(), threading.Event()

    def rebuild() -> None:
        asked.wait(10)
        store.rebuild()
        rebuilt.set()

    thread = threading.Thread(target=rebuild)
    thread.start()
    with store.reading() as reader:
        asked.set()
        assert not rebuilt.wait(0.5)  # the last step waits for this view
        assert len(list(reader.entities())) == reader.counts()["entities"]
    thread.join(10)
    assert rebuilt.is_set()


def test_a_rebuild_that_was_killed_leaves_the_old_projections_and_can_be_repeated(
    store: PostgresStore, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(store, 6, 60)
    replay = PostgresStore._replay

    def killed(self: PostgresStore, session: Session) -> int:
        replay(self, session)
        execute(url, f"SELECT pg_terminate_backend({session.connection.info.backend_pid})")
        session.rows("SELECT 1")
        raise AssertionError

    monkeypatch.setattr(PostgresStore, "_replay", killed)
    with pytest.raises(StoreBusy):
        store.rebuild()
    monkeypatch.undo()
    found(store, "after")
    assert store.compare_with_log() == ()
    assert store.rebuild() == 61


# Errors


def test_every_state_of_postgresql_has_a_translation_that_tells_no_names() -> None:
    known = {code for code in vars(sqlstates).values() if isinstance(code, type)}
    classes = [one for one in known if issubclass(one, psycopg.Error) and one.sqlstate]
    assert len(classes) > 200
    for error in classes:
        said = translated(error("something with a name in it"))
        assert isinstance(said, ResolverError)
        assert "name in it" not in str(said)
    assert type(translated(psycopg.OperationalError("gone"))) is StoreBusy
    assert type(translated(sqlstates.UniqueViolation())) is Conflict
    assert type(translated(sqlstates.DiskFull())) is StoreBusy
    assert type(translated(sqlstates.DataCorrupted())) is DamagedData


def test_what_the_driver_gives_up_is_not_logged_with_names(
    store: PostgresStore, caplog: pytest.LogCaptureFixture
) -> None:
    found(store, "e1")

    def fail(error: BaseException | None) -> None:
        with store.writing() as writer:
            assert isinstance(writer, PostgresWriter)
            writer._session.run("INSERT INTO settings VALUES ('Anna', ''), ('Anna', '')")
            if error is not None:
                raise error

    with pytest.raises(ZeroDivisionError):
        fail(ZeroDivisionError())
    with pytest.raises(Conflict) as raised:
        fail(None)
    assert "Anna" not in str(raised.value)
    assert "Anna" not in caplog.text
    assert store.compare_with_log() == ()


# Connections that break


def hurt(store: PostgresStore, url: str) -> None:
    """End every connection of a store but those of this test, as a restart does."""
    execute(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'name-resolver'",
    )


def test_connections_that_broke_at_rest_are_replaced_unseen(store: PostgresStore, url: str) -> None:
    found(store, "e1")
    for number in range(3):
        hurt(store, url)
        with store.reading() as reader:
            assert reader.has_entity("e1")
        hurt(store, url)
        found(store, f"more {number}")
    assert store.verify_log() == 4


def test_a_connection_lost_in_a_view_or_a_transaction_keeps_nothing_and_says_so(
    store: PostgresStore, url: str
) -> None:
    found(store, "e1")

    def ask() -> None:
        with store.reading() as reader:
            hurt(store, url)
            reader.has_entity("e1")

    def write() -> None:
        with store.writing() as writer:
            writer.append(EntityFounded("e2", Kind.PERSON, "Anna"))
            hurt(store, url)
            with suppress(StoreBusy):
                writer.append(EntityFounded("e3", Kind.PERSON, "Anna"))

    for act in (ask, write):
        with pytest.raises(StoreBusy):
            act()
    with store.reading() as reader:
        assert [entity.entity_id for entity in reader.entities()] == ["e1"]
    found(store, "e2")
    assert store.verify_log() == 2


def lose_commits(monkeypatch: pytest.MonkeyPatch, url: str, *, kept: bool) -> None:
    """Cut the connection after or before the next COMMIT, whose answer never arrives."""
    execute_ = psycopg.Connection.execute

    def cut(self: psycopg.Connection[Any], query: Any, *args: Any, **options: Any) -> Any:
        if query == "COMMIT":
            monkeypatch.undo()
            if kept:
                execute_(self, query)
            execute(url, f"SELECT pg_terminate_backend({self.info.backend_pid})")
            query = "SELECT 1"
        return execute_(self, query, *args, **options)

    monkeypatch.setattr(psycopg.Connection, "execute", cut)


def test_a_commit_whose_answer_was_lost_counts_as_what_it_was(
    store: PostgresStore, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_commits(monkeypatch, url, kept=True)
    found(store, "e1")
    lose_commits(monkeypatch, url, kept=False)
    with pytest.raises(StoreBusy, match="nothing was kept"):
        found(store, "e2")
    with store.reading() as reader:
        assert [entity.entity_id for entity in reader.entities()] == ["e1"]


def test_where_nobody_can_say_what_became_of_a_commit_a_retry_with_its_key_acts_once(
    store: PostgresStore, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(store, "e1", "e2")
    desk = Desk(store)
    for kept in (True, False):
        before = store.head()[0]
        act = Act("vera", key=f"once {kept}")
        lose_commits(monkeypatch, url, kept=kept)
        with pytest.MonkeyPatch.context() as away:
            away.setattr(type(store._pool), "begin", _once(type(store._pool).begin, store._write))
            with pytest.raises(OutcomeUnknown, match="same idempotency key"):
                desk.decide(Ruling.SAME, "e1", "e2", act)
        done = desk.decide(Ruling.SAME, "e1", "e2", act)
        assert done == desk.decide(Ruling.SAME, "e1", "e2", act)
        assert store.head()[0] == done.decision == before + 1


def _once(begin: Callable[..., Any], write: str) -> Callable[..., Any]:
    """A pool that gives one connection for writing, and then none."""
    given: list[int] = []

    def begin_(self: object, statements: str) -> Any:
        if given:
            raise StoreBusy("the server is away")
        given.append(1)
        return begin(self, write)

    return begin_


# Replicas


def test_what_one_replica_decides_the_next_request_on_another_sees(url: str) -> None:
    with PostgresStore(url) as one, PostgresStore(url) as other:
        here, there = Service(one), Service(other)
        for number in range(3):
            mention = Mention("Мансур Мовлаев", birth_date=f"195{number}")
            here.record(mention, f"e{number}")
        asked = Mention("Mansur Movlaev")
        assert len(there.resolve(asked).candidates) == 3
        done = Desk(one).merge(["e0", "e1", "e2"], Act("vera"))
        assert [found.entity_id for found in there.resolve(asked).candidates] == ["e0"]
        Desk(other).rename("e2", "Movlaev, M.", Act("olga"))
        assert here.resolve(asked).candidates[0].name == "Movlaev, M."
        Desk(other).undo(done.decision, Act("olga"))
        assert len(here.resolve(asked).candidates) == 3


def test_events_of_many_threads_and_replicas_keep_one_order(url: str) -> None:
    stores = [PostgresStore(url, keys=words) for _ in range(2)]
    found(stores[0], "e1")

    def work(number: int) -> None:
        for step in range(15):
            with stores[number % 2].writing(f"w{number}") as writer:
                for part in range(2):
                    mention = Mention(f"Anna {step}")
                    writer.append(
                        MentionRecorded(f"m{number}-{step}-{part}", "e1", mention, "given")
                    )

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stores[0].verify_log() == 1 + 4 * 15 * 2
    assert stores[1].compare_with_log() == ()
    actors = [event["actor"] for event in stores[1].events(after=1)]
    assert actors[::2] == actors[1::2]  # those of one transaction stand together
    for store in stores:
        store.close()


def test_the_lease_of_a_replica_that_died_expires(url: str) -> None:
    moment = datetime(2024, 1, 2, tzinfo=UTC)
    with (
        PostgresStore(url, keys=words, clock=lambda: moment) as dying,
        PostgresStore(url, keys=words, clock=lambda: moment + timedelta(seconds=59)) as soon,
        PostgresStore(url, keys=words, clock=lambda: moment + timedelta(seconds=61)) as later,
    ):
        found(dying, "e1", "e2")
        with dying.writing() as writer:
            card = writer.append(SuggestionRaised("e1", "e2", 0.5, "why"))
            assert writer.lease("vera", 60) == card
        with soon.writing() as writer:
            assert writer.lease("olga", 60) is None
        with later.writing() as writer:
            assert writer.lease("olga", 60) == card


def test_a_key_revoked_on_one_replica_opens_nothing_on_another(url: str) -> None:
    PostgresStore(url).close()
    with PostgresKeys(url) as one, PostgresKeys(url) as other:
        assert not other.any()
        made = one.create(Role.CLERK, "desk")
        assert other.any()
        known = other.stored(made.key_id)
        assert known is not None
        assert known[0].revoked_at is None
        assert known[1] == made.digest
        one.revoke(made.key_id)
        assert other.usable() == 0
        with pytest.raises(NotFound):
            other.revoke("0123456789ab")
        assert [key.label for key in other.listed()] == ["desk"]
