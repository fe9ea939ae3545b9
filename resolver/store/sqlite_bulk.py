"""The tables of the ledger in SQLite, for many rows at once: as few statements as can be, and
the rows of each in the order of their table, so that neighbours are written together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import dumps

from resolver.ledger.bulk_tables import NameRow, NodeRow, Postings
from resolver.ledger.tables import Cluster, Node
from resolver.store.candidates import COMMON
from resolver.store.packed_keys import BYTES, key_number, packed
from resolver.store.rows import cluster_of, node_of
from resolver.store.sqlite_errors import mapped
from resolver.store.sqlite_rows import insert_rows
from resolver.store.sqlite_tables import CLUSTER, COUNT_FACT, IN_CLUSTER, NODE, SqliteTables

_ADD_NODE = """
    INSERT INTO entities (id, entity_id, kind, founded, root, own, junk, name, mentions,
        corrected, hidden, changed, decided)"""

_ADD_NAME = "INSERT INTO names (id, entity, name, mentions, completeness, preference)"

_ADD_MENTION = "INSERT INTO mentions (seq, mention_id, entity, name) VALUES (?, ?, ?, ?)"


ADD_KEY = "INSERT INTO keys (id, names, name_ids)"


def posting(common: int) -> str:
    """SQL that, after ADD_KEY and its values, lists names under a key that has none of a higher
    number: as `sqlite_candidates.index` does it one after another."""
    return f"""
    ON CONFLICT (id) DO UPDATE SET names = names + excluded.names, name_ids =
        CASE WHEN names < {common} THEN CAST(name_ids || substr(
            excluded.name_ids, 1, ({common} - names) * {BYTES}) AS BLOB)
        ELSE name_ids END"""


class SqliteBulk(SqliteTables):
    """Implements `ledger.bulk.BulkTables` on a connection inside a transaction."""

    __slots__ = ()

    def last_numbers(self) -> tuple[int, int]:
        (found,) = self._all(
            """SELECT (SELECT coalesce(max(id), 0) FROM entities),
                (SELECT coalesce(max(id), 0) FROM names)"""
        )
        return found[0], found[1]

    def nodes_named(self, entity_ids: Sequence[str]) -> dict[str, Node]:
        rows = self._all(
            f"{NODE} WHERE entity_id IN (SELECT value FROM json_each(?))", dumps(list(entity_ids))
        )
        return {row[1]: node_of(row) for row in rows}

    def clusters(self, roots: Sequence[int]) -> dict[int, Cluster]:
        rows = self._all(
            f"SELECT id, {CLUSTER} FROM entities WHERE id IN (SELECT value FROM json_each(?))",
            dumps(list(roots)),
        )
        return {row[0]: cluster_of(row[1:]) for row in rows}

    def names_in(self, root: int, names: Sequence[str]) -> list[NameRow]:
        rows = self._all(
            f"""SELECT id, entity, name, mentions, completeness, preference FROM names
            WHERE {IN_CLUSTER} AND name IN (SELECT value FROM json_each(?2))""",
            root,
            dumps(list(names)),
        )
        return [NameRow._make(row) for row in rows]

    def add_nodes(self, rows: Sequence[NodeRow]) -> None:
        self._insert(
            _ADD_NODE,
            [
                (number, entity_id, kind.value, founded, number, own, 0, shown.name,
                 shown.mentions, int(shown.corrected), int(shown.junk), shown.changed,
                 shown.decided)
                for number, entity_id, kind, founded, own, shown in rows
            ],
        )  # fmt: skip

    def grow_many(self, nodes: Sequence[tuple[int, int]]) -> None:
        self._run_many("UPDATE entities SET own = own + ?2 WHERE id = ?1", sorted(nodes))

    def add_names(self, rows: Sequence[NameRow]) -> None:
        self._insert(_ADD_NAME, rows)

    def count_names(self, names: Sequence[tuple[int, int]]) -> None:
        self._run_many("UPDATE names SET mentions = mentions + ?2 WHERE id = ?1", sorted(names))

    def count_facts(self, facts: Mapping[tuple[int, str, str], int]) -> None:
        self._run_many(COUNT_FACT, [(*fact, by) for fact, by in sorted(facts.items())])

    def post(self, postings: Postings) -> None:
        self._insert(
            ADD_KEY,
            [
                (number, len(ids), packed(ids[:COMMON]))
                for number, ids in sorted(
                    (key_number(kind, key), ids) for (kind, key), ids in postings.keys.items()
                )
            ],
            posting(COMMON),
        )
        self._insert("INSERT INTO starts (word, name)", sorted(postings.words))

    def add_mentions(self, rows: Sequence[tuple[int, str, int, int]]) -> None:
        self._run_many(_ADD_MENTION, rows)

    def _insert(self, into: str, rows: Sequence[Sequence[object]], then: str = "") -> None:
        with mapped:
            insert_rows(self._connection, into, rows, then)
