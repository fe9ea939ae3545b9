"""An archive that memory holds has the tables that queries make of one that it does not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from benchmarks.archive import mentions

from batch.inline import Inline
from resolver.batch import duckdb
from resolver.batch.analysis import analyse, turn
from resolver.batch.cleaning import cleaned_names
from resolver.batch.duckdb import DuckEngine
from resolver.batch.functions import Function
from resolver.batch.meaning import mean
from resolver.batch.steps import gather
from resolver.text import MAX_CODE_POINTS, cleaned

Named = tuple[str, str]
TABLES = ("name", "word", "profile", "turned", "placed", "member", "node")
ODD = (
    *("İvan Orlov", "i̇van Orlov", "IVAN ORLOV", "Orlov, I. I.", "I.", "王伟", "Straße Groß", "Ада"),
    *("a,, b", "Ivan ,Orlov", "Ivan Orlov jr.", "x" * 41 + " Ivan", "a b c d e"),
)


class Watched(DuckEngine):
    """Remembers what functions are asked for."""

    def map(self, name: str, function: Function, rows: str | pa.Table, schema: pa.Schema) -> None:
        table = self.fetch(rows) if isinstance(rows, str) else rows
        self.asked = {**getattr(self, "asked", {}), name: table.to_pylist()}
        super().map(name, function, table, schema)


def tables(folder: Path, archive: Sequence[Named]) -> dict[str, list[dict[str, object]]]:
    """What is made of (text, kind), with rows in one order; and what workers are asked, in theirs:
    a run may go on in the other way."""
    engine = Watched(folder, workers=1)
    columns = zip(*archive, strict=True) if archive else ((), ())
    text, kind = (pa.array(column, pa.string()) for column in columns)
    rows = pa.array(range(len(archive)), pa.int64())
    engine.fill("mention", [pa.table({"row": rows, "text": text, "kind": kind})])
    analyse(engine)
    turn(engine)
    mean(engine)
    gather(engine)
    found = {name: engine.fetch(f"SELECT * FROM {name} ORDER BY ALL") for name in TABLES}
    engine.close()
    made = {name: table.to_pylist() for name, table in found.items()}
    return made | {f"asked for {name}": rows for name, rows in engine.asked.items()}


@pytest.mark.parametrize(
    "archive",
    [
        [(one.name, "person") for one in mentions(1500, 3, mixed=True)],
        [(name, "person") for name in ODD],
        [(name, kind) for name in ODD for kind in ("organization", "person", "place")],
        [("Astana", "place")],
        [("Иван Орлов", "person"), ("Иван Орлов", "person")],
        [],
    ],
    ids=["mixed", "odd", "kinds", "no person", "one name", "empty"],
)
def test_tables_are_those_that_queries_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, archive: Sequence[Named]
) -> None:
    monkeypatch.setattr(duckdb, "ProcessPoolExecutor", Inline)
    at_once = tables(tmp_path / "memory", archive)
    monkeypatch.setattr(duckdb, "SMALL", -1)
    assert at_once == tables(tmp_path / "disk", archive)


def test_many_names_are_cleaned_as_each_is() -> None:
    names = [
        "Ада Лав",
        "",
        " ",
        "-",
        "ʹ",
        "А\u200bда",
        "Ада  Лав",
        "Nu̇rlan",
        "a" * 600,
        "a\0b",
        "王",
    ]
    names += ["a" * 600, "a" * MAX_CODE_POINTS]
    found, is_printable = cleaned_names(pa.array(names))
    assert found.to_pylist() == cleaned(names)
    assert not is_printable
    assert cleaned_names(pa.array(["Ада", "Nu̇rlan"]))[1]
