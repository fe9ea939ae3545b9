"""Names that are compared whole: which of them meet.

Persons whose words do not have one part each (lone words, double names, another generation)
meet those with a surname and a given name akin to theirs; a lone surname meets all who bear
it. Places and organizations meet by the keys of their own kind.

A block of more than LARGE names is refined: of other kinds, names in it must share a second
key; lone surnames in it meet their bearers by the very same surname alone.
"""

from __future__ import annotations

from resolver.batch.engine import Engine

LARGE = 1000


def pair_loose(engine: Engine) -> None:
    """`loose_pair` (a, b) with a < b; `refined` (kind, n), a block a row."""
    if engine.has("refined"):
        return
    engine.make(
        "loose_word",
        """SELECT node.id AS node, w.place, m.cid FROM node
        JOIN placed w ON w.id = node.id JOIN meant m ON m.place = w.place AND m.wid = w.wid
        WHERE NOT plain OR generation <> ''""",
    )
    engine.make(
        "every_word",
        " UNION ALL ".join(
            [f"SELECT id AS node, {place} AS place, {x} AS cid FROM node "
             f"WHERE plain AND generation = '' AND {x} >= 0" for place, x in enumerate("sgp")]
            + ["SELECT node, place, cid FROM loose_word"]
        ),
    )  # fmt: skip
    kin = {
        x: f"""SELECT DISTINCT a.node AS a, b.node AS b FROM loose_word a
          JOIN (SELECT a, b FROM kin_{x} UNION SELECT b, a FROM kin_{x}) k ON k.a = a.cid
          JOIN every_word b ON b.cid = k.b
          WHERE a.place = {place} AND b.place = {place} AND a.node <> b.node"""
        for place, x in enumerate("sg")
    }
    lone = "SELECT node FROM loose_word GROUP BY node HAVING max(place) = 0"
    engine.make("akin_s", kin["s"])
    engine.make(
        "met",
        f"SELECT a, count(*) AS n FROM akin_s WHERE a IN ({lone}) GROUP BY a "
        f"HAVING count(*) > {LARGE}",
    )
    engine.make(
        "met_alike",
        """SELECT DISTINCT a.node AS a, b.node AS b FROM loose_word a JOIN every_word b
        ON a.place = 0 AND b.place = 0 AND a.cid = b.cid WHERE a.node IN (SELECT a FROM met)
          AND a.node <> b.node""",
    )
    _others(engine)
    engine.make(
        "loose_pair",
        f"""SELECT DISTINCT least(a, b) AS a, greatest(a, b) AS b FROM (
          SELECT a, b FROM akin_s ANTI JOIN met USING (a) WHERE a IN ({lone})
          UNION ALL SELECT a, b FROM met_alike
          UNION ALL SELECT s.a, s.b FROM akin_s s JOIN ({kin["g"]}) g USING (a, b)
          UNION ALL SELECT a, b FROM other_pair)""",
    )
    engine.make(
        "refined",
        "SELECT 'person' AS kind, n FROM met UNION ALL SELECT kind, n FROM large_other",
    )


def _others(engine: Engine) -> None:
    """Places and organizations."""
    engine.make(
        "other_key",
        f"SELECT id AS node, kind, {engine.explode}(other) AS key FROM single "
        "JOIN (SELECT id, kind FROM name) USING (id) WHERE reason IS NULL AND size(other) > 0",
    )
    engine.make(
        "large_other",
        f"SELECT kind, key, count(*) AS n FROM other_key GROUP BY kind, key "
        f"HAVING count(*) > {LARGE}",
    )
    engine.make(
        "small_key",
        "SELECT node, kind, key FROM other_key ANTI JOIN large_other USING (kind, key)",
    )
    engine.make(
        "large_key",
        """SELECT node, kind, x.key || chr(10) || y.key AS key FROM other_key x
        JOIN large_other USING (kind, key) JOIN other_key y USING (node, kind)
        WHERE x.key <> y.key
        UNION ALL SELECT node, kind, key || chr(10) || lower(text) FROM other_key
        JOIN large_other USING (kind, key) JOIN (SELECT id AS node, text FROM name) USING (node)""",
    )
    engine.make(
        "other_pair",
        """SELECT DISTINCT a.node AS a, b.node AS b FROM
          (SELECT * FROM small_key UNION ALL SELECT * FROM large_key) a JOIN
          (SELECT * FROM small_key UNION ALL SELECT * FROM large_key) b
          USING (kind, key) WHERE a.node < b.node""",
    )
