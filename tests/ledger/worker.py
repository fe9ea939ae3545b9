"""Another process that writes to the same store."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from resolver.ledger.events import Event
from resolver.mention import Kind
from resolver.store.sqlite import SqliteStore


def words(name: str, kind: Kind) -> Sequence[str]:
    return tuple(name.split())


def _work(pipe: Connection) -> None:
    while True:
        received: tuple[Path, Event] | None = pipe.recv()
        if received is None:
            return
        path, event = received
        with SqliteStore(path, keys=words, actor="other") as store, store.writing() as writer:
            seq = writer.append(event)
        pipe.send(seq)


class OtherProcess:
    """Opens the store at a path, appends one event, closes it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()

    def append(self, path: Path, event: Event) -> int:
        self._pipe.send((path, event))
        seq = self._pipe.recv()
        assert isinstance(seq, int)
        return seq

    def close(self) -> None:
        self._pipe.send(None)
        self._process.join(timeout=10)
