"""Files while they are written: under a name of their own, beside the one they are for.

A process that is killed leaves its part behind. Whoever is alive holds a lock on his, so a part
that can be locked is nobody's, and the next one who writes into that folder takes it away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

_BEGINS, _ENDS = ".resolver-", ".part"


@contextmanager
def part_in(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new part. It is nobody's any more when this ends; if it still has its name then, the
    next writer takes it away."""
    _sweep(folder)
    while True:
        path = folder / f"{_BEGINS}{os.urandom(6).hex()}{_ENDS}"
        with path.open("xb") as raw:
            if sys.platform == "win32":
                yield path, raw
                return
            held = os.dup(raw.fileno())
            try:
                if _lock(held) is not False and _named(held, path):
                    yield path, raw
                    return
            finally:
                os.close(held)


def _sweep(folder: Path) -> None:
    if sys.platform == "win32":
        return
    for path in [*folder.glob(f"{_BEGINS}*{_ENDS}")]:
        with suppress(OSError), path.open("rb") as raw:
            if _lock(raw.fileno()):
                path.unlink()


def _lock(file: int) -> bool | None:
    """Whether it is ours now; None where the file system has no locks."""
    if sys.platform == "win32":
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _named(file: int, path: Path) -> bool:
    """Whether nobody has taken it away before it was locked."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file), path.stat())
    return False
