"""The candidates of a SQLite store: an inverted index of blocking keys, ranked in memory.

Each key keeps the ids of its names in one row, as an inverted index does: one row a posting
would double the work of writing and triple that of reading. Names are read a few at a time,
and their entities only where the name is of use: a question often ends with the first of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from heapq import nlargest
from itertools import accumulate
from math import log

from resolver.errors import DamagedData
from resolver.keys import PAIR
from resolver.mention import Kind
from resolver.store.candidates import COMMON, ENOUGH, Unpaired
from resolver.store.protocol import OfUse, StoredName

_Known = tuple[int, str, str, int]  # names with the key, key, their ids, names in all
_Ranked = tuple[int, float, bool]  # id, what its keys are worth, whether two words share one

_FIRST, _MORE = 6, 30
"""Names read at once, first and then."""

_ROUNDING = 1e-9


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
    of_use: OfUse | None = None,
) -> Iterator[StoredName]:
    """At most `limit` names of `kind` sharing a key, best first, ties in order of entry; of
    these only the ones that are of use. Read as they are asked for."""
    wanted = sorted(set(keys))
    if not wanted or limit <= 0:
        return
    known = connection.execute(known_keys(len(wanted)), (kind.value, *wanted)).fetchall()
    ranked = _ranked(known, limit)
    unpaired = Unpaired(wanted)
    at, size = 0, _FIRST
    while at < len(ranked):
        yield from _named(connection, ranked[at : at + size], unpaired, of_use)
        at, size = at + size, _MORE


@cache
def known_keys(count: int) -> str:
    """SQL for those of `count` keys that a name of the kind carries."""
    marks = ", ".join("?" * count)
    # Names are never deleted, so the last id is their number, without counting them.
    return f"""SELECT names, key, name_ids, (SELECT max(id) FROM names)
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


def _ranked(known: Sequence[_Known], limit: int) -> list[_Ranked]:
    """The best `limit` of the names with a known key."""
    lists = [
        (log(1 + total / carriers), key, name_ids.split(","))
        for carriers, key, name_ids, total in _worth_reading(sorted(known))
    ]
    # What a name can come to that only the keys from here on have.
    most = [*accumulate(weight for weight, _, _ in reversed(lists))][::-1]
    worth: dict[str, float] = {}
    paired: set[str] = set()
    settled = False
    for (weight, key, name_ids), at_most in zip(lists, most, strict=True):
        if key.startswith(PAIR):
            paired.update(name_ids)
        settled = settled or _is_settled(worth, limit, at_most)
        # Few names share several keys, so the rest are never looked at one by one.
        again = {name_id: worth[name_id] + weight for name_id in worth.keys() & set(name_ids)}
        if not settled:
            worth.update(dict.fromkeys(name_ids, weight))
        worth.update(again)
    return [(number, worth[name_id], name_id in paired) for number, name_id in _best(worth, limit)]


def _is_settled(worth: Mapping[str, float], limit: int, at_most: float) -> bool:
    """Whether no other name can come under the best any more."""
    if len(worth) < limit:
        return False
    return nlargest(limit, worth.values())[-1] > at_most + _ROUNDING


def _worth_reading(known: Sequence[_Known]) -> Iterator[_Known]:
    """The rarest of the known keys, which come in order of rarity."""
    rare = [row for row in known if row[0] <= COMMON]
    listed = 0
    for row in rare or known[:1]:
        if listed >= ENOUGH:
            return
        yield row
        listed += row[0]


def _best(worth: Mapping[str, float], limit: int) -> list[tuple[int, str]]:
    if not worth:
        return []
    # Most names tie at the bottom: only those that may be wanted are turned into numbers.
    least = nlargest(limit, worth.values())[-1]
    try:
        kept = [
            (-score, int(name_id), name_id) for name_id, score in worth.items() if score >= least
        ]
    except ValueError as error:
        raise DamagedData("a blocking key is unreadable: rebuild the projections") from error
    kept.sort()
    return [(number, name_id) for _, number, name_id in kept[:limit]]


def _named(
    connection: sqlite3.Connection,
    ranked: Sequence[_Ranked],
    unpaired: Unpaired,
    of_use: OfUse | None,
) -> Iterator[StoredName]:
    """The names of some ids, in their order, with their entities."""
    ids = [name_id for name_id, _, _ in ranked]
    names = {row[0]: row for row in connection.execute(names_by_id(len(ids)), ids)}
    kept = [
        (names[name_id], worth)
        for name_id, worth, paired in ranked
        if name_id in names
        and not unpaired.too_many(names[name_id][2], paired)
        and (of_use is None or of_use(names[name_id][2]))
    ]
    if not kept:
        return
    nodes = [*{row[1] for row, _ in kept}]
    bearers = {row[0]: row for row in connection.execute(bearers_by_id(len(nodes)), nodes)}
    for (_, node, name, mentions), worth in kept:
        if node in bearers:
            _, entity_id, node_id, junk, title = bearers[node]
            yield StoredName(entity_id, name, mentions, node_id, bool(junk), worth, title)
