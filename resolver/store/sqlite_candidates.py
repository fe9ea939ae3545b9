"""The candidates of a SQLite store: an inverted index of blocking keys, ranked in memory.

Each key keeps the ids of its names in one row, as an inverted index does: one row a posting
would double the work of writing and triple that of reading. Names are read a few at a time,
and their entities only where the name is of use: a question often ends with the first of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache

from resolver.mention import Kind
from resolver.sifting import Sieve
from resolver.store.candidates import COMMON, ENOUGH, Unpaired
from resolver.store.postings import Posting, Ranked, ranked
from resolver.store.protocol import StoredName


def index(connection: sqlite3.Connection, kind: Kind, keys: Sequence[str], name_id: int) -> None:
    """List a new name under its distinct keys."""
    if not keys:
        return
    # One statement for all keys: most of the time of a small insert is its overhead.
    rows = ", ".join(["(?, ?, 1, ?)"] * len(keys))
    connection.execute(
        f"""INSERT INTO keys (kind, key, names, name_ids) VALUES {rows}
        ON CONFLICT (kind, key) DO UPDATE SET names = names + 1, name_ids =
            CASE WHEN names < {COMMON} THEN name_ids || ',' || excluded.name_ids
            ELSE name_ids END""",
        [part for key in keys for part in (kind.value, key, str(name_id))],
    )


def candidates(
    connection: sqlite3.Connection,
    kind: Kind,
    keys: Sequence[str],
    limit: int,
    sieve: Sieve | None = None,
) -> Iterator[StoredName]:
    """At most `limit` names of `kind` sharing a key, best first, ties in order of entry; of
    these only the ones that pass. Read as they are asked for."""
    wanted = sorted(set(keys))
    if not wanted or limit <= 0:
        return
    known, total = _known(connection, kind, wanted)
    unpaired = Unpaired(wanted)
    for part in ranked(known, total, limit, sieve):
        yield from _named(connection, part, unpaired, sieve)


@cache
def known_keys(count: int) -> str:
    """SQL for those of `count` keys that a name of the kind carries; with their names, unless
    these are more than the first parameter says."""
    marks = ", ".join("?" * count)
    # Names are never deleted, so the last id is their number, without counting them.
    return f"""SELECT names, key, CASE WHEN names <= ? THEN name_ids END,
            (SELECT max(id) FROM names)
        FROM keys WHERE kind = ? AND key IN ({marks})"""


@cache
def names_by_id(count: int) -> str:
    """SQL for `count` names that have mentions."""
    marks = ", ".join("?" * count)
    return f"SELECT id, entity, name, mentions FROM names WHERE id IN ({marks}) AND mentions > 0"


@cache
def bearers_by_id(count: int) -> str:
    """SQL for `count` entities with what they are part of."""
    marks = ", ".join("?" * count)
    return f"""SELECT own.id, root.entity_id, own.entity_id, own.junk, root.name
        FROM entities AS own JOIN entities AS root ON root.id = own.root
        WHERE own.id IN ({marks})"""


def _known(
    connection: sqlite3.Connection, kind: Kind, wanted: Sequence[str]
) -> tuple[list[Posting], int]:
    """The keys worth reading, rarest first, and the number of all names."""
    sql = known_keys(len(wanted))
    rows = sorted(connection.execute(sql, (COMMON, kind.value, *wanted)).fetchall())
    if not rows:
        return [], 0
    if rows[0][0] > COMMON:
        sql = known_keys(1)
        rows = connection.execute(sql, (rows[0][0], kind.value, rows[0][1])).fetchall()
    listed, known = 0, []
    for carriers, key, name_ids, _ in rows:
        if listed >= ENOUGH or name_ids is None:
            break
        known.append(Posting(carriers, key, name_ids))
        listed += carriers
    return known, rows[0][3]


def _named(
    connection: sqlite3.Connection, part: Sequence[Ranked], unpaired: Unpaired, sieve: Sieve | None
) -> Iterator[StoredName]:
    """The names of some ids, in their order, with their entities."""
    ids = [one.name_id for one in part]
    names = {row[0]: row for row in connection.execute(names_by_id(len(ids)), ids)}
    kept = [
        (names[name_id], worth)
        for name_id, worth, paired in part
        if name_id in names
        and not unpaired.too_many(names[name_id][2], paired)
        and (sieve is None or sieve.passes(names[name_id][2]))
    ]
    if not kept:
        return
    nodes = [*{row[1] for row, _ in kept}]
    bearers = {row[0]: row for row in connection.execute(bearers_by_id(len(nodes)), nodes)}
    for (_, node, name, mentions), worth in kept:
        if node in bearers:
            _, entity_id, node_id, junk, title = bearers[node]
            yield StoredName(entity_id, name, mentions, node_id, bool(junk), worth, title)
