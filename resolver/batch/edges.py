"""Which names are compared, and the weight of their evidence.

Two names are compared where their words of two parts are akin (see `kin`), and those of the
third, if both have it. The evidence is the sum of the parts', put together in SQL as
`judge_persons` would. Names for which parts alone do not settle it (double names,
generations, lone words, words that may belong to another part, other kinds) are judged whole.
"""

from __future__ import annotations

import math

from resolver.batch.doubt import LEAST_SUPPORT, SLIP_SHARE
from resolver.batch.engine import Engine
from resolver.batch.functions import JUDGED, judged
from resolver.batch.kin import LETTERS
from resolver.batch.loose import pair_loose
from resolver.batch.units import gain
from resolver.persons import WELL_MATCHED
from resolver.weights import weights

_SOUNDS = "x.hs = y.hg OR x.hg = y.hs OR x.hs = y.hp OR x.hp = y.hs"


def score(engine: Engine) -> None:
    """`edge` (a, b, log_odds): every compared pair that may be one."""
    _number(engine)
    review = weights()["threshold.review"]
    _pair(engine)
    engine.make(
        "summed",
        f"""SELECT a, b, log_odds, settled FROM ({_summed()})
        WHERE log_odds >= {math.log(review / (1 - review)) - gain(engine)} OR NOT settled""",
    )
    pair_loose(engine)
    engine.map(
        "judged",
        judged,
        """SELECT q.a, q.b, v.text AS text_a, w.text AS text_b, v.kind,
          x.turned AS turned_a, y.turned AS turned_b
        FROM (SELECT a, b FROM summed WHERE NOT settled UNION SELECT a, b FROM loose_pair) q
        JOIN name v ON v.id = q.a JOIN name w ON w.id = q.b
        JOIN node x ON x.id = q.a JOIN node y ON y.id = q.b ORDER BY q.a, q.b""",
        JUDGED,
    )
    surname = """SELECT w.word, form, support FROM meant m JOIN word w ON w.wid = m.wid
      JOIN class c ON c.place = 0 AND c.cid = m.cid WHERE m.place = 0"""
    engine.make(
        "edge",
        f"""SELECT a, b, log_odds FROM summed WHERE settled
        UNION ALL SELECT j.a, j.b, log_odds + CASE WHEN m.form <> n.form
          AND least(m.support, n.support) >= {LEAST_SUPPORT}
          AND least(m.support, n.support) >= {SLIP_SHARE} * greatest(m.support, n.support)
          THEN {weights()["archive.apart"]} ELSE 0 END
        FROM judged j LEFT JOIN ({surname}) m ON m.word = j.doubt_a
        LEFT JOIN ({surname}) n ON n.word = j.doubt_b""",
    )


def _number(engine: Engine) -> None:
    """`plain_node`, with what pairs are asked for as numbers, which are quicker to compare: the
    sounds of words (`hs`, `hg`, `hp`) and the gender (`sex`: 1 for m, 2 for f, else 0)."""
    engine.make(
        "sounding",
        """SELECT place, cid, initial, number FROM class LEFT JOIN
          (SELECT sound, min(CAST(cid AS BIGINT) * 3 + place) AS number FROM class
          WHERE sound <> '' GROUP BY sound) q USING (sound)""",
    )
    numbers = ", ".join(f"h{x}.number AS h{x}" for x in "sgp")
    shorts = ", ".join(f"coalesce(h{x}.initial, false) AS short_{x}" for x in "sgp")
    joins = "".join(
        f" LEFT JOIN sounding h{x} ON h{x}.place = {place} AND h{x}.cid = {x}"
        for place, x in enumerate("sgp")
    )
    engine.make(
        "plain_node",
        f"""SELECT id, s, g, p, n, sure, gender, generation, belarusian, {numbers}, {shorts},
          CASE gender WHEN 'm' THEN 1 WHEN 'f' THEN 2 ELSE 0 END AS sex
        FROM node{joins} WHERE plain""",
    )


def _pair(engine: Engine) -> None:
    """`paired` (one, other): names whose words of two parts are akin."""
    if engine.has("paired"):
        return
    # A table of its own: left to order all of these joins, engines pair names by surname alone
    # first, which are twenty times as many.
    engine.make(
        "beside",
        "SELECT id, s, p, short_s, short_g, short_p, k.b AS g FROM plain_node "
        "JOIN kin_g k ON k.a = g",
    )
    engine.make(  # of few columns: most names that are akin in one part are not in another
        "paired",
        f"""{_PAIRED} UNION ALL {_lacking("g", "p", "s")} UNION ALL {_lacking("s", "p", "g")}""",
    )
    engine.drop("beside")


