"""Blocking: which names are compared at all.

Two names with given name, patronymic and surname are compared when two of the three share a
key and the third begins alike (or, for surname and patronymic, whatever the third is): a slip
may hide any one word. A name that lacks a part is compared where the others share a key, and
initials where the surname shares one and they fit.

A block of more than LARGE names is refined: its names must also share what their surname is
meant as. None is ever dropped; how many were refined is kept in `refined`.
"""

from __future__ import annotations

from typing import NamedTuple

from resolver.batch.engine import Engine

LARGE = 1000
SLIPS = 3
_KEYED = (
    "SELECT w.node, k.key FROM node_word w JOIN {table} k "
    "ON k.place = w.place AND k.wid = w.wid WHERE w.place = {place}"
)


class _Block(NamedTuple):
    """`keys` are the tables joined; `one_side` what one of two names must be; `alike` the
    part in which they may differ by a slip only; `both` what both must be."""

    keys: tuple[str, ...]
    one_side: str = ""
    alike: str = ""
    both: str = "true"


_BLOCKS = {
    "sgp": _Block(("ks", "kg", "kp")),
    "gp_s": _Block(("kg", "kp", "fs"), alike="s"),
    "sp_g": _Block(("ks", "kp", "fg"), alike="g"),
    "sg_p": _Block(("ks", "kg", "fp"), alike="p"),
    "sg": _Block(("ks", "kg"), one_side="NOT has_p", alike="s"),
    "si": _Block(("ks", "fg"), one_side="short_g", alike="s"),
    "gp": _Block(("kg", "kp"), one_side="NOT has_s"),
    "s": _Block(("ks",), one_side="has_s AND NOT has_g AND NOT has_p"),
}


def pair(engine: Engine) -> None:
    """`pair` (a, b) with a < b: every two nodes that are compared."""
    if engine.has("pair"):
        return
    for letter, place in (("s", 0), ("g", 1), ("p", 2)):
        engine.make(f"k{letter}", _KEYED.format(table="word_key", place=place))
        engine.make(f"f{letter}", _KEYED.format(table="word_first", place=place))
    forms = ", ".join(
        f"coalesce(max(CASE WHEN place = {place} THEN form END), '') AS {letter}"
        for place, letter in enumerate("sgp")
    )
    engine.make(
        "has",
        f"""SELECT node, max(place = 0) AS has_s, max(place = 1) AS has_g, max(place = 2) AS has_p,
          max(place = 1 AND word LIKE '%.') AS short_g, {forms}
        FROM node_word JOIN word USING (wid) GROUP BY node""",
    )
    found = [_block(engine, name) for name in _BLOCKS]
    found.append(_others(engine))
    engine.make("pair", "SELECT DISTINCT a, b FROM (" + " UNION ALL ".join(found) + ")")
    engine.drop(*(f"block_{name}" for name in _BLOCKS), "ks", "kg", "kp", "fs", "fg", "fp")


def _block(engine: Engine, name: str) -> str:
    block = _BLOCKS[name]
    first, *others = block.keys
    joins = "".join(f" JOIN {table} USING (node)" for table in others)
    columns = ", ".join(f"{table}.key AS k{at}" for at, table in enumerate(block.keys))
    by = ", ".join(f"k{at}" for at in range(len(block.keys)))
    engine.make(
        f"block_{name}",
        f"SELECT node, s, g, p, ({block.one_side or 'true'}) AS chosen, {columns} "
        f"FROM {first}{joins} JOIN has USING (node) WHERE {block.both}",
    )
    engine.make(
        f"refined_{name}",
        f"SELECT {by}, count(*) AS n FROM block_{name} GROUP BY {by} "
        f"HAVING count(*) > {LARGE} AND max(chosen)",
    )
    alike = block.alike
    slip = (
        f" AND (a.{alike} = '' OR b.{alike} = '' OR a.{alike} = b.{alike} OR "
        f"(abs(length(a.{alike}) - length(b.{alike})) <= {SLIPS} "
        f"AND levenshtein(a.{alike}, b.{alike}) <= {SLIPS}))"
    )
    return (
        f"SELECT least(a.node, b.node) AS a, greatest(a.node, b.node) AS b FROM block_{name} a "
        f"JOIN block_{name} b USING ({by}) LEFT JOIN refined_{name} r USING ({by}) "
        "WHERE a.node <> b.node AND a.chosen AND (NOT b.chosen OR a.node < b.node) "
        f"AND (r.n IS NULL OR a.s = b.s){slip if alike else ''}"
    )


def _others(engine: Engine) -> str:
    """Names of places and organizations, by the keys of their own kind."""
    engine.make(
        "other_key",
        f"SELECT id AS node, kind, {engine.explode}(other) AS key FROM profile "
        "JOIN (SELECT id, kind FROM name) USING (id) WHERE reason IS NULL AND len(other) > 0",
    )
    engine.make(
        "refined_other",
        f"SELECT kind, key, count(*) AS n FROM other_key GROUP BY kind, key "
        f"HAVING count(*) > {LARGE}",
    )
    return (
        "SELECT a.node AS a, b.node AS b FROM other_key a JOIN other_key b USING (kind, key) "
        "LEFT JOIN refined_other r USING (kind, key) WHERE a.node < b.node AND r.n IS NULL"
    )
