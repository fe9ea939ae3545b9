"""From pairs of names to the weight of their evidence.

What relates two words is asked once for every two words that meet anywhere; the evidence of
two names is the sum of their parts', put together in SQL exactly as `judge_persons` would.
Names for which parts alone do not settle it (words that may belong to another part, double
names, generations, other kinds) are judged whole.

Two surnames that nearly meet are one surname with a slip, unless the archive knows both: then
each is too frequent to be a slip of the other, and `APART` is added.
"""

from __future__ import annotations

import math

from resolver.batch.engine import Engine
from resolver.batch.functions import JUDGED, RELATIONS, judged, relations
from resolver.persons import WELL_MATCHED
from resolver.weights import weights

APART = -6.0
SLIP = {"s": 2.5, "g": 1.5, "p": 1.5}
LEAST_SUPPORT = 2
SLIP_SHARE = 0.03
_PARTS = {"s": "surname", "g": "given", "p": "patronymic"}


def apart(form_a: str, form_b: str, support_a: str, support_b: str) -> str:
    """SQL: whether two readings are each too frequent to be a slip of the other."""
    least = f"least({support_a}, {support_b})"
    most = f"greatest({support_a}, {support_b})"
    known = f"{least} >= {LEAST_SUPPORT} AND {least} >= {SLIP_SHARE} * {most}"
    return f"({form_a} <> {form_b} AND {known})"


def score(engine: Engine) -> None:
    """`edge` (a, b, log_odds): every compared pair."""
    sounds = "".join(
        f" LEFT JOIN (SELECT wid, sound FROM facts JOIN word USING (word) WHERE sound <> '') h{x} "
        f"ON h{x}.wid = {x}"
        for x in "sgp"
    )
    engine.make(
        "heard_node",
        f"SELECT node.*, hs.sound AS hs, hg.sound AS hg, hp.sound AS hp FROM node{sounds}",
    )
    engine.make(
        "two",
        """SELECT pair.a, pair.b, x.s AS sa, y.s AS sb, x.g AS ga, y.g AS gb, x.p AS pa, y.p AS pb,
          x.belarusian OR y.belarusian AS bel, x.plain AND y.plain
            AND x.generation = y.generation AS plain,
          x.sure AND y.sure AS sure, x.gender AS gender_a, y.gender AS gender_b,
          coalesce(x.hs = y.hg OR x.hg = y.hs OR x.hs = y.hp OR x.hp = y.hs, false) AS crossing
        FROM pair JOIN heard_node x ON x.id = pair.a JOIN heard_node y ON y.id = pair.b""",
    )
    _relate(engine)
    engine.make("summed", _summed())
    engine.map(
        "judged",
        judged,
        """SELECT q.a, q.b, v.text AS text_a, w.text AS text_b, v.kind,
          x.turned AS turned_a, y.turned AS turned_b
        FROM summed q JOIN name v ON v.id = q.a JOIN name w ON w.id = q.b
        JOIN node x ON x.id = q.a JOIN node y ON y.id = q.b WHERE NOT settled ORDER BY q.a, q.b""",
        JUDGED,
    )
    surname = "SELECT word, form, support FROM meant JOIN word USING (wid) WHERE place = 0"
    engine.make(
        "edge",
        f"""SELECT a, b, log_odds FROM summed WHERE settled
        UNION ALL SELECT j.a, j.b, log_odds + CASE WHEN m.form IS NOT NULL AND n.form IS NOT NULL
          AND {apart("m.form", "n.form", "m.support", "n.support")} THEN {APART} ELSE 0 END
        FROM judged j LEFT JOIN ({surname}) m ON m.word = j.near_a
        LEFT JOIN ({surname}) n ON n.word = j.near_b""",
    )


