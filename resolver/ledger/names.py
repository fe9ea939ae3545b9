"""Mentions as an entity counts them: spellings with their keys, and attributes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from resolver.attributes import facts_of
from resolver.entities import Preference, standing_of
from resolver.ledger.tables import Tables
from resolver.mention import Kind, Mention
from resolver.typed import typed_words

KeysOf = Callable[[str, Kind], Sequence[str]]
"""The blocking keys of a name of a kind."""


@runtime_checkable
class Prepared(Protocol):
    """A `KeysOf` that may know already what an election asks of a name, and how it is typed."""

    def __call__(self, name: str, kind: Kind) -> Sequence[str]: ...

    def standing(self, name: str, kind: Kind, preference: Preference) -> tuple[int, int]: ...

    def words(self, name: str, kind: Kind) -> Sequence[str]: ...


class Names:
    """Counts the spellings and attributes of nodes."""

    __slots__ = ("_keys_of", "_preference", "_prepared", "_standing_of", "_tables")

    def __init__(self, tables: Tables, keys_of: KeysOf) -> None:
        self._tables = tables
        self._keys_of = keys_of
        self._prepared = keys_of if isinstance(keys_of, Prepared) else None
        self._standing_of = standing_of if self._prepared is None else self._prepared.standing
        self._preference: Preference | None = None

    def enter(self, node: int, mention: Mention) -> int:
        """Count a mention at a node; the number of its name there."""
        self._count(node, mention, 1)
        name, is_new = self._tables.count_name(node, mention.name, 1)
        if is_new:
            self._tables.index_name(name, mention.kind, self.keys(mention.name, mention.kind))
            self._tables.index_words(name, self.words(mention.name, mention.kind))
            self.stand(name, mention.name, mention.kind)
        return name

    def leave(self, node: int, mention: Mention) -> None:
        """Count a mention at a node no more. The spelling stays known, with no mentions."""
        self._count(node, mention, -1)
        self._tables.count_name(node, mention.name, -1)

    def stand(self, number: int, name: str, kind: Kind) -> None:
        """Store what an election asks of a name."""
        self._tables.set_standing(number, *self.standing(name, kind))

    def keys(self, name: str, kind: Kind) -> tuple[str, ...]:
        """The distinct blocking keys of a name, in order."""
        return tuple(dict.fromkeys(self._keys_of(name, kind)))

    def words(self, name: str, kind: Kind) -> Sequence[str]:
        """The distinct words of a name, as they are typed."""
        if self._prepared is not None:
            return self._prepared.words(name, kind)
        return typed_words(name)

    def standing(self, name: str, kind: Kind) -> tuple[int, int]:
        """What an election asks of a name."""
        if self._preference is None:
            self._preference = Preference(*self._tables.preference())
        return self._standing_of(name, kind, self._preference)

    def prefer(self, preference: Preference) -> None:
        """Judge every name anew."""
        self._preference = preference
        self._tables.set_preference(preference.script, preference.standard)
        last = 0
        while page := self._tables.all_names(last):
            for number, name, kind in page:
                self.stand(number, name, kind)
            last = page[-1][0]

    def _count(self, node: int, mention: Mention, by: int) -> None:
        for attribute, value in facts_of(mention):
            self._tables.count_fact(node, attribute, value, by)
