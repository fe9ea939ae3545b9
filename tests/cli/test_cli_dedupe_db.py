"""`resolver dedupe --db`: an archive goes straight into a store."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.archive import mentions, write

from resolver.store.sqlite import SqliteStore

from .conftest import Invoke

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

ARGS = ("dedupe", "in.csv", "--engine", "duckdb", "-o", "out.csv", "--db", "store.db")
ROWS = """id,name,birth_date,source,country
p1,Иван Орлов,1950-02-03,register,RU
p2,Ivan Orlov,,newspaper,
p3,Иван Орлов,1985,register,
p4,,1985,register,
p5,Anna Kotova,,register,
"""


def test_what_was_found_is_in_the_store_for_clerks(invoke: Invoke) -> None:
    Path("in.csv").write_text(ROWS, encoding="utf-8")
    done = invoke(*ARGS)
    assert done.exit_code == 1, done.stderr  # for the row without a name
    assert done.stderr.splitlines()[-1] == (
        "4 mentions and 2 suggestions recorded in store.db, which has 4 mentions"
    )
    with SqliteStore("store.db") as store, store.reading() as reader:
        found = {m.mention.external_id: m for e in reader.entities() for m in
                 reader.mentions(e.entity_id)}  # fmt: skip
        assert set(found) == {"p1", "p2", "p3", "p5"}
        assert found["p1"].mention.source == "register"
        assert found["p1"].mention.country == "RU"
        suggested = {frozenset({s.entity_a, s.entity_b}) for s in reader.suggestions()}
        own = found["p2"].entity_id
        assert suggested == {frozenset({own, found[p].entity_id}) for p in ("p1", "p3")}
        assert all(s.evidence and "birth_date" in s.missing for s in reader.suggestions())


def test_the_same_command_again_changes_nothing(invoke: Invoke) -> None:
    write(Path("in.csv"), mentions(150, 4, mixed=True))
    invoke(*ARGS)
    with SqliteStore("store.db") as store:
        before = store.head()
        assert store.compare_with_log() == ()
    done = invoke(*ARGS)
    assert (
        done.stderr == "0 mentions and 0 suggestions recorded in store.db, which has 150 mentions\n"
    )
    with SqliteStore("store.db") as store:
        assert store.head() == before


def test_the_store_has_the_entities_of_the_output(invoke: Invoke) -> None:
    write(Path("in.csv"), mentions(150, 4, mixed=True))
    invoke(*ARGS)
    ids = {line.split(",")[-2] for line in Path("out.csv").read_text("utf-8").splitlines()[1:]}
    with SqliteStore("store.db") as store, store.reading() as reader:
        assert len(list(reader.entities())) == len(ids)


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("--engine", "memory"), 2, "--db needs --engine duckdb"),
        (("--engine", "duckdb", "--db", "in.csv"), 3, "not a database"),
        (("--engine", "duckdb", "--db", "no/where.db"), 2, "directory"),
    ],
)
def test_an_unusable_store_is_refused_before_the_work(
    invoke: Invoke, args: tuple[str, ...], code: int, says: str
) -> None:
    Path("in.csv").write_text("name\nAdam\n", encoding="utf-8")
    done = invoke("dedupe", "in.csv", "-o", "out.csv", "--db", "store.db", *args)
    assert done.exit_code == code
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert not Path("out.csv").exists()
    assert Path("in.csv").read_text("utf-8") == "name\nAdam\n"