def _relate(engine: Engine) -> None:
    """What relates the words of two names, part by part: patronymics first, because there are
    few of them; pairs that no other part could save are asked nothing more (`left_n`)."""
    table = weights()
    best = {x: table[f"{part}.same"] for x, part in _PARTS.items()}
    hopeless = table["threshold.review"]
    least = math.log(hopeless / (1 - hopeless)) - table["base.person"]
    engine.make("left_0", "SELECT * FROM two WHERE plain")
    for turn, x in enumerate("pgs"):
        place = "sgp".index(x)
        engine.map(
            f"relation_{x}",
            relations,
            f"""SELECT {place} AS place, q.a, q.b, bel AS belarusian, v.word AS word_a,
              w.word AS word_b, v.bucket FROM (SELECT DISTINCT least({x}a, {x}b) AS a,
              greatest({x}a, {x}b) AS b, bel FROM left_{turn} WHERE {x}a >= 0 AND {x}b >= 0) q
            JOIN word v ON v.wid = q.a JOIN word w ON w.wid = q.b
            ORDER BY v.bucket, q.a, q.b, bel""",
            RELATIONS,
        )
        others = sum(weight for part, weight in best.items() if part != x)
        weight = (
            f"CASE WHEN {x}a <> {x}b AND m.form <> '' AND m.form = n.form "
            f"THEN greatest(r.weight, {SLIP[x]}) ELSE r.weight END"
        )
        if x == "s":
            apart_ = apart("m.form", "n.form", "m.support", "n.support")
            weight += f" + CASE WHEN r.near AND {apart_} THEN {APART} ELSE 0 END"
        engine.make(
            f"left_{turn + 1}",
            f"""SELECT * FROM (SELECT l.*, {weight} AS w{x}, r.gendered AS gendered_{x},
              r.unheard AS unheard_{x}
            FROM left_{turn} l LEFT JOIN relation_{x} r ON r.a = least({x}a, {x}b)
              AND r.b = greatest({x}a, {x}b) AND r.belarusian = bel AND {x}a >= 0 AND {x}b >= 0
            LEFT JOIN meant m ON m.place = {place} AND m.wid = {x}a
            LEFT JOIN meant n ON n.place = {place} AND n.wid = {x}b)
            WHERE crossing OR w{x} IS NULL OR w{x} + {others} >= {least}""",
        )


def _summed() -> str:
    """The weights of two plain names, and whether their parts alone settle it."""
    table = weights()
    known = "gender_a IN ('m', 'f') AND gender_b IN ('m', 'f')"
    told = "(ga >= 0 OR gb >= 0)"
    gendered = f"""CASE WHEN gendered_s AND {told} THEN CASE
      WHEN {known} THEN CASE WHEN gender_a = 'f' AND gender_b = 'f'
        THEN {table["surname.gendered"]} ELSE {table["surname.gendered_contradicted"]} END
      WHEN unheard_g THEN {table["surname.gendered_given"]}
      WHEN gender_a = 'm' OR gender_b = 'm' THEN {table["surname.gendered_contradicted"]}
      ELSE {table["surname.gendered_unknown"]} END ELSE ws END"""
    missing = " + ".join(
        f"CASE WHEN ({x}a >= 0) <> ({x}b >= 0) THEN {table[f'{part}.missing']} ELSE 0 END"
        for x, part in _PARTS.items()
    )
    lacking = {
        side: " OR ".join(f"({x}{side} >= 0 AND {x}{other} < 0)" for x in "sgp")
        for side, other in (("a", "b"), ("b", "a"))
    }
    poor = " + ".join(f"CASE WHEN w{x} <= 0 THEN 1 ELSE 0 END" for x in "sgp")
    words = {
        side: " + ".join(f"CASE WHEN {x}{side} >= 0 THEN 1 ELSE 0 END" for x in "sgp")
        for side in "ab"
    }
    return f"""WITH joined AS (SELECT q.a, q.b, sure, crossing,
        coalesce(ws, 0) + coalesce(wg, 0) + coalesce(wp, 0) + {missing} AS raw,
        coalesce({gendered}, 0) + coalesce(wg, 0) + coalesce(wp, 0) + {missing}
          + CASE WHEN sa < 0 AND sb < 0 THEN {table["base.informal"]}
            ELSE {table["base.person"]} END
          + CASE WHEN {known} AND gender_a <> gender_b THEN {table["gender"]} ELSE 0 END
          AS log_odds,
        {poor} AS poor, ({lacking["a"]}) AS lacking_a, ({lacking["b"]}) AS lacking_b,
        ({words["a"]} = 2 AND {words["b"]} = 2) AS pairs FROM left_3 q)
      SELECT a, b, log_odds, NOT crossing
        OR NOT ((poor > 0 OR lacking_a) AND (poor > 0 OR lacking_b)
          AND NOT (poor = 1 AND NOT lacking_a AND NOT lacking_b)
        OR (pairs AND NOT sure AND raw <= {WELL_MATCHED})) AS settled FROM joined
      UNION ALL SELECT a, b, 0, false FROM two WHERE NOT plain"""