# Kin lead from full words to initials alone: of such a pair only one direction is found.
_PAIRED = """SELECT a.id AS one, b.id AS other FROM beside a
  JOIN kin_s r ON r.a = a.s JOIN plain_node b ON b.s = r.b AND b.g = a.g
  WHERE a.id < b.id OR a.id > b.id AND (a.short_s <> b.short_s OR a.short_g <> b.short_g
    OR (a.p >= 0 AND b.p >= 0 AND a.short_p <> b.short_p))"""


def _lacking(x: str, y: str, z: str) -> str:
    """Names (one, other) whose words of parts x and y are akin; one of them lacks part z."""
    return f"""SELECT a.id AS one, b.id AS other FROM (SELECT * FROM plain_node WHERE {z} < 0) a
      JOIN kin_{x} r{x} ON r{x}.a = a.{x} JOIN kin_{y} r{y} ON r{y}.a = a.{y}
      JOIN plain_node b ON b.{x} = r{x}.b AND b.{y} = r{y}.b
      WHERE a.id <> b.id AND (a.id < b.id OR b.{z} >= 0)"""


def _summed() -> str:
    """The evidence of names that are paired, unless words of a part that both have are not akin."""
    table = weights()
    weight = {
        part: f"CASE WHEN a.belarusian OR b.belarusian THEN r{part}.marked ELSE r{part}.weight END"
        for part in "sgp"
    }
    known = "sex_a > 0 AND sex_b > 0"
    gendered = f"""CASE WHEN gendered AND (ga >= 0 OR gb >= 0) THEN CASE
      WHEN {known} THEN CASE WHEN sex_a = 2 AND sex_b = 2
        THEN {table["surname.gendered"]} ELSE {table["surname.gendered_contradicted"]} END
      WHEN unheard THEN {table["surname.gendered_given"]}
      WHEN sex_a = 1 OR sex_b = 1 THEN {table["surname.gendered_contradicted"]}
      ELSE {table["surname.gendered_unknown"]} END ELSE ws END"""
    missing = " + ".join(
        f"CASE WHEN ({p}a >= 0) <> ({p}b >= 0) THEN {table[f'{part}.missing']} ELSE 0 END"
        for p, part in LETTERS.items()
    )
    without = {
        side: " OR ".join(f"({p}{side} >= 0 AND {p}{other} < 0)" for p in "sgp")
        for side, other in (("a", "b"), ("b", "a"))
    }
    poor = " + ".join(f"CASE WHEN w{p} <= 0 THEN 1 ELSE 0 END" for p in "sgp")
    two = " AND ".join(
        "(" + " + ".join(f"CASE WHEN {p}{side} >= 0 THEN 1 ELSE 0 END" for p in "sgp") + ") = 2"
        for side in "ab"
    )
    crossing = _SOUNDS.replace("x.", "a.").replace("y.", "b.")
    parts = ", ".join(f"a.{p} AS {p}a, b.{p} AS {p}b" for p in "sgp")
    weights_ = ", ".join(f"coalesce({weight[p]}, 0) AS w{p}" for p in "sgp")
    kin = " ".join(f"LEFT JOIN kin_{p} r{p} ON r{p}.a = a.{p} AND r{p}.b = b.{p}" for p in "sgp")
    akin = " AND ".join(f"(a.{p} < 0 OR b.{p} < 0 OR r{p}.a IS NOT NULL)" for p in "sgp")
    raw = f"ws + wg + wp + {missing}"
    base = f"""CASE WHEN sa < 0 AND sb < 0 THEN {table["base.informal"]}
      ELSE {table["base.person"]} END"""
    return f"""SELECT a, b, {gendered} + wg + wp + {missing} + {base}
        + CASE WHEN {known} AND sex_a <> sex_b THEN {table["gender"]} ELSE 0 END AS log_odds,
        NOT crossing OR NOT ((({poor}) > 0 OR {without["a"]}) AND (({poor}) > 0 OR {without["b"]})
          AND NOT (({poor}) = 1 AND NOT ({without["a"]}) AND NOT ({without["b"]}))
          OR ({two} AND NOT sure AND {raw} <= {WELL_MATCHED})) AS settled
      FROM (SELECT least(a.id, b.id) AS a, greatest(a.id, b.id) AS b, {parts}, {weights_},
        a.sex AS sex_a, b.sex AS sex_b, a.sure AND b.sure AS sure,
        coalesce({crossing}, false) AS crossing, coalesce(rs.gendered, false) AS gendered,
        coalesce(rg.unheard, false) AS unheard
      FROM paired JOIN plain_node a ON a.id = one JOIN plain_node b ON b.id = other {kin}
      WHERE a.generation = b.generation AND {akin})"""
