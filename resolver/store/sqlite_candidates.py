"""The candidates of a SQLite store: an inverted index of blocking keys, ranked in memory.

Each key keeps the ids of its names in one row, as an inverted index does: one row a posting
would double the work of writing and triple that of reading. Names are read a few at a time,
and their entities only where the name is of use: a question often ends with the first of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from resolver.mention import Kind
from resolver.sifting import Sieve
from resolver.store.candidates import COMMON, ENOUGH, Unpaired
from resolver.store.packed_keys import key_number, packed
from resolver.store.postings import Posting, Ranked, ranked
from resolver.store.protocol import StoredName


def index(connection: sqlite3.Connection, kind: Kind, keys: Sequence[str], name_id: int) -> None:
    """List a new name under its distinct keys."""
    if not keys:
        return
    # One statement for all keys: most of the time of a small insert is its overhead.
    rows = ", ".join(["(?, 1, ?)"] * len(keys))
    # Joined bytes are text to SQLite, until they are cast.
    connection.execute(
        f"""INSERT INTO keys (id, names, name_ids) VALUES {rows}
        ON CONFLICT (id) DO UPDATE SET names = names + 1, name_ids =
            CASE WHEN names < {COMMON} THEN CAST(name_ids || excluded.name_ids AS BLOB)
            ELSE name_ids END""",
        [part for key in keys for part in (key_number(kind.value, key), packed([name_id]))],
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
    """SQL for those of `count` keys, by number, that a name carries; with their names, unless
    these are more than the first parameter says."""
    marks = ", ".join("?" * count)
    # Names are never deleted, so the last id is their number, without counting them.
    return f"""SELECT names, id, CASE WHEN names <= ? THEN name_ids END,
            (SELECT max(id) FROM names)
        FROM keys WHERE id IN ({marks})"""


@cache
def names_by_id(count: int) -> str:
    """SQL for `count` names that have mentions."""
    marks = ", ".join("?" * count)
    return f"SELECT id, entity, name, mentions FROM names WHERE id IN ({marks}) AND mentions > 0"


@cache
def bearers_by_id(count: int) -> str:
    """SQL for `count` entities, and the number of what they are part of."""
    marks = ", ".join("?" * count)
    return f"SELECT id, root, entity_id, junk, name FROM entities WHERE id IN ({marks})"


def _known(
    connection: sqlite3.Connection, kind: Kind, wanted: Sequence[str]
) -> tuple[list[Posting], int]:
    """The keys worth reading, rarest first, and the number of all names."""
    by_number = {key_number(kind.value, key): key for key in wanted}
    found = connection.execute(known_keys(len(by_number)), (COMMON, *by_number)).fetchall()
    if not found:
        return [], 0
    total = found[0][3]
    rows = sorted((carriers, by_number[number], listed) for carriers, number, listed, _ in found)
    if rows[0][0] > COMMON:
        carriers, key, _ = rows[0]
        number = key_number(kind.value, key)
        ((*_, listed, _),) = connection.execute(known_keys(1), (carriers, number))
        rows = [(carriers, key, listed)]
    count, known = 0, []
    for carriers, key, name_ids in rows:
        if count >= ENOUGH or name_ids is None:
            break
        known.append(Posting(carriers, key, name_ids))
        count += carriers
    return known, total


def _named(
    connection: sqlite3.Connection, part: Sequence[Ranked], unpaired: Unpaired, sieve: Sieve | None
) -> Iterator[StoredName]:
    """The names of some ids, in their order, with their entities."""
    ids = [one[0] for one in part]
    found = connection.execute(names_by_id(len(ids)), ids).fetchall()
    names = {row[0]: row for row in found}
    kept = []
    for name_id, worth, paired in part:
        if name_id in names:
            _, node, name, mentions = names[name_id]
            if not unpaired.too_many(name, paired) and (sieve is None or sieve.passes(name)):
                kept.append((node, name, mentions, worth))
    if not kept:
        return
    bearers = _bearers(connection, {row[0] for row in kept})
    for node, name, mentions, worth in kept:
        if node in bearers:
            entity_id, node_id, junk, title = bearers[node]
            yield StoredName(entity_id, name, mentions, node_id, bool(junk), worth, title)


def _bearers(
    connection: sqlite3.Connection, nodes: Collection[int]
) -> dict[int, tuple[str, str, int, str]]:
    """Of entities the id of what they are part of, their own, whether that is no name, and the
    title of what they are part of. Most are part of nothing: these are read once."""
    rows = connection.execute(bearers_by_id(len(nodes)), [*nodes]).fetchall()
    roots = {row[0]: (row[2], row[4]) for row in rows}
    further = {row[1] for row in rows} - roots.keys()
    if further:
        more = connection.execute(bearers_by_id(len(further)), [*further])
        roots.update({row[0]: (row[2], row[4]) for row in more})
    bearers = {}
    for node, root, own, junk, _ in rows:
        if root in roots:
            entity_id, title = roots[root]
            bearers[node] = entity_id, own, junk, title
    return bearers
