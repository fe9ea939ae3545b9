"""Blocking: which names are compared at all.

Two names with given name, patronymic and surname are compared when two of the three share a
key and the third begins alike (or, for surname and patronymic, whatever the third is): a slip
may hide any one word. A name that lacks a part is compared where the others share a key, and
initials where the surname shares one and they fit.

A block of more than LARGE names is refined: its names must also share what their surname is
meant as. None is ever dropped; how many were refined is kept in `refined`.
"""

from __future__ import annotations

from resolver.batch.duckdb import DuckEngine as Engine

LARGE = 1000
_KEYED = (
    "SELECT w.node, k.key FROM node_word w JOIN {table} k "
    "ON k.place = w.place AND k.wid = w.wid WHERE w.place = {place}"
)
# Name of a block -> the tables of keys it joins, and which names must be on one side.
_BLOCKS = {
    "sp": ("ks", "kp", ""),
    "sgp": ("ks", "kg", "fp"),
    "gps": ("kg", "kp", "fs"),
    "sg": ("ks", "kg", ""),
    "si": ("ks", "fg", ""),
    "gp": ("kg", "kp", ""),
    "s": ("ks", "", ""),
}
_ONE_SIDE = {
    "sg": "NOT has_p",
    "si": "short_g",
    "gp": "NOT has_s",
    "s": "has_s AND NOT has_g AND NOT has_p",
}


def pair(engine: Engine) -> None:
    """`pair` (a, b) with a < b: every two nodes that are compared."""
    if engine.has("pair"):
        return
    for letter, place in (("s", 0), ("g", 1), ("p", 2)):
        engine.make(f"k{letter}", _KEYED.format(table="word_key", place=place))
        engine.make(f"f{letter}", _KEYED.format(table="word_first", place=place))
    engine.make(
        "has",
        """SELECT node, max(place = 0) AS has_s, max(place = 1) AS has_g, max(place = 2) AS has_p,
          max(place = 1 AND word LIKE '%.') AS short_g,
          max(CASE WHEN place = 0 THEN form ELSE -1 END) AS form
        FROM node_word JOIN word USING (wid) GROUP BY node""",
    )
    found = [_block(engine, name) for name in _BLOCKS]
    found.append(_others(engine))
    engine.make("pair", "SELECT DISTINCT a, b FROM (" + " UNION ALL ".join(found) + ")")
    engine.drop(*(f"block_{name}" for name in _BLOCKS), "ks", "kg", "kp", "fs", "fg", "fp")


def _block(engine: Engine, name: str) -> str:
    first, second, third = _BLOCKS[name]
    joins = "".join(f" JOIN {table} USING (node)" for table in (second, third) if table)
    columns = [f"{table}.key AS k{at}" for at, table in enumerate((first, second, third)) if table]
    keys = [f"k{at}" for at in range(len(columns))]
    extra = f", ({_ONE_SIDE[name]}) AS chosen" if name in _ONE_SIDE else ", true AS chosen"
    table = f"block_{name}"
    engine.make(
        table,
        f"SELECT node, form, {', '.join(columns)}{extra} FROM {first}{joins} JOIN has USING (node)",
    )
    by = ", ".join(keys)
    engine.make(
        f"refined_{name}",
        f"SELECT {by}, count(*) AS n FROM {table} GROUP BY {by} "
        f"HAVING count(*) > {LARGE} AND max(chosen)",
    )
    sides = "a.chosen AND (NOT b.chosen OR a.node < b.node)"
    return (
        f"SELECT least(a.node, b.node) AS a, greatest(a.node, b.node) AS b FROM {table} a "
        f"JOIN {table} b USING ({by}) LEFT JOIN refined_{name} r USING ({by}) "
        f"WHERE a.node <> b.node AND {sides} AND (r.n IS NULL OR a.form = b.form)"
    )


def _others(engine: Engine) -> str:
    """Names of places and organizations, by the keys of their own kind."""
    engine.make(
        "other_key",
        f"SELECT id AS node, kind, {engine.explode}(other) AS key FROM profile "
        "JOIN (SELECT id, kind FROM name) USING (id) WHERE reason IS NULL AND len(other) > 0",
    )
    engine.make(
        "refined_other", f"SELECT kind, key, count(*) AS n FROM other_key GROUP BY kind, key "
        f"HAVING count(*) > {LARGE}"
    )
    return (
        "SELECT a.node AS a, b.node AS b FROM other_key a JOIN other_key b USING (kind, key) "
        "LEFT JOIN refined_other r USING (kind, key) WHERE a.node < b.node AND r.n IS NULL"
    )
