"""Workers that are forked from a server, and know nothing of the program that began them.

As Python has it, each would import that program, which takes longer than to fork; nothing that is
asked of workers is in there.
"""

from __future__ import annotations

import signal
import sys
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext, ForkServerProcess


class Process(ForkServerProcess):
    """Begins as if the program had no file."""

    def start(self) -> None:
        main = sys.modules["__main__"]
        path = vars(main).pop("__file__", None)
        try:
            super().start()
        finally:
            if path is not None:
                main.__file__ = path


class Forking(ForkServerContext):
    """Makes such processes."""

    Process = Process


def begin_server() -> None:
    """Ctrl-C reaches every process of a terminal: the server, which ignores it once it has read
    its tables, is not to break off with a traceback before."""
    resource_tracker.ensure_running()  # which would let signals through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
