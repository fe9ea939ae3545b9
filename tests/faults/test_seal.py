"""Whatever changes a database file leaves it sealed, so that the next opening is a quick one."""

from __future__ import annotations

import subprocess
import sys
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
from resolver.access import Role
from resolver.store.sqlite_keys import SqliteKeys
with SqliteKeys(sys.argv[1]) as keys:
    print(keys.create(Role.READER, "").key_id)
"""
_REVOKE = """
import sys
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
