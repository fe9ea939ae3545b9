"""Mentions of a file in another order, however many: sorted runs on disk, merged."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

from resolver.mention import Kind, Mention

AT_ONCE = 200_000
"""Rows held in memory."""
_READ_AT_ONCE = 500
_SIZE = 8  # bytes that say how many follow

Sorted = tuple[Any, ...]
"""What a row is sorted by, texts and numbers, and then its mention."""


def in_order(rows: Iterable[Sorted]) -> Iterator[Sorted]:
    """The rows sorted by their cells, which must tell any two apart before the mention is
    reached. Needs as much room for temporary files as the rows take."""
    source = iter(rows)
    run = sorted(islice(source, AT_ONCE))
    kept: list[IO[bytes]] = []
    while following := list(islice(source, AT_ONCE)):
        kept.append(_written(run))
        run = sorted(following)
    if not kept:
        yield from run
        return
    yield from merge(*map(_read, kept), run)


def _written(run: list[Sorted]) -> IO[bytes]:
    # No other program ever reads this: the file has no name.
    file = TemporaryFile(prefix="resolver-")  # noqa: SIM115 - closed when it has been read
    for at in range(0, len(run), _READ_AT_ONCE):
        some = [(*cells, *_fields(mention)) for *cells, mention in run[at : at + _READ_AT_ONCE]]
        packed = marshal.dumps(some)
        file.write(len(packed).to_bytes(_SIZE))
        file.write(packed)
    file.seek(0)
    return file


def _read(file: IO[bytes]) -> Iterator[Sorted]:
    with file:
        while size := file.read(_SIZE):
            for cells in marshal.loads(file.read(int.from_bytes(size))):  # noqa: S302 - our own
                yield *cells[:-_FIELDS], _mention(*cells[-_FIELDS:])


def _fields(one: Mention) -> tuple[str | None, ...]:
    return (
        one.name, _WORDS[one.kind], one.language, one.birth_date, one.country, one.context,
        one.source, one.date, one.external_id,
    )  # fmt: skip


def _mention(name: str, kind: str, *rest: Any) -> Mention:
    return Mention(name, _KINDS[kind], *rest)


_FIELDS = 9
_WORDS = {kind: kind.value for kind in Kind}
_KINDS = {kind.value: kind for kind in Kind}
