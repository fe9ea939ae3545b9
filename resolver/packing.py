"""Compressed files, known by their names: gzip (.gz) and Zstandard (.zst).

Zstandard comes with pyarrow, a part of the extra `batch`.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import BinaryIO, cast

from resolver.errors import BadInput


def packing_of(path: str) -> str:
    """`.gz`, `.zst` or nothing."""
    suffix = PurePath(path).suffix.lower()
    return suffix if suffix in {".gz", ".zst"} else ""


def bare_suffix(path: str) -> str:
    """The suffix below that of the compression: `.csv` of `archive.csv.gz`."""
    name = PurePath(path)
    return (PurePath(name.stem) if packing_of(path) else name).suffix.lower()


@contextmanager
def packed(raw: BinaryIO, path: str) -> Iterator[BinaryIO]:
    """What writes into `raw` compressed as the path says; `raw` stays open."""
    packing = packing_of(path)
    if packing == ".gz":
        with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as stream:
            yield cast("BinaryIO", stream)
    elif packing == ".zst":
        pa = _pyarrow(path)
        with pa.CompressedOutputStream(pa.PythonFile(_Open(raw), "w"), "zstd") as stream:
            yield cast("BinaryIO", stream)
    else:
        yield raw


def unpacked(raw: BinaryIO, path: str) -> io.BufferedReader:
    """The bytes of a stream, unpacked as the path says."""
    packing = packing_of(path)
    inner: object = raw
    if packing == ".gz":
        inner = gzip.GzipFile(fileobj=raw)
    elif packing == ".zst":
        inner = _pyarrow(path).CompressedInputStream(raw, "zstd")
    return io.BufferedReader(cast("io.RawIOBase", inner), 1 << 17)


class _Open:
    """A stream that others may not close."""

    closed = False

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw

    def write(self, data: bytes) -> int:
        return self._raw.write(data)

    def flush(self) -> None:
        self._raw.flush()

    def close(self) -> None:
        self._raw.flush()


def _pyarrow(path: str):  # type: ignore[no-untyped-def]
    try:
        import pyarrow as pa
    except ImportError:
        raise BadInput(
            f"{PurePath(path).name} needs more parts: pip install 'name-resolver[batch]'"
        ) from None
    return pa
