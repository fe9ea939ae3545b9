"""What every engine does for the steps, and that all of them come to the same clusters."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from benchmarks.archive import mentions

from batch.originals_parts import three_men
from batch.spark_parts import QUICK, java
from batch.usage_parts import called_by_one
from resolver.batch import loose, steps
from resolver.batch.digest import digest
from resolver.batch.duckdb import DuckEngine
from resolver.batch.engine import Engine
from resolver.batch.folder import LocalFolder
from resolver.batch.functions import FACTS, word_facts
from resolver.batch.run import Run, Settings
from resolver.constraints import Constraints, Decision, Verdict
from resolver.errors import BadInput
from resolver.mention import Kind

if not os.environ.get("CI"):
    pytest.importorskip("pyspark")

from resolver.batch.spark_session import Spark

DEMO = Path(__file__).parents[2] / "data" / "demo" / "mentions.csv"
ODD = ("İvan Orlov", "i̇van Orlov", "IVAN ORLOV", "Orlov, I. I.", "I.", "  ", "王伟", "Straße Groß")


@pytest.fixture(scope="session")
def spark() -> Iterator[Spark]:
    """One session for all tests: starting it takes longer than they do."""
    java()
    running = Spark("local[2]", QUICK)
    running.session()
    yield running
    running.close()


Opened = Callable[[], Engine]


@pytest.fixture(params=["duckdb", "spark", "spark, by a URI"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """An engine over a folder; asked again, another one over the same folder."""
    folder = tmp_path / "a [1] {b} folder"
    engines: list[Engine] = []

    def open_() -> Engine:
        while engines:
            engines.pop().close()
        if request.param == "duckdb":
            engines.append(DuckEngine(folder, workers=1))
        else:
            spark = request.getfixturevalue("spark")
            where = str(folder) if request.param == "spark" else f"file://{folder}"
            engines.append(spark.start(spark.folder(where), lambda _step, _done, _of: None))
        return engines[0]

    yield open_
    while engines:
        engines.pop().close()


def never(_batch: pa.Table) -> pa.Table:
    raise AssertionError("a table that is there was made again")


X = pa.schema([("x", pa.int64())])
FIVE = pa.table({"x": [3, 1, 5, 2, 4], "bucket": [0, 1, 0, 1, 0]}, schema=X.append(
    pa.field("bucket", pa.int32())))  # fmt: skip


def found(engine: Engine, table: str) -> list[int]:
    rows = engine.fetch(f"SELECT x FROM {table} ORDER BY x").to_pylist()
    return [row["x"] for row in rows]


def test_what_is_kept_once_stays_and_is_there_when_opened_again(opened: Opened) -> None:
    engine = opened()
    assert not engine.has("five")
    engine.put("five", FIVE)
    engine.make("few", "SELECT x FROM five WHERE x < 3")
    bucketed = "SELECT CAST(x AS STRING) AS word, bucket FROM five ORDER BY bucket, x"
    engine.map("known", word_facts, bucketed, FACTS)
    engine.fill("filled", [FIVE, FIVE.slice(0, 0), FIVE.slice(2)])
    engine = opened()
    engine.put("five", FIVE.slice(4))
    engine.make("few", "SELECT x FROM nowhere")
    engine.map("known", never, bucketed, FACTS)
    assert found(engine, "five") == [1, 2, 3, 4, 5]
    assert found(engine, "few") == [1, 2]
    known = engine.fetch("SELECT * FROM known ORDER BY word")
    assert known.equals(
        word_facts(pa.table({"word": ["1", "2", "3", "4", "5"]})).cast(known.schema)
    )
    assert found(engine, "filled") == [1, 2, 2, 3, 4, 4, 5, 5]
    assert [row[0] for row in engine.stream("SELECT x FROM five ORDER BY x DESC")] == [
        5, 4, 3, 2, 1]  # fmt: skip
    batches = engine.batches("SELECT x, -x AS y FROM five ORDER BY x")
    assert [tuple(row.values()) for batch in batches for row in batch.to_pylist()] == [
        (1, -1), (2, -2), (3, -3), (4, -4), (5, -5)]  # fmt: skip
    engine.hold("held", FIVE)
    engine.hold("held", FIVE.slice(4))
    assert found(engine, "held") == [1, 2, 3, 4, 5]
    engine.rest()
    engine.drop("few", "never_there")
    assert not engine.has("few")


def test_rows_are_numbered_in_order_however_they_are_spread(opened: Opened) -> None:
    engine = opened()
    engine.fill("many", [pa.table({"x": [*range(at, 100, 7)]}) for at in range(7)])
    engine.number("numbered", "id", "SELECT x + 3 AS x FROM many WHERE x % 2 = 0", order="x")
    rows = engine.fetch("SELECT * FROM numbered ORDER BY id").to_pylist()
    assert rows == [{"id": at, "x": 2 * at + 3} for at in range(50)]


def test_what_no_row_is_made_of_is_an_empty_table(opened: Opened) -> None:
    engine = opened()
    engine.put("none", FIVE.slice(0, 0))
    engine.map("known", word_facts, "SELECT CAST(x AS STRING) AS word FROM none", FACTS)
    engine.number("numbered", "id", "SELECT x FROM none", order="x")
    assert engine.fetch("SELECT * FROM known").num_rows == 0
    assert found(engine, "numbered") == []
    assert list(engine.stream("SELECT * FROM numbered")) == []


def test_a_table_that_was_not_finished_is_made_anew(spark: Spark, tmp_path: Path) -> None:
    folder = LocalFolder(tmp_path / "work")

    def tables() -> Iterator[pa.Table]:
        yield FIVE
        raise KeyboardInterrupt

    engine = spark.start(folder, lambda _step, _done, _of: None)
    with pytest.raises(KeyboardInterrupt):
        engine.fill("five", tables())
    assert not engine.has("five")
    engine.put("five", FIVE)
    assert found(engine, "five") == [1, 2, 3, 4, 5]


def archive() -> list[tuple[str, Kind]]:
    with DEMO.open(encoding="utf-8", newline="") as stream:
        names = [(row["name"], Kind(row["kind"])) for row in csv.DictReader(stream)]
    names += [(mention.name, Kind.PERSON) for mention in mentions(500, 17, mixed=True)]
    places = ("Astana", "Астана", "Almaty", "Алматы")
    names += [(place, kind) for place in places for kind in (Kind.PLACE, Kind.ORGANIZATION)]
    return [*names, *three_men(), *called_by_one(), *((name, Kind.PERSON) for name in ODD)]


Outcome = tuple[list[object], list[object], list[object], dict[str, int]]


def outcome(run: Run) -> Outcome:
    run.solve()
    return list(run.rows()), list(run.entities()), list(run.suggestions()), run.counts()


def test_interrupted_and_resumed_spark_says_what_duckdb_says_to_the_letter(
    spark: Spark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loose, "LARGE", 4)
    names = [(row, name, kind) for row, (name, kind) in enumerate(archive())]
    with Run(Settings(tmp_path / "duck", {}, workers=1), lambda _s, _d, _o: None) as run:
        run.read(names)
        expected = outcome(run)
    assert expected[3]["refined_blocks"] > 0
    assert expected[3]["suggestions"] > 10
    assert "the archive knows" in str(expected[2])
    assert "hardly anyone in the archive is both" in str(expected[2])

    def interrupted(step: str, _done: int, _of: int) -> None:
        if step == steps.STEPS[5][0]:
            raise KeyboardInterrupt

    folder = f"file://{tmp_path}/spark"

    def settings(made_of: str, *, resume: bool) -> Settings:
        return Settings(spark.folder(folder), {"input": made_of}, resume=resume)

    run = Run(settings("this", resume=False), interrupted, spark.start)
    run.read(names)
    with pytest.raises(KeyboardInterrupt):
        run.solve()
    run.close()
    with pytest.raises(BadInput, match="have changed"):
        Run(settings("another", resume=True), interrupted, spark.start)
    with Run(settings("this", resume=True), lambda _s, _d, _o: None, spark.start) as run:
        run.read(iter(()))
        assert outcome(run) == expected
    assert not (tmp_path / "spark").exists()


DATES = ("", "1950", "1950-02-03", "1961-01-01", "1950-03-02")
COUNTRIES = ("", "RU", "Kazakhstan")
COMPANY = ("", "said beside Tokayev", "beside Nazarbayev and Tokayev")


def test_spark_divides_units_and_makes_a_report_as_duckdb_does(
    spark: Spark, tmp_path: Path
) -> None:
    said = (
        Decision("0", "1", Verdict.SAME, "line 1"),
        Decision("2", "3", Verdict.DIFFERENT, "line 2"),
    )
    decided = Constraints.of(said)
    rows = [
        (at, one.name, Kind.PERSON,
         (DATES[at % 5], COUNTRIES[at % 3], COMPANY[at % 4 % 3], decided.unit_of.get(str(at), "")))
        for at, one in enumerate(mentions(60, 23, mixed=True))
    ]  # fmt: skip
    found = []
    duck = Settings(tmp_path / "duck", {}, workers=1)
    for settings, start in ((duck, None), (Settings(spark.folder(str(tmp_path / "spark")), {}),
                                           spark.start)):  # fmt: skip
        with Run(settings, lambda _s, _d, _o: None, start) as run:
            run.read(rows, decided)
            found.append((outcome(run), digest(run.engine, run.counts())))
    assert found[0] == found[1]
    ids = [str(row[1]) for row in found[0][0][0] if isinstance(row, tuple)]
    assert ids[0] == ids[1]
    assert ids[2] != ids[3]
