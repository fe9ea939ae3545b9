"""One run at a time in a work folder: whoever is at work there holds its mark."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from resolver.errors import BadInput

if sys.platform != "win32":
    import fcntl


class Hold:
    """Holds a file until `close`, or until the process ends in whatever way.

    Raises BadInput where another process does. Where there are no locks, or no file, nothing is
    held.
    """

    def __init__(self, mark: Path | None) -> None:
        self._file: int | None = None
        if mark is None or sys.platform == "win32":
            return
        self._file = os.open(mark, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            raise BadInput(
                f"another run is at work in {mark.parent}; wait for it, or name another folder "
                "with --work"
            ) from None
        except OSError:
            self.close()

    def close(self) -> None:
        """Let go."""
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)
            self._file = None
