"""What DuckDB complains of, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from resolver.errors import BadInput

_DAMAGED = ("not a valid duckdb database", "could not read enough bytes", "corrupt", "checksum")
_FULL = ("no space left", "could not write", "max_temp_directory_size", "file too large")


@contextmanager
def advising() -> Iterator[None]:
    """Errors of DuckDB that somebody can do something about become BadInput that says what."""
    try:
        yield
    except duckdb.Error as error:
        raise advised(error) from error


def advised(error: duckdb.Error) -> Exception:
    """BadInput with advice, or the error itself where there is none."""
    text = str(error).lower()
    if any(sign in text for sign in _FULL):
        return BadInput(
            "the disk of the work folder is full; make room and go on with --resume, or name "
            "another folder with --work"
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return BadInput(
            "memory is too small for this archive; raise --memory-limit and go on with --resume"
        )
    if any(sign in text for sign in _DAMAGED):
        return BadInput("the work folder is damaged; leave --resume out to begin anew")
    if "could not set lock" in text:
        return BadInput(
            "another run is at work in this work folder; wait for it, or name another one "
            "with --work"
        )
    return error
