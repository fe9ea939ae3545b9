"""A writer who waits comes next, also beside one that begins again at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from resolver.errors import StoreBusy
from resolver.ledger.events import EntityFounded
from resolver.mention import Kind
from resolver.store.sqlite import SqliteStore
from resolver.store.turns import Turns

from .programs import words

ACTS = 30
BEHIND = 2
"""The transaction that is open when somebody comes, and one that may have begun meanwhile."""


@contextmanager
def writing_on_and_on(store: SqliteStore) -> Iterator[Callable[[], int]]:
    """Transactions of 2 ms without a pause, and how many have ended."""
    ended, over = [0], threading.Event()

    def write() -> None:
        while not over.is_set():
            with store.writing() as writer:
                writer.append(EntityFounded(f"batch{ended[0]}", Kind.PERSON, "Anna"))
                time.sleep(0.002)
            ended[0] += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield lambda: ended[0]
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("same", [True, False], ids=["in one store", "through another one"])
def test_nobody_waits_for_more_than_what_is_open(tmp_path: Path, same: bool) -> None:
    path = tmp_path / "store.db"
    with SqliteStore(path, keys=words) as batch, SqliteStore(path, keys=words) as other:
        store = batch if same else other
        waited = []
        with writing_on_and_on(batch) as ended:
            for number in range(ACTS):
                before = ended()
                with store.writing() as writer:
                    waited.append(ended() - before)
                    writer.append(EntityFounded(f"clerk{number}", Kind.PERSON, "Anna"))
                time.sleep(0.003)
            assert ended() >= ACTS // 2
    assert max(waited) <= BEHIND
    with SqliteStore(path, keys=words) as store:
        assert store.compare_with_log() == ()


def test_a_gate_that_cannot_be_had_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(_file: int, _how: int) -> None:
        raise OSError("no locks here")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with SqliteStore(tmp_path / "store.db", keys=words) as store, store.writing() as writer:
        assert writer.append(EntityFounded("e1", Kind.PERSON, "Anna")) == 1


def test_who_waits_in_vain_is_told_so_and_lets_others_in() -> None:
    turns = Turns(0.05)
    inside, leave = threading.Event(), threading.Event()

    def write() -> None:
        with turns.turn():
            inside.set()
            leave.wait()

    thread = threading.Thread(target=write)
    thread.start()
    inside.wait()
    for _ in range(2):
        with pytest.raises(StoreBusy), turns.turn():
            pass
    leave.set()
    thread.join()
    with turns.turn():
        pass
