"""Rows of a file in another order, however many: sorted runs on disk, merged."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

AT_ONCE = 200_000
"""Rows held in memory."""
_READ_AT_ONCE = 500
_SIZE = 8  # bytes that say how many follow

Cells = tuple[str | int | None, ...]


def in_order(rows: Iterable[Cells]) -> Iterator[Cells]:
    """The rows sorted by their cells, the first of which must tell any two apart before a
    missing one is reached. Needs as much room for temporary files as the rows take."""
    source = iter(rows)
    run = sorted(islice(source, AT_ONCE), key=_key)
    kept: list[IO[bytes]] = []
    while following := list(islice(source, AT_ONCE)):
        kept.append(_written(run))
        run = sorted(following, key=_key)
    if not kept:
        yield from run
        return
    yield from merge(*map(_read, kept), run, key=_key)


def _key(cells: Cells) -> Any:
    return cells


def _written(run: list[Cells]) -> IO[bytes]:
    # No other program ever reads this: the file has no name.
    file = TemporaryFile(prefix="resolver-")  # noqa: SIM115 - closed when it has been read
    for at in range(0, len(run), _READ_AT_ONCE):
        packed = marshal.dumps(run[at : at + _READ_AT_ONCE])
        file.write(len(packed).to_bytes(_SIZE))
        file.write(packed)
    file.seek(0)
    return file


def _read(file: IO[bytes]) -> Iterator[Cells]:
    with file:
        while size := file.read(_SIZE):
            yield from marshal.loads(file.read(int.from_bytes(size)))  # noqa: S302 - our own
