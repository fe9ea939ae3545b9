"""A whole store moved to another database, whatever either of them is: by replaying its log.

The events come over as they are, hashes included, so that both logs are one chain; all else
follows from them. They come in transactions of CHUNK: an interrupted copy leaves the
beginning of the log, and the next one goes on from there. A target that holds anything else
is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from resolver.errors import BadInput
from resolver.store.audited import AuditedStore

CHUNK = 1_000


def copied(source: AuditedStore, target: AuditedStore) -> Iterator[int]:
    """Copy the log of a store after what the target has of it; the number of each last event.

    The first number is that of the last event which was there before. Raises BadInput where
    the target has another log, DamagedData where the source's chain is broken.
    """
    seq, own_hash = target.head()
    if seq:
        same = next(source.log(seq - 1), None)
        if same is None or same["hash"] != own_hash:
            raise BadInput("the target holds another archive: name an empty database")
    yield seq
    rows = source.log(seq)
    while chunk := list(islice(rows, CHUNK)):
        target.adopt(chunk)
        yield chunk[-1]["seq"]
