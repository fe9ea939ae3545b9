"""The tables of the ledger in SQLite: nodes, names, attributes and mentions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from json import dumps

from resolver.errors import DamagedData
from resolver.ledger.tables import Cluster, Node, Placed, Spelling
from resolver.mention import Kind
from resolver.store.rows import cluster_of, node_of, placed_of, recorded
from resolver.store.sqlite_candidates import index
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_tables_decisions import DecisionTables

_PAGE_ROWS = 1_000

NODE = "SELECT id, entity_id, kind, root, own, junk FROM entities"

CLUSTER = "name, mentions, corrected, hidden, changed, decided"

_COUNT_NAME = """
    INSERT INTO names (entity, name, mentions) VALUES (?, ?, ?)
    ON CONFLICT (entity, name) DO UPDATE SET mentions = mentions + excluded.mentions
    RETURNING id, completeness IS NULL"""

COUNT_FACT = """
    INSERT INTO facts (entity, attribute, value, mentions) VALUES (?, ?, ?, ?)
    ON CONFLICT (entity, attribute, value) DO UPDATE SET mentions = mentions + excluded.mentions"""

_SPELLINGS = "SELECT name, mentions, completeness, preference FROM names"

IN_CLUSTER = """entity IN (
    SELECT id FROM entities WHERE id = ?1 UNION ALL
    SELECT id FROM entities WHERE root = ?1 AND root <> id)"""

_PLACED = """
    SELECT mentions.seq, mentions.entity, events.kind, events.payload, last.seq, last.human
    FROM mentions JOIN events ON events.seq = mentions.seq
    LEFT JOIN decisions AS last ON last.seq = (
        SELECT max(decision) FROM moves JOIN decisions ON decisions.seq = moves.decision
        WHERE moves.mention = mentions.seq AND decisions.active)"""


def many(numbers: Iterable[int]) -> str:
    """Numbers as one parameter, for `IN (SELECT value FROM json_each(?))`."""
    return dumps(sorted(set(numbers)))


class SqliteTables(DecisionTables):
    """Implements `ledger.tables.Tables` on a connection inside a transaction."""

    __slots__ = ()

    # Nodes and clusters

    def add_node(self, seq: int, entity_id: str, kind: Kind, name: str) -> int:
        row = self._one(
            """INSERT INTO entities (entity_id, kind, founded, root, own, junk, name, mentions,
                corrected, hidden, changed, decided)
            SELECT ?, ?, ?, coalesce(max(id), 0) + 1, 0, 0, ?, 0, 0, 0, ?, 0 FROM entities
            RETURNING id""",
            entity_id,
            kind.value,
            seq,
            name,
            seq,
        )
        number: int = row[0]
        return number

    def node(self, entity_id: str) -> Node | None:
        row = self._one(f"{NODE} WHERE entity_id = ?", entity_id)
        return None if row is None else node_of(row)

    def nodes_of(self, roots: Iterable[int]) -> list[Node]:
        listed = many(roots)
        rows = self._all(
            f"""{NODE} WHERE id IN (SELECT value FROM json_each(?1)) AND root = id
            UNION ALL {NODE} WHERE root IN (SELECT value FROM json_each(?1)) AND root <> id
            ORDER BY 1""",
            listed,
        )
        return [node_of(row) for row in rows]

    def nodes(self, numbers: Iterable[int]) -> list[Node]:
        rows = self._all(
            f"{NODE} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", many(numbers)
        )
        return [node_of(row) for row in rows]

    def set_root(self, number: int, root: int) -> None:
        self._run("UPDATE entities SET root = ? WHERE id = ?", root, number)

    def set_junk(self, number: int, junk: bool) -> None:  # noqa: FBT001 - as the protocol has it
        self._run("UPDATE entities SET junk = ? WHERE id = ?", int(junk), number)

    def grow(self, node: int, by: int) -> None:
        self._run("UPDATE entities SET own = own + ? WHERE id = ?", by, node)

    def cluster(self, root: int) -> Cluster:
        row = self._one(f"SELECT {CLUSTER} FROM entities WHERE id = ?", root)
        return cluster_of(row)

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
            WHERE id = ? RETURNING {CLUSTER}""",
            seq,
            root,
        )
        return cluster_of(row)

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
        with mapped:
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
        rows = self._all(f"{_SPELLINGS} WHERE {IN_CLUSTER} AND name IN ({marks})", root, *names)
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
        self._run(COUNT_FACT, node, attribute, value, by)

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
        return None if row is None else placed_of(row)

    def placed_by(self, decision: int) -> list[Placed]:
        rows = self._all(
            f"""{_PLACED} WHERE mentions.seq IN (SELECT mention FROM moves WHERE decision = ?)
            ORDER BY mentions.seq""",
            decision,
        )
        return [placed_of(row) for row in rows]

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
        node = self.node(recorded(*row).entity_id)
        if node is None:
            raise DamagedData(f"event {mention} names an unknown entity: rebuild the projections")
        return node.number
