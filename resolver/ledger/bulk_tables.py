"""What `bulk` asks of the tables of a store: many rows in, many rows out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from resolver.ledger.tables import Cluster, Node, Tables
from resolver.mention import Kind


class NameRow(NamedTuple):
    """A spelling at a node, with its mentions and what an election asks of it."""

    number: int
    node: int
    name: str
    mentions: int
    completeness: int
    preference: int


class NodeRow(NamedTuple):
    """A new node: the event that founded it, its own mentions, and what it shows."""

    number: int
    entity_id: str
    kind: Kind
    founded: int
    own: int
    shown: Cluster


class Postings(NamedTuple):
    """New names in the order of their numbers, by (kind, key), and with (word, name)."""

    keys: Mapping[tuple[str, str], list[int]]
    words: list[tuple[str, int]]


class NewName(NamedTuple):
    """A name that is to be listed under its keys and words."""

    number: int
    name: str
    kind: Kind


Later = Callable[[Sequence[NewName]], None]
"""Sees to it that new names are listed; told of them after all else was written."""


class BulkTables(Tables, Protocol):
    """Tables that are asked and told of many rows at once."""

    def last_numbers(self) -> tuple[int, int]:
        """Of nodes and of names; 0 where there are none."""
        ...

    def nodes_named(self, entity_ids: Sequence[str]) -> dict[str, Node]:
        """Those that were founded, by id."""
        ...

    def clusters(self, roots: Sequence[int]) -> dict[int, Cluster]: ...
    def names_in(self, root: int, names: Sequence[str]) -> list[NameRow]:
        """Those of some spellings that a cluster has, whichever of its nodes."""
        ...

    def add_nodes(self, rows: Sequence[NodeRow]) -> None: ...
    def grow_many(self, nodes: Sequence[tuple[int, int]]) -> None:
        """(node, by): count mentions of nodes' own."""
        ...

    def add_names(self, rows: Sequence[NameRow]) -> None: ...
    def count_names(self, names: Sequence[tuple[int, int]]) -> None:
        """(name, by): count mentions of spellings that are there."""
        ...

    def count_facts(self, facts: Mapping[tuple[int, str, str], int]) -> None:
        """(node, attribute, value): by how many."""
        ...

    def post(self, postings: Postings) -> None:
        """List new names under their keys and words."""
        ...

    def add_mentions(self, rows: Sequence[tuple[int, str, int, int]]) -> None:
        """(event, mention id, node, name)."""
        ...
