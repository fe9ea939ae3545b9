"""How blocking keys lie in a SQLite file: a number for each, and the names that carry it packed.

The number is a hash of kind and key, so that a key is found by comparing numbers, in a table less
than half as large as one of texts. Should two keys share one (among a million keys, a chance of
one in forty million), each lists the names of the other too, which a comparison rules out as any.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from struct import Struct, pack, unpack

from resolver.errors import DamagedData

BYTES = 4
"""Of an id of a name, the least first."""

NUMBER_BYTES = 8
"""Of the number of a key."""

_NUMBER = Struct("<q")


def key_number(kind: str, key: str) -> int:
    """From -2**63 up to 2**63, the same on every machine."""
    number: int
    (number,) = _NUMBER.unpack(packed_number(kind, key))
    return number


def packed_number(kind: str, key: str) -> bytes:
    """The number of a key as `packed_numbers` has it."""
    return blake2b(f"{kind}\0{key}".encode(), digest_size=NUMBER_BYTES).digest()


def packed_numbers(numbers: Iterable[int]) -> bytes:
    """Distinct numbers of keys."""
    distinct = dict.fromkeys(numbers)
    return pack(f"<{len(distinct)}q", *distinct)


def packed(name_ids: Iterable[int]) -> bytes:
    """Ids of names in the order in which they came.

    >>> packed([1, 258]).hex(" ", 4)
    '01000000 02010000'
    """
    return b"".join([name_id.to_bytes(BYTES, "little") for name_id in name_ids])


def unpacked(name_ids: bytes) -> tuple[int, ...]:
    """At least one id. Raises DamagedData for bytes that are none."""
    count, left = divmod(len(name_ids), BYTES)
    if left or not count:
        raise DamagedData("a blocking key is unreadable: rebuild the projections")
    return unpack(f"<{count}I", name_ids)


def listed(name_ids: bytes) -> Sequence[int]:
    """The same without unpacking them, to look at a few. Raises DamagedData as `unpacked`."""
    if len(name_ids) % BYTES or not name_ids or sys.byteorder == "big":
        return unpacked(name_ids)
    return memoryview(name_ids).cast("I")
