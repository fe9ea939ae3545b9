"""Many mentions at once: what `projector` does event by event, with each row written once.

Only foundings and recordings can be applied so: they move nobody. What they touch is read
first, what comes of them is worked out in memory, in their order, and written at the end. The
tables then hold the very rows that one event after another would have left there.

    node        counts its mentions                     one row an entity
    cluster     the last event, mentions, its name      the row of its root
    spelling    counts its mentions at a node           one row a name of a node
    suggestion  its priority, where an entity doubled   once, after all: it depends on the
                                                        doublings of both sides alone
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from resolver.attributes import facts_of
from resolver.errors import Conflict
from resolver.ledger.bulk_tables import BulkTables, Later, NameRow, NewName, NodeRow, Postings
from resolver.ledger.clusters import refresh
from resolver.ledger.events import EntityFounded, MentionRecorded
from resolver.ledger.names import KeysOf, Names
from resolver.ledger.review import doubled
from resolver.ledger.tables import Cluster
from resolver.mention import Kind

Arrival = EntityFounded | MentionRecorded


@dataclass(slots=True)
class _Name:
    number: int
    node: int
    text: str
    gained: int
    is_new: bool


class _Spelling:
    """A spelling of a cluster: its mentions at all nodes, and how it stands."""

    __slots__ = ("mentions", "standing")

    def __init__(self, mentions: int, standing: tuple[int, int]) -> None:
        self.mentions = mentions
        self.standing = standing

    def rank(self, name: str) -> tuple[bool, int, int, int, str]:
        """As `entities.elected` ranks; the least is elected."""
        complete, preference = self.standing
        return self.mentions <= 0, complete, -self.mentions, preference, name


@dataclass(slots=True)
class _Root:
    """A cluster as it comes to be shown."""

    number: int
    name: str
    mentions: int
    changed: int
    before: Cluster | None
    corrected: bool = False
    has_doubled: bool = False
    spellings: dict[str, _Spelling] = field(default_factory=dict)

    def shown(self) -> Cluster:
        was = self.before
        hidden, decided = (was.junk, was.decided) if was is not None else (False, 0)
        return Cluster(self.name, self.mentions, self.corrected, hidden, self.changed, decided)


@dataclass(slots=True)
class _Node:
    """A node that is touched, with the spellings that it has or gets."""

    number: int
    entity_id: str
    kind: Kind
    founded: int  # 0 where it was there before
    root: _Root
    gained: int = 0
    names: dict[str, _Name] = field(default_factory=dict)


class Bulk:
    """Applies many arrivals to tables. One is good for one lot."""

    __slots__ = ("_facts", "_last_name", "_last_node", "_later", "_mentions", "_names", "_new",
                 "_nodes", "_roots", "_tables")  # fmt: skip

    def __init__(self, tables: BulkTables, keys_of: KeysOf, later: Later | None = None) -> None:
        self._tables = tables
        self._later = later
        self._names = Names(tables, keys_of)
        self._last_node, self._last_name = tables.last_numbers()
        self._nodes: dict[str, _Node] = {}
        self._roots: dict[int, _Root] = {}
        self._facts: Counter[tuple[int, str, str]] = Counter()
        self._mentions: list[tuple[int, str, int, int]] = []
        self._new: list[NewName] = []

    def apply(self, first: int, events: Sequence[Arrival]) -> None:
        """Events by their numbers from `first`. Raises Conflict, BadName; the caller then takes
        back what was written, if anything."""
        self._read(events)
        for seq, event in enumerate(events, start=first):
            if isinstance(event, EntityFounded):
                self._found(seq, event)
            else:
                self._record(seq, event)
        self._write()

    # What is there

    def _read(self, events: Sequence[Arrival]) -> None:
        founded = {event.entity_id for event in events if isinstance(event, EntityFounded)}
        named: dict[str, dict[str, None]] = {}
        for event in events:
            if isinstance(event, MentionRecorded) and event.entity_id not in founded:
                named.setdefault(event.entity_id, {})[event.mention.name] = None
        if not named:
            return
        found = self._tables.nodes_named(list(named))
        clusters = self._tables.clusters(sorted({node.root for node in found.values()}))
        wanted: dict[int, dict[str, None]] = {}
        for entity_id, node in found.items():
            wanted.setdefault(node.root, {}).update(named[entity_id])
            shown = clusters[node.root]
            root = self._roots.get(node.root)
            if root is None:
                root = self._roots[node.root] = _Root(
                    node.root, shown.name, shown.mentions, shown.changed, shown, shown.corrected
                )
            self._nodes[entity_id] = _Node(node.number, entity_id, node.kind, 0, root)
        at = {node.number: node for node in self._nodes.values()}
        for number, names in wanted.items():
            self._know(self._roots[number], [*{**names, self._roots[number].name: None}], at)

    def _know(self, root: _Root, names: list[str], at: Mapping[int, _Node]) -> None:
        for row in self._tables.names_in(root.number, names):
            spelling = root.spellings.get(row.name)
            if spelling is None:
                standing = (row.completeness, row.preference)
                root.spellings[row.name] = _Spelling(row.mentions, standing)
            else:
                spelling.mentions += row.mentions
            node = at.get(row.node)
            if node is not None:
                node.names[row.name] = _Name(row.number, row.node, row.name, 0, is_new=False)

    # What arrives

    def _found(self, seq: int, event: EntityFounded) -> None:
        if event.entity_id in self._nodes:
            raise Conflict("the event contradicts what is stored")
        self._last_node += 1
        root = _Root(self._last_node, event.name, 0, seq, None)
        self._nodes[event.entity_id] = _Node(
            self._last_node, event.entity_id, event.kind, seq, root
        )

    def _record(self, seq: int, event: MentionRecorded) -> None:
        node, mention = self._nodes.get(event.entity_id), event.mention
        if node is None:
            raise Conflict("the event names an entity that was never founded: found it first")
        if node.kind != mention.kind:
            raise Conflict(f"a mention of kind {mention.kind} cannot join a {node.kind}")
        for attribute, value in facts_of(mention):
            self._facts[node.number, attribute, value] += 1
        name = node.names.get(mention.name)
        if name is None:
            name = self._new_name(node, mention.name)
        name.gained += 1
        node.gained += 1
        self._mentions.append((seq, event.mention_id, node.number, name.number))
        _show(node.root, mention.name, seq)

    def _new_name(self, node: _Node, text: str) -> _Name:
        self._last_name += 1
        number = self._last_name
        name = node.names[text] = _Name(number, node.number, text, 0, is_new=True)
        standing = self._names.standing(text, node.kind)
        self._new.append(NewName(number, text, node.kind))
        if text not in node.root.spellings:
            node.root.spellings[text] = _Spelling(0, standing)
        return name

    # What is written

    def _write(self) -> None:
        tables, nodes = self._tables, list(self._nodes.values())
        new = [node for node in nodes if node.founded]
        old = [node for node in nodes if not node.founded]
        tables.add_nodes(
            [
                NodeRow(n.number, n.entity_id, n.kind, n.founded, n.gained, n.root.shown())
                for n in new
            ]
        )
        tables.grow_many([(node.number, node.gained) for node in old])
        for root in self._roots.values():
            tables.show(root.number, root.shown())
        names = [name for node in nodes for name in node.names.values()]
        tables.add_names(sorted(self._rows_of(nodes)))
        tables.count_names([(n.number, n.gained) for n in names if not n.is_new and n.gained])
        tables.count_facts(self._facts)
        tables.add_mentions(self._mentions)
        if self._later is None:
            tables.post(_postings(self._new, self._names))
        elif self._new:
            self._later(self._new)
        grown = [root.number for root in self._roots.values() if root.has_doubled]
        if grown:
            refresh(tables, sorted(grown))

    def _rows_of(self, nodes: Iterable[_Node]) -> Iterable[NameRow]:
        for node in nodes:
            for name in node.names.values():
                if name.is_new:
                    standing = node.root.spellings[name.text].standing
                    yield NameRow(name.number, node.number, name.text, name.gained, *standing)


def _postings(new: Iterable[NewName], names: Names) -> Postings:
    keys: dict[tuple[str, str], list[int]] = {}
    words: list[tuple[str, int]] = []
    for number, text, kind in new:
        for key in names.keys(text, kind):
            keys.setdefault((kind.value, key), []).append(number)
        words += [(word, number) for word in names.words(text, kind)]
    return Postings(keys, words)


def _show(root: _Root, name: str, seq: int) -> None:
    """One more mention of a cluster: as `clusters.mention_added`."""
    root.mentions += 1
    root.changed = seq
    spelling = root.spellings[name]
    spelling.mentions += 1
    if name != root.name and not root.corrected:
        rival = root.spellings.get(root.name)
        if rival is None or spelling.rank(name) < rival.rank(root.name):
            root.name = name
    if root.mentions > 1 and doubled(root.mentions):
        root.has_doubled = True
