"""Whatever else a process does with a database file, its connections keep their locks of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from resolver.access import Role
from resolver.mention import Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_files import backup
from resolver.store.sqlite_keys import SqliteKeys
from resolver.store.sqlite_seal import Seal

DESCRIPTORS = Path("/proc/self/fd")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "store.db"
    with SqliteStore(found) as store:
        Service(store).record(Mention("Мансур Мовлаев"))
    return found


def opened_and_closed(path: Path) -> None:
    with SqliteStore(path):
        pass


def opened_to_be_read(path: Path) -> None:
    with SqliteStore(path, read_only=True) as store, store.reading() as reader:
        assert reader.counts()["mentions"]


def looked_at(path: Path) -> None:
    assert not Seal(path).is_doubtful()


def given_a_key(path: Path) -> None:
    with closing(SqliteKeys(path)) as keys:
        keys.create(Role.READER, "")


def copied(path: Path) -> None:
    backup(path, path.with_name("copy.db"))


MEANWHILE = (opened_and_closed, opened_to_be_read, looked_at, given_a_key, copied)


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_nobody_gets_the_lock_of_a_file_that_is_open(
    path: Path, meanwhile: Callable[[Path], None]
) -> None:
    with SqliteStore(path):
        assert said(_LOCK, path) == "refused"
        meanwhile(path)
        assert said(_LOCK, path) == "refused"
    assert said(_LOCK, path) == "locked"


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_what_is_recorded_is_there_though_another_process_has_closed_the_file(
    path: Path, meanwhile: Callable[[Path], None]
) -> None:
    """Who takes itself for the last at a file takes its write-ahead log away."""
    with SqliteStore(path) as store:
        Service(store).record(Mention("Рамзан Кадыров"))
        meanwhile(path)
        assert said(_COUNT, path) == "2"
        assert path.with_name("store.db-wal").exists()
        Service(store).record(Mention("Ахмед Закаев"))
        assert said(_COUNT, path) == "3"
    assert said(_COUNT, path) == "3"


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="nothing lists what is open")
def test_descriptors_are_used_again_and_none_is_kept_when_all_is_closed(path: Path) -> None:
    with SqliteStore(path):
        opened_and_closed(path)
        opened_to_be_read(path)
        before = handles(path)  # SQLite keeps some, too
        for _ in range(5):
            opened_and_closed(path)
            opened_to_be_read(path)
        assert handles(path) == before
    assert handles(path) == 0


def handles(path: Path) -> int:
    found = 0
    for descriptor in DESCRIPTORS.iterdir():
        try:
            found += str(descriptor.readlink()) == str(path)
        except OSError:  # of the listing itself
            continue
    return found


def said(program: str, path: Path) -> str:
    """What a process of its own says of the file."""
    environment = {**os.environ, "PYTHONPATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", program, path],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    return done.stdout.strip()


# As SQLite does it to close a file as the last: an exclusive lock of all bytes that are shared.
_LOCK = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
        print("locked")
    except OSError:
        print("refused")
"""

_COUNT = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(*connection.execute("SELECT count(*) FROM mentions").fetchone())
connection.close()
"""
