"""The candidates of a SQLite store: an inverted index of blocking keys, ranked in memory.

Each key keeps the ids of its names in one row, as an inverted index does: one row a posting
would double the work of writing and triple that of reading.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from math import log

from resolver.errors import DamagedData
from resolver.keys import PAIR
from resolver.mention import Kind
from resolver.store.candidates import COMMON, ENOUGH, without_most_unpaired
from resolver.store.protocol import StoredName

_Known = tuple[int, str, str, int]  # names with the key, key, their ids, names in all


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
    connection: sqlite3.Connection, kind: Kind, keys: Sequence[str], limit: int
) -> list[StoredName]:
    """At most `limit` names of `kind` sharing a key, best first, ties in order of entry."""
    wanted = sorted(set(keys))
    if not wanted or limit <= 0:
        return []
    known = connection.execute(known_keys(len(wanted)), (kind.value, *wanted)).fetchall()
    worth: dict[str, float] = {}
    paired: set[str] = set()
    for carriers, key, name_ids, total in _worth_reading(sorted(known)):
        weight = log(1 + total / carriers)
        listed = dict.fromkeys(name_ids.split(","), weight)
        if key.startswith(PAIR):
            paired.update(listed)
        # Few names share several keys, so the rest are never looked at one by one.
        for name_id in worth.keys() & listed.keys():
            listed[name_id] += worth[name_id]
        worth.update(listed)
    if not worth:
        return []
    found = _names(connection, {name_id: worth[str(name_id)] for name_id in _best(worth, limit)})
    ranked = ((stored, str(name_id) in paired) for name_id, stored in found.items())
    return without_most_unpaired(ranked, wanted)


def known_keys(count: int) -> str:
    """SQL for those of `count` keys that a name of the kind carries."""
    marks = ", ".join("?" * count)
    # Names are never deleted, so the last id is their number, without counting them.
    return f"""SELECT names, key, name_ids, (SELECT max(id) FROM names)
        FROM keys WHERE kind = ? AND key IN ({marks})"""


def names_by_id(count: int) -> str:
    """SQL for `count` names with their entities."""
    marks = ", ".join("?" * count)
    return f"""SELECT names.id, root.entity_id, names.name, names.mentions, own.entity_id, own.junk,
            root.name
        FROM names JOIN entities AS own ON own.id = names.entity
        JOIN entities AS root ON root.id = own.root
        WHERE names.id IN ({marks}) AND names.mentions > 0"""


def _worth_reading(known: Sequence[_Known]) -> Iterator[_Known]:
    """The rarest of the known keys, which come in order of rarity."""
    rare = [row for row in known if row[0] <= COMMON]
    listed = 0
    for row in rare or known[:1]:
        if listed >= ENOUGH:
            return
        yield row
        listed += row[0]


def _best(worth: Mapping[str, float], limit: int) -> list[int]:
    # Most names tie at the bottom: only those that may be wanted are turned into numbers.
    least = sorted(worth.values(), reverse=True)[:limit][-1]
    try:
        kept = [(-score, int(name_id)) for name_id, score in worth.items() if score > least]
        tied = sorted([int(name_id) for name_id, score in worth.items() if score == least])
    except ValueError as error:
        raise DamagedData("a blocking key is unreadable: rebuild the projections") from error
    return [*(name_id for _, name_id in sorted(kept)), *tied][:limit]


def _names(connection: sqlite3.Connection, worth: Mapping[int, float]) -> dict[int, StoredName]:
    """The names of ids with what they are worth, in that order."""
    rows = {
        name_id: StoredName(entity_id, name, mentions, node_id, bool(junk), worth[name_id], title)
        for name_id, entity_id, name, mentions, node_id, junk, title in connection.execute(
            names_by_id(len(worth)), tuple(worth)
        )
    }
    return {name_id: rows[name_id] for name_id in worth if name_id in rows}
