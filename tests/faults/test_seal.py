"""Whatever changes a database file leaves it sealed, so that the next opening is a quick one."""

from __future__ import annotations

from contextlib import ExitStack, closing
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


@pytest.mark.parametrize("store_first", [True, False])
def test_a_server_that_starts_and_stops_leaves_the_file_sealed(
    path: Path, *, store_first: bool
) -> None:
    """Its first start makes the table of keys; whichever of the two is closed first."""
    with ExitStack() as stack:
        store = SqliteStore(path)
        keys = SqliteKeys(path)
        for opened in (keys, store) if store_first else (store, keys):
            stack.callback(opened.close)
    assert not Seal(path).is_doubtful()


def test_keys_made_beside_a_server_leave_the_file_sealed_when_it_stops(path: Path) -> None:
    with SqliteStore(path) as store, closing(SqliteKeys(path)):
        with closing(SqliteKeys(path)) as keys:
            keys.create(Role.READER, "")
        Service(store).record(Mention("Рамзан Кадыров"))
    assert not Seal(path).is_doubtful()


def test_keys_do_not_hide_that_a_file_was_damaged(path: Path) -> None:
    with closing(SqliteKeys(path)):
        pass
    damaged = path.read_bytes().replace("Мансур".encode(), "Мантур".encode())
    assert damaged != path.read_bytes()
    path.write_bytes(damaged)
    with closing(SqliteKeys(path)) as keys:
        keys.create(Role.CLERK, "")
    assert Seal(path).is_doubtful()
