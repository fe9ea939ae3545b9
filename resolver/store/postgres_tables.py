"""The tables of the ledger in PostgreSQL: nodes, names, attributes and mentions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resolver.errors import DamagedData
from resolver.ledger.tables import Cluster, Node, Placed, Spelling
from resolver.mention import Kind
from resolver.store.postgres_tables_decisions import DecisionTables
from resolver.store.reader import PAGE_ROWS
from resolver.store.rows import cluster_of, node_of, placed_of, recorded

_NODE = "SELECT id, entity_id, kind, root, own, junk FROM entities"

_CLUSTER = "name, mentions, corrected, hidden, changed, decided"

_ADD_NODE = """
    INSERT INTO entities (id, entity_id, kind, founded, root, own, junk, name, mentions,
        corrected, hidden, changed, decided)
    SELECT number, %s, %s, %s, number, 0, false, %s, 0, false, false, %s, 0
    FROM (SELECT coalesce(max(id), 0) + 1 AS number FROM entities) AS next
    RETURNING id"""

_COUNT_NAME = """
    INSERT INTO names AS known (id, entity, name, mentions)
    VALUES ((SELECT coalesce(max(id), 0) + 1 FROM names), %s, %s, %s)
    ON CONFLICT (entity, name) DO UPDATE SET mentions = known.mentions + excluded.mentions
    RETURNING id, completeness IS NULL"""

_COUNT_FACT = """
    INSERT INTO facts AS known (entity, attribute, value, mentions) VALUES (%s, %s, %s, %s)
    ON CONFLICT (entity, attribute, value)
    DO UPDATE SET mentions = known.mentions + excluded.mentions"""

_SPELLINGS = "SELECT name, mentions, completeness, preference FROM names"

_PLACED = """
    SELECT mentions.seq, mentions.entity, events.kind, events.payload, last.seq, last.human
    FROM mentions JOIN events ON events.seq = mentions.seq
    LEFT JOIN LATERAL (
        SELECT decisions.seq, decisions.human
        FROM moves JOIN decisions ON decisions.seq = moves.decision
        WHERE moves.mention = mentions.seq AND decisions.active
        ORDER BY moves.decision DESC LIMIT 1) AS last ON true"""


class PostgresTables(DecisionTables):
    """Implements `ledger.tables.Tables` on a session inside a transaction."""

    __slots__ = ()

    # Nodes and clusters

    def add_node(self, seq: int, entity_id: str, kind: Kind, name: str) -> int:
        number: int = self._one(_ADD_NODE, entity_id, kind.value, seq, name, seq)[0]
        return number

    def node(self, entity_id: str) -> Node | None:
        if "\0" in entity_id:  # which no database of ours holds
            return None
        row = self._one(f"{_NODE} WHERE entity_id = %s", entity_id)
        return None if row is None else node_of(row)

    def nodes_of(self, roots: Iterable[int]) -> list[Node]:
        listed = list(roots)
        rows = self._all(
            f"""{_NODE} WHERE id = ANY(%s::bigint[]) AND root = id
            UNION ALL {_NODE} WHERE root = ANY(%s::bigint[]) AND root <> id
            ORDER BY 1""",
            listed,
            listed,
        )
        return [node_of(row) for row in rows]

    def nodes(self, numbers: Iterable[int]) -> list[Node]:
        rows = self._all(f"{_NODE} WHERE id = ANY(%s::bigint[]) ORDER BY id", list(numbers))
        return [node_of(row) for row in rows]

    def set_root(self, number: int, root: int) -> None:
        self._run("UPDATE entities SET root = %s WHERE id = %s", root, number)

    def set_junk(self, number: int, junk: bool) -> None:  # noqa: FBT001 - as the protocol has it
        self._run("UPDATE entities SET junk = %s WHERE id = %s", junk, number)

    def grow(self, node: int, by: int) -> None:
        self._run("UPDATE entities SET own = own + %s WHERE id = %s", by, node)

    def cluster(self, root: int) -> Cluster:
        return cluster_of(self._one(f"SELECT {_CLUSTER} FROM entities WHERE id = %s", root))

    def show(self, root: int, shown: Cluster) -> None:
        self._run(
            """UPDATE entities SET name = %s, mentions = %s, corrected = %s, hidden = %s,
                changed = %s, decided = %s WHERE id = %s""",
            shown.name,
            shown.mentions,
            shown.corrected,
            shown.junk,
            shown.changed,
            shown.decided,
            root,
        )

    def touch(self, root: int, seq: int) -> Cluster:
        row = self._one(
            f"""UPDATE entities SET own = own + 1, mentions = mentions + 1, changed = %s
            WHERE id = %s RETURNING {_CLUSTER}""",
            seq,
            root,
        )
        return cluster_of(row)

    # Names, keys and attributes

    def count_name(self, node: int, name: str, by: int) -> tuple[int, bool]:
        number, is_new = self._one(_COUNT_NAME, node, name, by)
        return number, is_new

    def set_standing(self, name: int, completeness: int, preference: int) -> None:
        self._run(
            "UPDATE names SET completeness = %s, preference = %s WHERE id = %s",
            completeness,
            preference,
            name,
        )

    def index_name(self, name: int, kind: Kind, keys: Sequence[str]) -> None:
        assert self._pending is not None
        self._pending.post(name, kind, keys)

    def index_words(self, name: int, words: Sequence[str]) -> None:
        assert self._pending is not None
        self._pending.post_words(name, words)

    def spellings(self, nodes: Iterable[int]) -> list[Spelling]:
        rows = self._all(f"{_SPELLINGS} WHERE entity = ANY(%s::bigint[])", list(nodes))
        return [Spelling(*row) for row in rows]

    def spellings_named(self, root: int, names: Sequence[str]) -> list[Spelling]:
        rows = self._all(
            f"""{_SPELLINGS} WHERE name = ANY(%s::text[]) AND entity = ANY(ARRAY(
                SELECT %s::bigint UNION ALL
                SELECT id FROM entities WHERE root = %s AND root <> id))""",
            list(names),
            root,
            root,
        )
        return [Spelling(*row) for row in rows]

    def all_names(self, after: int) -> list[tuple[int, str, Kind]]:
        rows = self._all(
            """SELECT names.id, names.name, entities.kind
            FROM names JOIN entities ON entities.id = names.entity
            WHERE names.id > %s ORDER BY names.id LIMIT %s""",
            after,
            PAGE_ROWS,
        )
        return [(number, name, Kind(kind)) for number, name, kind in rows]

    def all_roots(self, after: int) -> list[int]:
        rows = self._all(
            "SELECT id FROM entities WHERE id > %s AND root = id ORDER BY id LIMIT %s",
            after,
            PAGE_ROWS,
        )
        return [root for (root,) in rows]

    def count_fact(self, node: int, attribute: str, value: str, by: int) -> None:
        self._run(_COUNT_FACT, node, attribute, value, by)

    def preference(self) -> tuple[str, str | None]:
        found = dict(self._all("SELECT name, value FROM settings"))
        return found.get("script") or "latin", found.get("standard")

    def set_preference(self, script: str, standard: str | None) -> None:
        for name, value in (("script", script), ("standard", standard)):
            self._run(
                """INSERT INTO settings (name, value) VALUES (%s, %s)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value""",
                name,
                value,
            )

    # Mentions

    def add_mention(self, seq: int, mention_id: str, node: int, name: int) -> None:
        assert self._pending is not None
        self._run(
            "INSERT INTO mentions (seq, mention_id, entity, name) VALUES (%s, %s, %s, %s)",
            seq,
            mention_id,
            node,
            name,
        )
        self._pending.count_mention()

    def placed(self, mention_id: str) -> Placed | None:
        row = self._one(f"{_PLACED} WHERE mentions.mention_id = %s", mention_id)
        return None if row is None else placed_of(row)

    def placed_by(self, decision: int) -> list[Placed]:
        rows = self._all(
            f"""{_PLACED} WHERE mentions.seq IN (SELECT mention FROM moves WHERE decision = %s)
            ORDER BY mentions.seq""",
            decision,
        )
        return [placed_of(row) for row in rows]

    def place(self, mention: int, node: int, name: int) -> None:
        self._run("UPDATE mentions SET entity = %s, name = %s WHERE seq = %s", node, name, mention)

    def add_move(self, mention: int, decision: int, node: int) -> None:
        self._run(
            "INSERT INTO moves (mention, decision, entity) VALUES (%s, %s, %s)",
            mention,
            decision,
            node,
        )

    def last_move(self, mention: int) -> int | None:
        row = self._one(
            """SELECT moves.entity FROM moves JOIN decisions ON decisions.seq = moves.decision
            WHERE moves.mention = %s AND decisions.active ORDER BY moves.decision DESC LIMIT 1""",
            mention,
        )
        return None if row is None else row[0]

    def recorded_at(self, mention: int) -> int:
        row = self._one("SELECT seq, kind, payload FROM events WHERE seq = %s", mention)
        assert row is not None
        node = self.node(recorded(*row).entity_id)
        if node is None:
            raise DamagedData(f"event {mention} names an unknown entity: rebuild the projections")
        return node.number
