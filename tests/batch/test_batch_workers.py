"""Workers that are interrupted or die, and runs that go on with more or fewer of them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest

from resolver.batch import duckdb
from resolver.batch.duckdb import DuckEngine
from resolver.batch.interrupting import finishing
from resolver.batch.workers import whole
from resolver.errors import BadInput

SCHEMA = pa.schema([("x", pa.int64()), ("twice", pa.int64())])
ROWS, CHUNK = 600, 20


def doubled(batch: pa.Table) -> pa.Table:
    """Twice of each; whoever meets a file of the name in `fatal` dies of it."""
    for path in batch["fatal"].unique().to_pylist():
        if Path(path).exists():
            os.kill(os.getpid(), signal.SIGKILL)
    values = batch["x"].to_pylist()
    return pa.table({"x": values, "twice": [2 * value for value in values]}, schema=SCHEMA)


@contextmanager
def engine(
    folder: Path, workers: int, progress: Callable[[str, int, int], None] = lambda *_: None
) -> Iterator[DuckEngine]:
    made = DuckEngine(folder, workers=workers, progress=progress)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb, "CHUNK", CHUNK)


def question(fatal: Path, bucketed: str = "") -> str:
    return f"SELECT range AS x, '{fatal}' AS fatal {bucketed} FROM range({ROWS}) ORDER BY x"


def answer(made: DuckEngine, name: str = "twice") -> list[tuple[int, int]]:
    rows = made.fetch(f"SELECT x, twice FROM {name} ORDER BY x").to_pylist()
    return [(row["x"], row["twice"]) for row in rows]


WHOLE = [(x, 2 * x) for x in range(ROWS)]


@pytest.mark.parametrize("bucketed", ["", ", range % 64 AS bucket"], ids=["plain", "bucketed"])
def test_a_worker_that_dies_is_named_and_fewer_workers_finish_its_work(
    tmp_path: Path, bucketed: str
) -> None:
    """A run that is resumed may have other workers; every row is done once all the same."""
    fatal = tmp_path / "fatal"

    def later(_name: str, done: int, _of: int) -> None:
        if done == 5:
            fatal.touch()

    with (
        engine(tmp_path / "work", 3, later) as made,
        pytest.raises(BadInput, match=r"worker process died.*--resume and fewer --workers"),
    ):
        made.map("twice", doubled, question(fatal, bucketed), SCHEMA)
    fatal.unlink()
    with engine(tmp_path / "work", 1) as made:
        assert not made.has("twice")
        assert 5 * CHUNK / 4 < len(answer(made, "twice__part")) < ROWS
        made.map("twice", doubled, question(fatal, bucketed), SCHEMA)
        assert answer(made) == WHOLE


def test_whoever_uses_an_engine_may_know_better_what_to_do_about_a_dead_worker() -> None:
    died = pytest.raises(BadInput, match=r"worker process died.*; make room$")
    with died, whole("make room"), whole():
        raise BrokenProcessPool
    with pytest.raises(BadInput, match=r"^no such column$"), whole("make room"):
        raise BadInput("no such column")


def test_ctrl_c_keeps_what_the_workers_have_begun(tmp_path: Path) -> None:
    told: list[int] = []

    def interrupt(_name: str, done: int, _of: int) -> None:
        told.append(done)
        if done == 4:
            os.kill(os.getpid(), signal.SIGINT)

    with engine(tmp_path / "work", 2, interrupt) as made, pytest.raises(KeyboardInterrupt):
        made.map("twice", doubled, question(tmp_path / "none"), SCHEMA)
    assert 4 < told[-1] < ROWS / CHUNK
    with engine(tmp_path / "work", 2, lambda _name, done, _of: told.append(done)) as made:
        kept = told[-1]
        made.map("twice", doubled, question(tmp_path / "none"), SCHEMA)
        assert answer(made) == WHOLE
    assert told[told.index(kept) + 1] == kept


def test_a_signal_waits_for_the_end_and_a_second_one_does_not() -> None:
    heard = []

    def work(signals: int) -> None:
        with finishing() as asked:
            heard.append(asked())
            for _ in range(signals):
                signal.raise_signal(signal.SIGINT)
            heard.append(asked())

    work(0)
    assert heard == [False, False]
    with pytest.raises(KeyboardInterrupt):
        work(1)
    assert heard[2:] == [False, True]
    with pytest.raises(KeyboardInterrupt):
        work(2)
    assert heard[4:] == [False]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_signal_while_duckdb_works_is_answered_and_nothing_else_comes_of_it(
    tmp_path: Path,
) -> None:
    """Whether it comes in the middle of a query, between two, or too late to stop one."""
    slow = "SELECT count(*) AS n FROM range(200000) a, range(2000) b WHERE a.range % 7 = b.range"

    def asked_for(made: DuckEngine, seconds: float) -> None:
        threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()
        while True:
            made.fetch(slow)

    with engine(tmp_path / "work", 1) as made:
        for at in range(12):
            with pytest.raises(KeyboardInterrupt):
                asked_for(made, 0.05 + 0.01 * at)
        made.make("small", "SELECT 1 AS x")
        assert made.fetch("SELECT x FROM small").to_pylist() == [{"x": 1}]


def test_workers_that_rested_go_on_with_nothing_of_before(tmp_path: Path) -> None:
    with engine(tmp_path, 2) as made:
        made.map("before", process_of, "SELECT range AS x FROM range(40) ORDER BY x", PROCESS)
        made.rest()
        made.map("after", process_of, "SELECT range AS x FROM range(40) ORDER BY x", PROCESS)
        shared = "SELECT count(*) AS n FROM before JOIN after USING (process)"
        assert made.fetch(shared).to_pylist() == [{"n": 0}]


PROCESS = pa.schema([("process", pa.int64())])


def process_of(batch: pa.Table) -> pa.Table:
    return pa.table({"process": [os.getpid()] * batch.num_rows}, schema=PROCESS)


@pytest.mark.parametrize(("small", "mode"), [(40, "NONE"), (39, "STANDARD")])
def test_only_tables_of_large_archives_wait_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int, mode: str
) -> None:
    monkeypatch.setattr(duckdb, "SMALL", small)
    with engine(tmp_path, 1) as made:
        made.fill("mention", [pa.table({"x": [*range(20)]}), pa.table({"x": [*range(20)]})])
        asked = "SELECT current_setting('fsync_mode') AS mode"
        assert made.fetch(asked).to_pylist() == [{"mode": mode}]
    with engine(tmp_path, 1) as again:
        assert again.fetch(asked).to_pylist() == [{"mode": mode}]
