"""New names that are to be listed under their keys and words later, many in one go.

Names that come one after another have keys all over the table: listed lot by lot, a page of it is
written for every one or two of them, again and again. Kept back until there are tens of thousands,
and then written in the order of their keys, they share a page by the dozen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from struct import iter_unpack
from typing import NamedTuple, Protocol, runtime_checkable

from resolver.ledger.bulk_tables import NewName
from resolver.ledger.names import KeysOf, Prepared
from resolver.mention import Kind
from resolver.store.packed_keys import BYTES, NUMBER_BYTES, key_number, packed_numbers
from resolver.typed import typed_words

MOST_NAMES, LONGEST_SECONDS = 40_000, 15.0
"""So many names, or for so long, wait to be listed, while more come."""

_OF_LISTED, _MOST_OF_MANY = 4, 150_000
"""More of them where many are listed already, a quarter of these: their keys are all over the
table, so that the whole of it is written each time, for some names as for three times as many."""


@runtime_checkable
class Numbered(Protocol):
    """A `KeysOf` that may know already the numbers of keys, packed as `packed_numbers` does, and
    the words as they are typed, with a space between two."""

    def listed(self, name: str, kind: Kind) -> tuple[bytes, str] | None: ...


class Lot(NamedTuple):
    """Names that follow each other, from one number to another, and came in one transaction."""

    first: int
    last: int


class Waiting(NamedTuple):
    """A lot with what its names are to be listed under: numbers of keys, one after another, for
    each the number of its name, and the words of each, with a space between two, with its own."""

    lot: Lot
    keys: bytes
    names: bytes
    words: list[tuple[str, int]]


def waiting(new: Sequence[NewName], keys_of: KeysOf) -> Waiting:
    """One name or more with their keys and words, which `keys_of` may have ready."""
    listed = keys_of.listed if isinstance(keys_of, Numbered) else None
    words_of = keys_of.words if isinstance(keys_of, Prepared) else _words
    keys: list[bytes] = []
    names: list[bytes] = []
    words: list[tuple[str, int]] = []
    for number, text, kind in new:
        found = listed(text, kind) if listed is not None else None
        if found is None:
            numbers = packed_numbers([key_number(kind.value, key) for key in keys_of(text, kind)])
            found = numbers, " ".join(words_of(text, kind))
        keys.append(found[0])
        names.append(number.to_bytes(BYTES, "little") * (len(found[0]) // NUMBER_BYTES))
        words.append((found[1], number))
    return Waiting(Lot(new[0].number, new[-1].number), b"".join(keys), b"".join(names), words)


def _words(name: str, _: Kind) -> Sequence[str]:
    return typed_words(name)


class Backlog:
    """What waits, and what of it is not durable yet. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: float | None = None
        self._fresh: list[Waiting] = []
        self._keys, self._names = bytearray(), bytearray()
        self.lots: list[Lot] = []
        self._words: list[tuple[str, int]] = []
        self.count = 0

    def add(self, lot: Waiting) -> None:
        """Names of the transaction at hand."""
        self._fresh.append(lot)

    def keep(self) -> None:
        """What was added is durable."""
        for lot, keys, names, words in self._fresh:
            if self._since is None:
                self._since = self._clock()
            self.lots.append(lot)
            self._keys += keys
            self._names += names
            self._words += words
            self.count += lot.last - lot.first + 1
        self._fresh.clear()

    def drop(self) -> None:
        """What was added was taken back."""
        self._fresh.clear()

    def is_due(self) -> bool:
        """Whether it is time to list what waits."""
        if self._since is None:
            return False
        of_many = min(self.lots[0].first // _OF_LISTED, _MOST_OF_MANY)
        if self.count >= max(MOST_NAMES, of_many):
            return True
        return self._clock() - self._since > LONGEST_SECONDS

    def words(self) -> list[tuple[str, int]]:
        """Each word, in the order of the alphabet, with the number of a name."""
        names: dict[str, list[int]] = {}
        for words, name in self._words:
            for word in words.split():
                if word in names:
                    names[word].append(name)
                else:
                    names[word] = [name]
        return [(word, name) for word in sorted(names) for name in names[word]]

    def lists(self) -> tuple[Sequence[int], Sequence[bytes]]:
        """The numbers of keys, ascending, and the names that each is to list, packed, in their
        order."""
        by_key = sorted_lists if find_spec("numpy") and self.count > _FEW else collected_lists
        return by_key(self._keys, self._names)


def sorted_lists(keys: bytearray, names: bytearray) -> tuple[Sequence[int], Sequence[bytes]]:
    """As `collected_lists`, in a quarter of the time, and with numpy."""
    import numpy as np

    if not keys:
        return [], []
    numbers = np.frombuffer(keys, "<i8")
    order = np.argsort(numbers, kind="stable")
    numbers = numbers[order]
    listed = np.frombuffer(names, f"<u{BYTES}")[order].tobytes()
    starts = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 1))
    ends = [*(starts[1:] * BYTES).tolist(), len(listed)]
    cut = zip((starts * BYTES).tolist(), ends, strict=True)
    return numbers[starts].tolist(), [listed[start:end] for start, end in cut]


def collected_lists(keys: bytearray, names: bytearray) -> tuple[Sequence[int], Sequence[bytes]]:
    """Numbers of keys, each with the names beside it, joined; both packed."""
    found: dict[int, bytearray] = {}
    for at, (number,) in enumerate(iter_unpack("<q", keys)):
        found.setdefault(number, bytearray()).extend(names[at * BYTES : (at + 1) * BYTES])
    return (numbers := sorted(found)), [bytes(found[number]) for number in numbers]


_FEW = 2_000  # of which numpy would not make good the time that it takes to be loaded
