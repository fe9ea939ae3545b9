"""A load that is killed keeps what it had, and the same command makes it whole."""

from __future__ import annotations

import gc
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from subprocess import DEVNULL, PIPE

import pytest

from resolver.errors import ResolverError
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_write import AllOrNothing

ROWS, KILLS = 24_000, 3


KILLED_AT = 3  # chunks that were taken back from the worker before it is killed
KILLING = f"""
import os, signal
from resolver.store import keys_ahead
from resolver.store.keys_ahead import KeysAhead
keys_ahead._AHEAD_AT_LEAST = 12
take, taken = KeysAhead._taken, []
def killing(keys, *asked):
    taken.append(asked)
    if len(taken) == {KILLED_AT}:
        for worker in [*keys._pool._processes]:
            os.kill(worker, signal.SIGKILL)
    return take(keys, *asked)
KeysAhead._taken = killing
"""


def loading(folder: Path, first: str = "", stderr: int = DEVNULL) -> subprocess.Popen[bytes]:
    script = (
        f"from resolver.store import backlog; backlog.MOST_NAMES = 700\n{first}\n"
        "from resolver.cli.main import cli; cli()"
    )
    arguments = ["load", "in.csv", "--db", "a.db", "--entity-column", "e"]
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=folder,
        stderr=stderr,
        start_new_session=True,
    )


def recorded(path: Path) -> int:
    try:
        with SqliteStore(path, read_only=True) as store, store.reading() as reader:
            return reader.counts()["mentions"]
    except ResolverError:  # it is just being made
        return 0


def test_a_killed_load_goes_on_and_every_row_is_recorded_once(tmp_path: Path) -> None:
    chance, path = random.Random(20240506), tmp_path / "a.db"
    names = ("Анна Орлова", "Anna Orlova", "Ivan Petrov", "Иван Петров")
    lines = [f"e{row // 3},{names[row % 4]} {row % 97}" for row in range(ROWS)]
    (tmp_path / "in.csv").write_text("e,name\n" + "\n".join(lines) + "\n", encoding="utf-8")
    before = 0
    for _ in range(KILLS):
        with loading(tmp_path) as process:
            while recorded(path) <= before and process.poll() is None:
                time.sleep(0.02)
            time.sleep(chance.uniform(0.0, 0.1))
            process.kill()
        before = recorded(path)
        with SqliteStore(path) as store:
            assert store.verify_log() >= before > 0
            assert store.compare_with_log() == ()
    assert before < ROWS
    with loading(tmp_path) as process:
        assert process.wait() == 0
    with SqliteStore(path) as store:
        assert store.compare_with_log() == ()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT count(*) FROM unlisted").fetchone() == (0,)
        with store.reading() as reader:
            assert reader.counts()["mentions"] == ROWS
            assert reader.counts()["entities"] == -(-ROWS // 3)


def test_the_workers_of_a_killed_load_leave_with_it(tmp_path: Path) -> None:
    lines = [f"e{row},Anna Orlova {row}" for row in range(ROWS)]
    (tmp_path / "in.csv").write_text("e,name\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with loading(tmp_path) as process:
        while recorded(tmp_path / "a.db") == 0 and process.poll() is None:
            time.sleep(0.02)
        assert process.poll() is None
        process.kill()
    deadline = time.monotonic() + 20
    while _are_left(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _are_left(process.pid)


def test_a_load_whose_worker_is_killed_says_so_and_the_same_command_goes_on(
    tmp_path: Path,
) -> None:
    count = 3 * ROWS  # more than a worker is given at a time
    lines = [f"e{row // 3},Anna Orlova {row % 97}" for row in range(count)]
    (tmp_path / "in.csv").write_text("e,name\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with loading(tmp_path, KILLING, PIPE) as process:
        said = process.communicate()[1].decode()
    assert process.returncode == 2
    assert "a worker process died, most likely for want of memory; make room" in said
    assert "bug" not in said
    before = recorded(tmp_path / "a.db")
    assert 0 < before < count
    with SqliteStore(tmp_path / "a.db") as store:
        assert store.compare_with_log() == ()
    with loading(tmp_path, stderr=PIPE) as process:
        said = process.communicate()[1].decode()
    assert f"{count - before} mentions recorded" in said
    assert recorded(tmp_path / "a.db") == count


def _are_left(session: int) -> bool:
    try:
        os.killpg(session, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_change_that_ctrl_c_left_in_the_middle_says_nothing_when_all_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    connection = sqlite3.connect(":memory:")
    connection.execute("BEGIN")
    change = AllOrNothing(connection)
    change.__enter__()
    connection.close()
    del change
    gc.collect()
    assert not told
