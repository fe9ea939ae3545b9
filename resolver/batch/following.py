"""How a process begins that works for another one, and how it ends with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading


def follow() -> None:
    """Of a worker: Ctrl-C reaches every process of a terminal, but only the first of them answers;
    and when that one is killed, its workers must not stay behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
