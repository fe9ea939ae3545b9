"""`resolver dedupe --constraints`: what people decided, from a table or from a store."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from resolver.desk import Act, Desk
from resolver.ledger.events import Ruling
from resolver.mention import Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

from .conftest import Invoke

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

ENGINES = pytest.mark.parametrize("engine", ["memory", "duckdb"])
ROWS = """id,name,birth_date
p1,Анна Смирнова,
p2,Анна Смирнова,
p3,Anna Smirnova,
p4,Пётр Котов,1950
p5,Pyotr Kotov,1985
p6,Мария Белова,
"""


def entities(text: str) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(text))
    return {row["id"]: row["entity_id"] for row in rows}


def dedupe(invoke: Invoke, engine: str, decisions: str, *more: str) -> tuple[dict[str, str], str]:
    done = invoke("dedupe", "in.csv", "--engine", engine, "--constraints", decisions, *more)
    assert done.exit_code == 0, done.stderr
    return entities(done.stdout), done.stderr


@pytest.fixture(autouse=True)
def _input(invoke: Invoke) -> None:
    del invoke  # stands in an empty folder
    Path("in.csv").write_text(ROWS, encoding="utf-8")


@ENGINES
def test_decisions_of_a_table_hold(invoke: Invoke, engine: str) -> None:
    Path("d.csv").write_text("a,b,verdict\np1,p2,different\np1,p3,same\np4,p6,same\n")
    found, stderr = dedupe(invoke, engine, "d.csv")
    assert found["p1"] == found["p3"] != found["p2"]
    assert found["p4"] == found["p6"] != found["p5"]
    assert stderr == ""


def test_both_engines_give_the_same_ids(invoke: Invoke) -> None:
    Path("d.jsonl").write_text('{"a": "p1", "b": "p2", "verdict": "different"}\n')
    assert dedupe(invoke, "memory", "d.jsonl") == dedupe(invoke, "duckdb", "d.jsonl")


@ENGINES
def test_rows_without_an_id_go_by_their_numbers(invoke: Invoke, engine: str) -> None:
    Path("in.csv").write_text("name\nАнна Смирнова\nАнна Смирнова\nПётр Котов\n", encoding="utf-8")
    Path("d.csv").write_text("a,b,verdict\n2,3,different\n")
    done = invoke("dedupe", "in.csv", "--engine", engine, "--constraints", "d.csv")
    ids = [row["entity_id"] for row in csv.DictReader(io.StringIO(done.stdout))]
    assert len(set(ids)) == 3


@ENGINES
def test_ids_of_no_row_are_counted(invoke: Invoke, engine: str) -> None:
    Path("d.csv").write_text("a,b,verdict\np1,gone,same\ngone,p6,same\n")
    found, stderr = dedupe(invoke, engine, "d.csv")
    assert stderr == "note: 1 id of d.csv: no such row\n"
    assert found["p1"] == found["p6"]


@ENGINES
@pytest.mark.parametrize(
    ("decisions", "says"),
    [
        ("a,b,verdict\np1,p3,same\np3,p1,different\n", "row 3 of d.csv says that two are diff"),
        ("a,b,verdict\n1,2,same\n", "--id-column"),
        ("a,b,verdict\np1,p2,perhaps\n", 'row 2 of d.csv: unknown verdict "perhaps"; use same'),
        ("a,b,verdict\np1,,same\n", "row 2 of d.csv needs two ids"),
        ("one,two\n", 'd.csv has no column "a"'),
        ("", "d.csv is empty"),
    ],
)
def test_unusable_decisions_are_one_line_and_change_nothing(
    invoke: Invoke, engine: str, decisions: str, says: str
) -> None:
    Path("d.csv").write_text(decisions)
    done = invoke("dedupe", "in.csv", "--engine", engine, "--constraints", "d.csv", "-o", "out.csv")
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert not Path("out.csv").exists()


@ENGINES
def test_decisions_of_a_store_hold_for_its_ids_and_names(invoke: Invoke, engine: str) -> None:
    clerk = Act("clerk")
    with SqliteStore("store.db") as store:
        service, desk = Service(store), Desk(store)
        ids = [
            service.record(mention).entity_id
            for mention in (
                Mention("Анна Смирнова", external_id="p1"),
                Mention("A. Petrova", external_id="p2"),
                Mention("Пётр Котов", birth_date="1950"),
                Mention("Мария Белова"),
                Mention("Котов"),
            )
        ]
        desk.decide(Ruling.DIFFERENT, ids[0], ids[1], clerk)
        desk.decide(Ruling.SAME, ids[2], ids[3], clerk)
    with Path("in.csv").open("a", encoding="utf-8") as stream:
        stream.write("p7,Пётр Котов,1985\n")
    found, _ = dedupe(invoke, engine, "store.db")
    assert found["p1"] != found["p2"]
    assert found["p4"] == found["p6"]
    assert found["p7"] == found["p5"] != found["p4"]


@ENGINES
def test_what_was_undone_in_a_store_holds_no_more(invoke: Invoke, engine: str) -> None:
    clerk = Act("clerk")
    with SqliteStore("store.db") as store:
        service, desk = Service(store), Desk(store)
        one = service.record(Mention("Мария Белова", external_id="p6")).entity_id
        other = service.record(Mention("Пётр Котов", external_id="p4")).entity_id
        done = desk.decide(Ruling.SAME, one, other, clerk)
        desk.undo(done.decision, clerk)
    found, _ = dedupe(invoke, engine, "store.db")
    assert found["p4"] != found["p6"]
