"""Which stored names deserve a comparison: those sharing the rarest blocking keys.

A shared key is worth log(1 + names / names with that key); a name is worth the sum over
the keys it shares. Reading postings is the cost, so keys are read rarest first, and two
limits keep one question under about two milliseconds: no further key is read after ENOUGH
postings, and a key with more than COMMON names is read only when there is no rarer one
(then the oldest COMMON of its names, of the rarest such key).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from math import log

from resolver.mention import Kind
from resolver.store.protocol import StoredName

COMMON = 2_000
"""A key carried by more names than this says too little to be worth reading."""

ENOUGH = 1_000
"""After this many postings no further key is read."""

TOTAL = "SELECT max(id) FROM names"

# One row a key: fetching each posting as a row of its own takes three times as long.
POSTINGS = """
    SELECT group_concat(name) FROM (
        SELECT name FROM postings WHERE kind = ? AND key = ? ORDER BY name LIMIT ?)"""


def candidates(
    connection: sqlite3.Connection, kind: Kind, keys: Sequence[str], limit: int
) -> list[StoredName]:
    """At most `limit` names of `kind` sharing a key, best first, ties in order of entry."""
    wanted = sorted(set(keys))
    if not wanted or limit <= 0:
        return []
    known = connection.execute(known_keys(len(wanted)), (kind.value, *wanted)).fetchall()
    if not known:
        return []
    # Names are never deleted, so the last id is their number, without counting them.
    (total,) = connection.execute(TOTAL).fetchone()
    worth: dict[str, float] = {}
    for carriers, key in _worth_reading(sorted(known)):
        weight = log(1 + total / carriers)
        (listed,) = connection.execute(POSTINGS, (kind.value, key, COMMON)).fetchone()
        for name_id in listed.split(","):
            worth[name_id] = worth.get(name_id, 0.0) + weight
    return _names(connection, _best(worth, limit))


def known_keys(count: int) -> str:
    """SQL for the keys among `count` that any name of the kind carries."""
    marks = ", ".join("?" * count)
    return f"SELECT names, key FROM keys WHERE kind = ? AND key IN ({marks})"  # noqa: S608


def names_by_id(count: int) -> str:
    """SQL for `count` names with their entities."""
    marks = ", ".join("?" * count)
    return f"""SELECT names.id, entities.entity_id, names.name, names.mentions
        FROM names JOIN entities ON entities.id = names.entity
        WHERE names.id IN ({marks})"""  # noqa: S608


def _worth_reading(known: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The rarest of the (carriers, key) pairs, which come in order of rarity."""
    rare = [pair for pair in known if pair[0] <= COMMON]
    postings = 0
    for carriers, key in rare or known[:1]:
        if postings >= ENOUGH:
            return
        yield carriers, key
        postings += carriers


def _best(worth: Mapping[str, float], limit: int) -> list[int]:
    # Most names tie at the bottom: only those that may be wanted are turned into numbers.
    least = sorted(worth.values(), reverse=True)[:limit][-1]
    kept = [(-score, int(name_id)) for name_id, score in worth.items() if score >= least]
    return [name_id for _, name_id in nsmallest(limit, kept)]


def _names(connection: sqlite3.Connection, name_ids: Sequence[int]) -> list[StoredName]:
    rows = {
        name_id: StoredName(entity_id, name, mentions)
        for name_id, entity_id, name, mentions in connection.execute(
            names_by_id(len(name_ids)), tuple(name_ids)
        )
    }
    return [rows[name_id] for name_id in name_ids if name_id in rows]
