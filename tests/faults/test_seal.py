"""Whatever changes a database file leaves it sealed, so that the next opening is a quick one."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from resolver.access import Role
from resolver.mention import Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys
from resolver.store.sqlite_seal import Seal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "store.db"
    with SqliteStore(found) as store:
        Service(store).record(Mention("Мансур Мовлаев"))
    assert not Seal(found).is_doubtful()
    return found


def test_keys_that_are_made_and_revoked_leave_the_file_sealed(path: Path) -> None:
    before = path.read_bytes()
    with closing(SqliteKeys(path)) as keys:
        keys.create(Role.CLERK, "")
    assert path.read_bytes() != before
    assert not Seal(path).is_doubtful()
    with closing(SqliteKeys(path)) as keys:
        keys.revoke(keys.listed()[0].key_id)
    assert not Seal(path).is_doubtful()


def test_a_server_that_starts_and_stops_leaves_the_file_sealed(path: Path) -> None:
    """Its first start makes the table of keys."""
    with SqliteStore(path), SqliteKeys(path, beside_store=True):
        pass
    assert not Seal(path).is_doubtful()


def test_keys_made_by_another_process_leave_the_file_sealed_when_a_server_stops(
    path: Path,
) -> None:
    with SqliteStore(path) as store, SqliteKeys(path, beside_store=True) as keys:
        made = subprocess.run(
            [sys.executable, "-c", _MAKE, path], capture_output=True, text=True, check=True
        )
        assert [key.key_id for key in keys.listed()] == [made.stdout.strip()]
        Service(store).record(Mention("Рамзан Кадыров"))
        subprocess.run([sys.executable, "-c", _REVOKE, path, made.stdout.strip()], check=True)
        assert not keys.usable()
    assert not Seal(path).is_doubtful()


_MAKE = """
import sys
import threading
from resolver.access import Role
from resolver.store.sqlite_keys import SqliteKeys
with SqliteKeys(sys.argv[1]) as keys:
    print(keys.create(Role.READER, "").key_id)
"""
_REVOKE = """
import sys
import threading
from resolver.store.sqlite_keys import SqliteKeys
with SqliteKeys(sys.argv[1]) as keys:
    keys.revoke(sys.argv[2])
"""


def test_keys_do_not_hide_that_a_file_was_damaged(path: Path) -> None:
    with closing(SqliteKeys(path)):
        pass
    damaged = path.read_bytes().replace("Мансур".encode(), "Мантур".encode())
    assert damaged != path.read_bytes()
    path.write_bytes(damaged)
    with closing(SqliteKeys(path)) as keys:
        keys.create(Role.CLERK, "")
    assert Seal(path).is_doubtful()


def test_a_file_that_another_process_seals_while_it_is_looked_at_has_lost_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the seal and the look for the log, the log goes as the seal comes."""
    seal, said = Seal(path), iter(["open"])
    really = Seal._said
    monkeypatch.setattr(Seal, "_said", lambda self: next(said, None) or really(self))
    assert not seal.is_doubtful()


def test_who_closes_waits_for_another_that_closes_at_the_same_moment(path: Path) -> None:
    """Neither may leave the seal to the other, who leaves it to this one."""
    with SqliteStore(path) as store:
        Service(store).record(Mention("Рамзан Кадыров"))
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        gone = threading.Timer(0.02, other.close)
        gone.start()
    gone.join()
    assert not Seal(path).is_doubtful()


def test_processes_that_come_and_go_leave_the_file_sealed(path: Path) -> None:
    """Some open it just as others, who were the last, close it."""
    running = [
        subprocess.Popen([sys.executable, "-c", _COME_AND_GO, path, str(number)])
        for number in range(4)
    ]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    assert not Seal(path).is_doubtful()


_COME_AND_GO = """
import sys
import threading
from resolver.ledger.events import EntityFounded
from resolver.mention import Kind
from resolver.store.sqlite import SqliteStore
for turn in range(15):
    with SqliteStore(sys.argv[1]) as store, store.writing() as writer:
        writer.append_all([EntityFounded(f"{sys.argv[2]}-{turn}", Kind.PERSON, "Anna Orlova")])
"""
