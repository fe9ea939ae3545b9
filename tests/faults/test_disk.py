"""Disks that are full and files that cannot be had: clear errors, and going on afterwards."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from resolver.desk import Act, Desk
from resolver.errors import StoreBusy
from resolver.ledger.events import EntityFounded
from resolver.mention import Kind
from resolver.store.sqlite import SqliteStore

from .programs import python, words


def fill(store: SqliteStore, name: str) -> int:
    """Found entities one by one until there is no room; how many were acknowledged."""
    for number in range(10_000):
        try:
            with store.writing() as writer:
                writer.append(EntityFounded(f"{name}{number}", Kind.PERSON, "x" * 900))
        except StoreBusy:
            return number
    raise AssertionError("the disk was never full")


def found_many(store: SqliteStore) -> None:
    with store.writing() as writer:
        for number in range(400):
            writer.append(EntityFounded(f"many{number}", Kind.PERSON, "x" * 900))


def test_a_full_disk_keeps_what_was_acknowledged_and_recovers_without_restart(
    small_disk: Path,
) -> None:
    path = small_disk / "store.db"
    with SqliteStore(path, keys=words) as store:
        (small_disk / "ballast").write_bytes(bytes(600_000))
        kept = fill(store, "a")
        assert kept > 20
        for _ in range(3):
            with pytest.raises(StoreBusy, match=r"free space|disk failed"):
                found_many(store)
        assert store.verify_log() == kept
        (small_disk / "ballast").unlink()
        more = fill(store, "b")
        assert more > 10
        assert store.verify_log() == kept + more
        with store.reading() as reader:
            assert reader.counts()["entities"] == kept + more
    # Closed on a full disk, the file may be without a seal, and is whole.
    shutil.move(path, small_disk.parent / "store.db")
    for side in ("-wal", "-seal"):
        beside = path.with_name(path.name + side)
        if beside.exists():
            shutil.move(beside, small_disk.parent / beside.name)
    with SqliteStore(small_disk.parent / "store.db", keys=words) as store:
        assert store.verify_log() == kept + more
        assert store.compare_with_log() == ()


LOCKING = """
    import sqlite3, sys, time
    connection = sqlite3.connect(sys.argv[1], isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    print("locked", flush=True)
    sys.stdin.readline()
    time.sleep(float(sys.argv[2]))
    connection.execute("ROLLBACK")
"""


def test_a_locked_file_is_busy_and_then_free(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with SqliteStore(path, keys=words, timeout=0.1) as store:
        with store.writing() as writer:
            writer.append(EntityFounded("e1", Kind.PERSON, "Anna"))
            writer.append(EntityFounded("e2", Kind.PERSON, "Anna"))
        with python(LOCKING, path, 600) as locking:
            assert locking.stdout is not None
            assert locking.stdout.readline() == "locked\n"
            with pytest.raises(StoreBusy, match="try again"):
                Desk(store).merge(["e1", "e2"], Act("vera"))
            with store.reading() as reader:
                assert reader.counts()["entities"] == 2
            locking.kill()
        done = Desk(store).merge(["e1", "e2"], Act("vera"))
        assert done.entity_ids == ("e1",)
        assert store.verify_log() == 3


def test_one_thread_that_writes_long_makes_another_wait_and_not_fail(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "store.db", keys=words) as store:
        began = threading.Event()

        def write() -> None:
            with store.writing() as writer:
                began.set()
                for number in range(300):
                    writer.append(EntityFounded(f"a{number}", Kind.PERSON, "Anna"))

        thread = threading.Thread(target=write)
        thread.start()
        began.wait()
        with store.writing() as writer:
            assert writer.append(EntityFounded("b", Kind.PERSON, "Anna")) == 301
        thread.join()
