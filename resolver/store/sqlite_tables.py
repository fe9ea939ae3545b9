"""The tables of the ledger in SQLite: nodes, names, attributes and mentions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from json import dumps

from resolver.errors import DamagedData
from resolver.ledger.encoding import decode
from resolver.ledger.events import MentionRecorded
from resolver.ledger.tables import Cluster, Node, Placed, Spelling
from resolver.mention import Kind
from resolver.store.sqlite_candidates import index
from resolver.store.sqlite_tables_decisions import DecisionTables

_PAGE_ROWS = 1_000

_NODE = "SELECT id, entity_id, kind, root, own, junk FROM entities"

_CLUSTER = "name, mentions, corrected, hidden, changed, decided"

_COUNT_NAME = """
    INSERT INTO names (entity, name, mentions) VALUES (?, ?, ?)
    ON CONFLICT (entity, name) DO UPDATE SET mentions = mentions + excluded.mentions
    RETURNING id, completeness IS NULL"""

_COUNT_FACT = """
    INSERT INTO facts (entity, attribute, value, mentions) VALUES (?, ?, ?, ?)
    ON CONFLICT (entity, attribute, value) DO UPDATE SET mentions = mentions + excluded.mentions"""

_SPELLINGS = "SELECT name, mentions, completeness, preference FROM names"

_IN_CLUSTER = """entity IN (
    SELECT id FROM entities WHERE id = ?1 UNION ALL
    SELECT id FROM entities WHERE root = ?1 AND root <> id)"""

_PLACED = """
    SELECT mentions.seq, mentions.entity, events.kind, events.payload,
        (SELECT max(decision) FROM moves JOIN decisions ON decisions.seq = moves.decision
            WHERE moves.mention = mentions.seq AND decisions.active)
    FROM mentions JOIN events ON events.seq = mentions.seq"""


def many(numbers: Iterable[int]) -> str:
    """Numbers as one parameter, for `IN (SELECT value FROM json_each(?))`."""
    return dumps(sorted(set(numbers)))


class SqliteTables(DecisionTables):
    """Implements `ledger.tables.Tables` on a connection inside a transaction."""

    __slots__ = ()

    # Nodes and clusters

    def add_node(self, seq: int, entity_id: str, kind: Kind, name: str) -> int:
        cursor = self._connection.execute(
            """INSERT INTO entities (entity_id, kind, founded, root, own, junk, name, mentions,
                corrected, hidden, changed, decided)
            SELECT ?, ?, ?, coalesce(max(id), 0) + 1, 0, 0, ?, 0, 0, 0, ?, 0 FROM entities""",
            (entity_id, kind.value, seq, name, seq),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def node(self, entity_id: str) -> Node | None:
        row = self._one(f"{_NODE} WHERE entity_id = ?", entity_id)
        return None if row is None else _node(row)

    def nodes_of(self, roots: Iterable[int]) -> list[Node]:
        listed = many(roots)
        rows = self._all(
            f"""{_NODE} WHERE id IN (SELECT value FROM json_each(?1)) AND root = id
            UNION ALL {_NODE} WHERE root IN (SELECT value FROM json_each(?1)) AND root <> id
            ORDER BY 1""",
            listed,
        )
        return [_node(row) for row in rows]

    def nodes(self, numbers: Iterable[int]) -> list[Node]:
        rows = self._all(
            f"{_NODE} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", many(numbers)
        )
        return [_node(row) for row in rows]

    def set_root(self, number: int, root: int) -> None:
        self._run("UPDATE entities SET root = ? WHERE id = ?", root, number)

    def set_junk(self, number: int, junk: bool) -> None:  # noqa: FBT001 - as the protocol has it
        self._run("UPDATE entities SET junk = ? WHERE id = ?", int(junk), number)

    def grow(self, node: int, by: int) -> None:
        self._run("UPDATE entities SET own = own + ? WHERE id = ?", by, node)

    def cluster(self, root: int) -> Cluster:
        row = self._one(f"SELECT {_CLUSTER} FROM entities WHERE id = ?", root)
        return _cluster(row)

    def show(self, root: int, shown: Cluster) -> None:
        self._run(
            """UPDATE entities SET name = ?, mentions = ?, corrected = ?, hidden = ?,
                changed = ?, decided = ? WHERE id = ?""",
            shown.name,
            shown.mentions,
            int(shown.corrected),
            int(shown.junk),
            shown.changed,
            shown.decided,
            root,
        )

    def touch(self, root: int, seq: int) -> Cluster:
        row = self._one(
            f"""UPDATE entities SET own = own + 1, mentions = mentions + 1, changed = ?
            WHERE id = ? RETURNING {_CLUSTER}""",
            seq,
            root,
        )
        return _cluster(row)

    # Names, keys and attributes

    def count_name(self, node: int, name: str, by: int) -> tuple[int, bool]:
        row = self._one(_COUNT_NAME, node, name, by)
        assert row is not None
        return row[0], bool(row[1])

    def set_standing(self, name: int, completeness: int, preference: int) -> None:
        self._run(
            "UPDATE names SET completeness = ?, preference = ? WHERE id = ?",
            completeness,
            preference,
            name,
        )

    def index_name(self, name: int, kind: Kind, keys: Sequence[str]) -> None:
        index(self._connection, kind, keys, name)

    def index_words(self, name: int, words: Sequence[str]) -> None:
        if words:
            rows = ", ".join(["(?, ?)"] * len(words))
            values = [part for word in words for part in (word, name)]
            self._run(f"INSERT INTO starts (word, name) VALUES {rows}", *values)

    def spellings(self, nodes: Iterable[int]) -> list[Spelling]:
        rows = self._all(
            f"{_SPELLINGS} WHERE entity IN (SELECT value FROM json_each(?))", many(nodes)
        )
        return [Spelling(*row) for row in rows]

    def spellings_named(self, root: int, names: Sequence[str]) -> list[Spelling]:
        marks = ", ".join(f"?{place}" for place in range(2, len(names) + 2))
        rows = self._all(f"{_SPELLINGS} WHERE {_IN_CLUSTER} AND name IN ({marks})", root, *names)
        return [Spelling(*row) for row in rows]

    def all_names(self, after: int) -> list[tuple[int, str, Kind]]:
        rows = self._all(
            """SELECT names.id, names.name, entities.kind
            FROM names JOIN entities ON entities.id = names.entity
            WHERE names.id > ? ORDER BY names.id LIMIT ?""",
            after,
            _PAGE_ROWS,
        )
        return [(number, name, Kind(kind)) for number, name, kind in rows]

    def all_roots(self, after: int) -> list[int]:
        rows = self._all(
            "SELECT id FROM entities WHERE id > ? AND root = id ORDER BY id LIMIT ?",
            after,
            _PAGE_ROWS,
        )
        return [root for (root,) in rows]

    def count_fact(self, node: int, attribute: str, value: str, by: int) -> None:
        self._run(_COUNT_FACT, node, attribute, value, by)

    def preference(self) -> tuple[str, str | None]:
        found = dict(self._all("SELECT name, value FROM settings"))
        return found.get("script") or "latin", found.get("standard")

    def set_preference(self, script: str, standard: str | None) -> None:
        for name, value in (("script", script), ("standard", standard)):
            self._run("REPLACE INTO settings (name, value) VALUES (?, ?)", name, value)

    # Mentions

    def add_mention(self, seq: int, mention_id: str, node: int, name: int) -> None:
        self._run(
            "INSERT INTO mentions (seq, mention_id, entity, name) VALUES (?, ?, ?, ?)",
            seq,
            mention_id,
            node,
            name,
        )

    def placed(self, mention_id: str) -> Placed | None:
        row = self._one(f"{_PLACED} WHERE mentions.mention_id = ?", mention_id)
        return None if row is None else self._placed(row)

    def placed_by(self, decision: int) -> list[Placed]:
        rows = self._all(
            f"""{_PLACED} WHERE mentions.seq IN (SELECT mention FROM moves WHERE decision = ?)
            ORDER BY mentions.seq""",
            decision,
        )
        return [self._placed(row) for row in rows]

    def place(self, mention: int, node: int, name: int) -> None:
        self._run("UPDATE mentions SET entity = ?, name = ? WHERE seq = ?", node, name, mention)

    def add_move(self, mention: int, decision: int, node: int) -> None:
        self._run(
            "INSERT INTO moves (mention, decision, entity) VALUES (?, ?, ?)",
            mention,
            decision,
            node,
        )

    def last_move(self, mention: int) -> int | None:
        row = self._one(
            """SELECT moves.entity FROM moves JOIN decisions ON decisions.seq = moves.decision
            WHERE moves.mention = ? AND decisions.active ORDER BY moves.decision DESC LIMIT 1""",
            mention,
        )
        return None if row is None else row[0]

    def recorded_at(self, mention: int) -> int:
        row = self._one("SELECT seq, kind, payload FROM events WHERE seq = ?", mention)
        assert row is not None
        event = decode(*row)
        assert isinstance(event, MentionRecorded)
        node = self.node(event.entity_id)
        if node is None:
            raise DamagedData(f"event {mention} names an unknown entity: rebuild the projections")
        return node.number

    def _placed(self, row: tuple[int, int, str, str, int | None]) -> Placed:
        seq, node, kind, payload, moved_by = row
        event = decode(seq, kind, payload)
        if not isinstance(event, MentionRecorded):
            raise DamagedData(f"event {seq} is not a mention: rebuild the projections")
        human = moved_by is not None and self._is_human(moved_by)
        return Placed(seq, node, event.mention, event.how, moved_by, human)


def _node(row: tuple[int, str, str, int, int, int]) -> Node:
    number, entity_id, kind, root, own, junk = row
    return Node(number, entity_id, kind_of(kind), root, own, bool(junk))


def kind_of(text: str) -> Kind:
    """The kind of a stored word; DamagedData if there is none."""
    try:
        return Kind(text)
    except ValueError as error:
        raise DamagedData("an entity is of an unknown kind: rebuild the projections") from error


def _cluster(row: sqlite3.Row | tuple[str, int, int, int, int, int] | None) -> Cluster:
    assert row is not None
    name, mentions, corrected, hidden, changed, decided = row
    return Cluster(name, mentions, bool(corrected), bool(hidden), changed, decided)
