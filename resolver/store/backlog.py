"""New names that are to be listed under their keys and words later, many in one go.

Names that come one after another have keys all over the table: listed lot by lot, a page of it is
written for every one or two of them, again and again. Kept back until there are tens of thousands,
and then written in the order of their keys, they share a page by the dozen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from resolver.ledger.bulk_tables import NewName
from resolver.ledger.names import KeysOf, Prepared
from resolver.mention import Kind
from resolver.store.packed_keys import key_number, packed
from resolver.typed import typed_words

MOST_NAMES, LONGEST_SECONDS = 40_000, 15.0
"""So many names, or for so long, wait to be listed, while more come."""


@runtime_checkable
class Numbered(Protocol):
    """A `KeysOf` that may know the numbers of keys already."""

    def numbers(self, name: str, kind: Kind) -> Sequence[int] | None: ...


class Waiting(NamedTuple):
    """A name, by its number, with what it is to be listed under."""

    name: int
    keys: Sequence[int]
    words: Sequence[str]


class Lot(NamedTuple):
    """Names that follow each other, from one number to another, and came in one transaction."""

    first: int
    last: int


def waiting(new: Iterable[NewName], keys_of: KeysOf) -> list[Waiting]:
    """Names with the numbers of their keys and their words, which `keys_of` may have ready."""
    ready = keys_of.numbers if isinstance(keys_of, Numbered) else None
    words_of = keys_of.words if isinstance(keys_of, Prepared) else _words
    found = []
    for number, text, kind in new:
        keys = ready(text, kind) if ready is not None else None
        if keys is None:
            named = (key_number(kind.value, key) for key in keys_of(text, kind))
            keys = [*dict.fromkeys(named)]
        found.append(Waiting(number, keys, words_of(text, kind)))
    return found


def _words(name: str, _: Kind) -> Sequence[str]:
    return typed_words(name)


class Backlog:
    """What waits, and what of it is not durable yet. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: float | None = None
        self._fresh: list[list[Waiting]] = []
        self.lots: list[Lot] = []
        self.keys: dict[int, bytes] = {}
        """By the number of a key the names that it is to list, packed, in their order."""
        self.words: list[tuple[str, int]] = []
        self.names = 0

    def add(self, lot: list[Waiting]) -> None:
        """Names of the transaction at hand."""
        self._fresh.append(lot)

    def keep(self) -> None:
        """What was added is durable."""
        for lot in self._fresh:
            self._keep(lot)
        self._fresh.clear()

    def drop(self) -> None:
        """What was added was taken back."""
        self._fresh.clear()

    def is_due(self) -> bool:
        """Whether it is time to list what waits."""
        if self._since is None:
            return False
        return self.names >= MOST_NAMES or self._clock() - self._since > LONGEST_SECONDS

    def _keep(self, lot: list[Waiting]) -> None:
        if self._since is None:
            self._since = self._clock()
        self.lots.append(Lot(lot[0].name, lot[-1].name))
        self.names += len(lot)
        keys = self.keys
        for name, numbers, words in lot:
            own = packed([name])
            for number in numbers:
                keys[number] = keys[number] + own if number in keys else own
            self.words += [(word, name) for word in words]
