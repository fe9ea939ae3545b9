"""Files while they are written: under a name of their own, beside the one they are for.

A process that is killed leaves its part behind. Whoever is alive holds a lock on his, so a part
that can be locked is nobody's, and the next one who writes into that folder takes it away.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from resolver.errors import ResolverError

if sys.platform != "win32":
    import fcntl

_BUFFER = 1 << 16
_BEGINS, _ENDS = ".resolver-", ".part"


Complaint = Callable[[OSError], ResolverError]


@contextmanager
def complaining(complaint: Complaint) -> Iterator[None]:
    """Errors of the system become ours."""
    try:
        yield
    except OSError as error:
        raise complaint(error) from None


class _Complaining(io.FileIO):
    """A file whose own errors can be told from those of whatever else is read and written
    meanwhile."""

    complaint: Complaint

    def write(self, data: Any) -> int:
        with complaining(self.complaint):
            return super().write(data)
        raise AssertionError  # complaints are raised


def buffered(path: Path, mode: str, complaint: Complaint) -> BinaryIO:
    """An open file that complains as it is told to when it cannot be written."""
    raw = _Complaining(path, mode)
    raw.complaint = complaint
    return cast("BinaryIO", io.BufferedWriter(raw, _BUFFER))


@contextmanager
def part_in(folder: Path, complaint: Complaint) -> Iterator[tuple[Path, BinaryIO]]:
    """A new part. It is nobody's any more when this ends; if it still has its name then, the
    next writer takes it away."""
    _sweep(folder)
    while True:
        path = folder / f"{_BEGINS}{os.urandom(6).hex()}{_ENDS}"
        with buffered(path, "xb", complaint) as raw:
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
