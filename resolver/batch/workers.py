"""Worker processes: how they begin, where they come from, and what is said of one that died.

Imports nothing dear, so that their server can be started before anything else."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.context import BaseContext

from resolver.batch.following import follow
from resolver.errors import BadInput


def begin() -> None:
    """Of a worker. What it makes has no cycles, so looking for some only costs time."""
    gc.disable()
    follow()


def context() -> BaseContext:
    """Forked from a server that has the tables, where there is one; never from this process,
    which has threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["resolver.batch.preloaded"])
    from resolver.batch.forking import Forking, begin_server  # which not every system has

    begin_server()  # reads the tables while the file is being read
    return Forking()


def wake(asleep: Sequence[ProcessPoolExecutor]) -> None:
    """Let processes begin while nothing is asked of them yet."""
    for one in asleep:
        threading.Thread(target=_wake, args=(one,), daemon=True).start()


def _wake(one: ProcessPoolExecutor) -> None:
    with suppress(OSError, EOFError, RuntimeError):  # whoever asks for work is told
        one.submit(os.getpid)


@contextmanager
def whole(advice: str = "go on with --resume and fewer --workers") -> Iterator[None]:
    """BadInput with advice for a worker that is gone. Of two, one inside the other, the outer one
    knows better what there is to be done."""
    try:
        yield
    except (BrokenProcessPool, BadInput) as error:
        if not isinstance(error, BrokenProcessPool) and not _tells_of_death(error):
            raise
        raise BadInput(
            f"a worker process died, most likely for want of memory; {advice}"
        ) from error


def _tells_of_death(error: BadInput) -> bool:
    return isinstance(error.__cause__, BrokenProcessPool)
