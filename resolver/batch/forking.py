"""Workers that are forked from a server, and know nothing of the program that began them.

As Python has it, each would import that program, which takes longer than to fork; nothing that is
asked of workers is in there.
"""

from __future__ import annotations

import sys
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
