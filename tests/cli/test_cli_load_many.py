"""`resolver load` of a large file: clustered first, looked up once a cluster, recorded at once."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from benchmarks.archive import mentions, write
from contract.postgres_server import postgres
from hypothesis import given
from hypothesis import strategies as st

from resolver import recording_clusters
from resolver.cli import in_order, load, load_clusters, load_many
from resolver.desk import Act, Desk
from resolver.errors import StoreBusy
from resolver.ledger.events import Ruling
from resolver.mention import Kind, Mention
from resolver.service import Service
from resolver.store.opening import open_store
from resolver.store.sqlite import SqliteStore

from .conftest import Invoke

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

ROWS = 400
Found = dict[str, set[tuple[str, str]]]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_many, "MANY", 3)


def entities(path: str) -> Found:
    """Of each entity: its spellings, each with how it came there."""
    with SqliteStore(path) as store:
        assert store.compare_with_log() == ()
        with store.reading() as reader:
            return {
                one.entity_id: {(m.mention.name, m.how) for m in reader.mentions(one.entity_id)}
                for one in reader.entities()
            }


def counts(path: str) -> tuple[int, int, int]:
    """Mentions, entities, open suggestions."""
    with SqliteStore(path) as store, store.reading() as reader:
        found = reader.counts()
        return found["mentions"], found["entities"], found["suggestions"]


def rows(*lines: str) -> None:
    Path("in.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_large_file_has_the_entities_that_dedupe_finds_in_it(invoke: Invoke) -> None:
    write(Path("in.csv"), mentions(ROWS, 4, mixed=True))
    done = invoke("load", "in.csv", "--db", "a.db")
    assert (done.exit_code, done.stderr) == (0, f"{ROWS} mentions recorded in a.db\n")
    invoke("dedupe", "in.csv", "--engine", "duckdb", "-o", "out.csv", "--db", "b.db")
    assert {frozenset(found) for found in entities("a.db").values()} == {
        frozenset(found) for found in entities("b.db").values()
    }
    assert counts("a.db") == counts("b.db")


def test_the_same_command_again_adds_nothing(invoke: Invoke) -> None:
    write(Path("in.csv"), mentions(ROWS, 4, mixed=True))
    for more in ((), ("--entity-column", "truth")):
        invoke("load", "in.csv", "--db", "a.db", *more)
        with SqliteStore("a.db") as store:
            before = store.head()
        done = invoke("load", "in.csv", "--db", "a.db", *more)
        assert done.exit_code == 0
        assert done.stderr == (
            f"0 mentions recorded in a.db, which had {ROWS} rows of this file already\n"
        )
        with SqliteStore("a.db") as store:
            assert store.head() == before
        Path("a.db").unlink()
        Path("a.db-seal").unlink()


@pytest.mark.parametrize("more", [(), ("--entity-column", "truth")], ids=["clusters", "named"])
def test_after_an_interruption_the_same_command_goes_on(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, more: Sequence[str]
) -> None:
    write(Path("in.csv"), mentions(ROWS, 4))
    invoke("load", "in.csv", "--db", "whole.db", *more)
    begun: list[int] = []
    plain = SqliteStore.writing

    def interrupted(store: SqliteStore, actor: str | None = None) -> object:
        begun.append(1)
        if len(begun) > 2:
            raise KeyboardInterrupt
        return plain(store, actor)

    with monkeypatch.context() as patch:
        patch.setattr(recording_clusters, "LONGEST_SECONDS", 0.0)
        patch.setattr(SqliteStore, "writing", interrupted)
        done = invoke("load", "in.csv", "--db", "a.db", *more)
    some = counts("a.db")[0]
    assert 0 < some < ROWS
    assert done.exit_code == 130
    assert f"{some} mentions recorded in a.db, the rest of the file is not" in done.stderr
    done = invoke("load", "in.csv", "--db", "a.db", *more)
    assert done.stderr == (
        f"{ROWS - some} mentions recorded in a.db, which had {some} rows of this file already\n"
    )
    assert entities("a.db") == entities("whole.db")


@pytest.mark.parametrize("more", [(), ("--entity-column", "truth")], ids=["clusters", "named"])
def test_of_a_file_that_changes_while_it_is_read_nothing_is_recorded(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, more: Sequence[str]
) -> None:
    write(Path("in.csv"), mentions(ROWS, 4))
    plain = load_many.usable

    def growing(*args: Any, **options: Any) -> Iterator[load_many.Loaded]:
        yield from plain(*args, **options)
        with Path("in.csv").open("a") as file:
            file.write("one more")

    for module in (load_many, load_clusters):
        monkeypatch.setattr(module, "usable", growing)
    done = invoke("load", "in.csv", "--db", "a.db", *more)
    assert done.exit_code != 0
    assert "the file has changed while it was being loaded: load it again" in done.stderr
    assert counts("a.db") == (0, 0, 0)


@pytest.mark.parametrize("more", [(), ("--entity-column", "truth")], ids=["clusters", "named"])
def test_a_load_does_not_count_what_others_record_meanwhile(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, more: Sequence[str]
) -> None:
    write(Path("in.csv"), mentions(ROWS, 4))
    plain = SqliteStore.listing_later

    def beside(store: SqliteStore) -> object:
        with SqliteStore("a.db") as other:
            Service(other).record(Mention("Adam Orlov"))
        return plain(store)

    monkeypatch.setattr(SqliteStore, "listing_later", beside)
    done = invoke("load", "in.csv", "--db", "a.db", *more)
    assert done.stderr == f"{ROWS} mentions recorded in a.db\n"
    assert counts("a.db")[0] == ROWS + 1


def test_another_file_of_the_same_rows_is_news(invoke: Invoke) -> None:
    for name in ("Adam", "Bert"):
        rows("name", "Иван Орлов", "Ivan Orlov", name)
        assert invoke("load", "in.csv", "--db", "a.db").stderr == "3 mentions recorded in a.db\n"
    assert counts("a.db")[0] == 6


def test_a_cluster_joins_the_entity_that_its_name_is(invoke: Invoke) -> None:
    rows("name", "Мансур Асланович Мовлаев")
    invoke("load", "in.csv", "--db", "a.db")
    rows("name", "Mansur Aslanovich Movlaev", "Mansour Aslanovitch Movlaev", "Anna Kotova")
    invoke("load", "in.csv", "--db", "a.db")
    found = entities("a.db").values()
    joined = {"Mansur Aslanovich Movlaev", "Mansour Aslanovitch Movlaev"}
    assert {frozenset(one) for one in found} == {
        frozenset(
            {("Мансур Асланович Мовлаев", "founded"), *((name, "joined") for name in joined)}
        ),
        frozenset({("Anna Kotova", "founded")}),
    }
    with SqliteStore("a.db") as store, store.reading() as reader:
        scores = [m.score for one in reader.entities() for m in reader.mentions(one.entity_id)]
    assert sum(score is not None and score > 0.9 for score in scores) == 2


def test_what_may_be_two_entities_founds_one_and_is_suggested(invoke: Invoke) -> None:
    rows("name,e", "Ivan Petrovich Orlov,a", "Ivan Sergeevich Orlov,b", "Adam,c")
    invoke("load", "in.csv", "--db", "a.db", "--entity-column", "e")
    rows("name", "Ivan Orlov", "Иван Орлов", "Anna Kotova")
    invoke("load", "in.csv", "--db", "a.db")
    assert counts("a.db") == (6, 5, 2)
    with SqliteStore("a.db") as store, store.reading() as reader:
        ends = [{one.entity_a, one.entity_b} for one in reader.suggestions()]
    assert all(len(end & {"a", "b"}) == 1 for end in ends)


def test_decisions_of_the_store_hold_for_what_is_loaded(invoke: Invoke) -> None:
    rows("id,name,e", "1,Ivan Petrovich Orlov,a", "2,Иван Петрович Орлов,b", "3,Adam,c")
    invoke("load", "in.csv", "--db", "a.db", "--entity-column", "e")
    with SqliteStore("a.db") as store:
        Desk(store).decide(Ruling.DIFFERENT, "a", "b", Act("vera"))
    rows("id,name", "1,Ivan P. Orlov", "2,Иван П. Орлов", "4,Anna Kotova")
    invoke("load", "in.csv", "--db", "a.db")
    found = entities("a.db")
    assert ("Ivan P. Orlov", "joined") in found["a"]
    assert ("Иван П. Орлов", "joined") in found["b"]


BAD = (
    "id,name,kind,e",
    "1,Adam Orlov,,a",
    "2,,,b",
    "3,Adam Orlov,robot,c",
    "4,Adam Orlov,place,a",
    f"5,Anna Kotova,,{'x' * 201}",
    f"6,{'и ' * 30},,d",
    "7,Anna\x00 Kotova,,d",
    "8,Bo,,   ",
    "9,Ivan Orlov,,",
    "10,Иван Орлов,,",
    "11,,,",
)


def test_bad_rows_are_named_as_they_are_one_by_one(invoke: Invoke) -> None:
    rows(*BAD)
    args = ("load", "in.csv", "--kind-column", "kind", "--entity-column", "e", "--db")
    many, single = invoke(*args, "a.db"), invoke(*args, "b.db", "--one-by-one")
    assert many.exit_code == single.exit_code == 1
    said = [sorted(done.stderr.replace("b.db", "a.db").splitlines()) for done in (many, single)]
    assert said[0] == said[1]
    a, b = (entities(path) for path in ("a.db", "b.db"))
    assert {frozenset(found) for found in a.values()} == {frozenset(found) for found in b.values()}


def test_rows_that_name_their_entity_come_to_what_they_come_to_one_by_one(invoke: Invoke) -> None:
    write(Path("in.csv"), mentions(ROWS, 5, mixed=True))
    args = ("load", "in.csv", "--entity-column", "truth", "--db")
    assert invoke(*args, "a.db").exit_code == 0
    assert invoke(*args, "b.db", "--one-by-one").exit_code == 0
    assert entities("a.db") == entities("b.db")
    with (
        SqliteStore("a.db") as one,
        SqliteStore("b.db") as other,
        one.reading() as ours,
        other.reading() as theirs,
    ):
        shown = [
            {e.entity_id: (e.name, e.kind, e.mentions, e.spellings) for e in reader.entities()}
            for reader in (ours, theirs)
        ]
    assert shown[0] == shown[1]


def test_without_the_engine_rows_are_recorded_one_by_one(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "can_cluster", lambda: False)
    rows("name,e", "Ivan Orlov,a", "Иван Орлов,", "Anna Kotova,", "Anna Kotova,b")
    invoke("load", "in.csv", "--db", "a.db")
    assert counts("a.db") == (4, 2, 0)
    invoke("load", "in.csv", "--db", "b.db", "--entity-column", "e")
    assert entities("b.db") == {
        "a": {("Ivan Orlov", "given"), ("Иван Орлов", "joined")},
        "b": {("Anna Kotova", "given"), ("Anna Kotova", "joined")},
    }


def test_a_file_that_changes_meanwhile_is_refused(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    from resolver.batch.run import Run

    solve = Run.solve

    def changed(run: Run) -> None:
        rows("name", "Adam", "Bert", "Carl")
        solve(run)

    monkeypatch.setattr(Run, "solve", changed)
    rows("name", "Ivan Orlov", "Иван Орлов", "Anna Kotova")
    done = invoke("load", "in.csv", "--db", "a.db")
    assert done.exit_code == 2
    assert "load it again" in done.stderr
    assert counts("a.db") == (0, 0, 0)


def test_who_asks_meanwhile_finds_what_was_recorded_before(invoke: Invoke) -> None:
    write(Path("in.csv"), mentions(ROWS, 4))
    invoke("load", "in.csv", "--db", "a.db")
    name = mentions(ROWS, 4)[0].name

    with SqliteStore("a.db") as store:
        found = Service(store).resolve(Mention(name)).candidates
        assert found[0].score > 0.9


def test_a_busy_store_is_an_error_and_nothing_is_half_recorded(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_store: SqliteStore, _actor: str | None = None) -> object:
        raise StoreBusy("another writer holds the database: try again")

    monkeypatch.setattr(SqliteStore, "writing", busy)
    rows("name", "Ivan Orlov", "Иван Орлов", "Anna Kotova")
    done = invoke("load", "in.csv", "--db", "a.db")
    assert done.exit_code != 0
    assert "try again" in done.stderr


known = st.one_of(st.none(), st.text(max_size=2))
recorded = st.builds(
    Mention, st.text(max_size=2), st.sampled_from(Kind), known, known, known, known, known, known,
    known,
)  # fmt: skip
cells = st.tuples(st.text(max_size=3), st.integers(), recorded)


@given(st.lists(cells, unique_by=lambda row: row[:2]))
def test_rows_come_in_order_however_many_are_held(found: list[in_order.Sorted]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_order, "AT_ONCE", 3)
        patch.setattr(in_order, "_READ_AT_ONCE", 2)
        assert list(in_order.in_order(found)) == sorted(found, key=lambda row: row[:2])


def test_a_server_gets_what_a_file_gets(invoke: Invoke) -> None:
    write(Path("in.csv"), mentions(ROWS // 4, 4, mixed=True))
    url = postgres().schema()
    for more in (("--entity-column", "truth"), ()):
        for database in ("a.db", url):
            assert invoke("load", "in.csv", "--db", database, *more).exit_code == 0
        with open_store(url) as server, server.reading() as reader:
            there = {e.entity_id: (e.name, e.mentions, e.spellings) for e in reader.entities()}
            assert server.compare_with_log() == ()
        with open_store("a.db") as file, file.reading() as reader:
            here = {e.entity_id: (e.name, e.mentions, e.spellings) for e in reader.entities()}
        assert there == here


def test_what_comes_through_a_pipe_is_read_once(invoke: Invoke) -> None:
    os.mkfifo("pipe")

    def fill() -> None:
        Path("pipe").write_text("name\nIvan Orlov\nИван Орлов\nAnna Kotova\nBo\n", "utf-8")

    filling = threading.Thread(target=fill)
    filling.start()
    done = invoke("load", "pipe", "--db", "a.db")
    filling.join()
    assert done.stderr == "4 mentions recorded in a.db\n"
