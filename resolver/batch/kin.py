"""Which classes of words are akin: what two words say of two names is asked once.

Classes that share a blocking key are related, and those whose evidence could still be part of
one person are kept: `kin_s`, `kin_g`, `kin_p` (a, b, weight, marked, near, gendered, unheard),
in both directions, but from initials to full words. `marked` is the weight beside Belarusian
names.

Two surnames that nearly meet are one surname with a slip, unless the archive knows both: then
each is too frequent to be a slip of the other, and the weight `archive.apart` is added.
"""

from __future__ import annotations

from resolver.batch.engine import Engine
from resolver.batch.functions import RELATIONS, relations
from resolver.batch.sums import LEAST_SUPPORT, SLIP_SHARE
from resolver.weights import weights

LETTERS = {"s": "surname", "g": "given", "p": "patronymic"}
LEAST = -1.0
MOST_SLIPS = 3


def relate_classes(engine: Engine) -> None:
    """`kin_s`, `kin_g` and `kin_p`."""
    for place, x in enumerate(LETTERS):
        far = (
            "WHERE q.known OR a.form = '' OR b.form = '' OR levenshtein(a.form, b.form) <= "
            "CASE WHEN least(length(a.form), length(b.form)) >= 9 THEN 3 ELSE 2 END"
        )
        short = "c.initial AND d.initial" if x == "s" else "c.initial"
        engine.map(
            f"relation_{x}",
            relations,
            f"""SELECT {place} AS place, q.a, q.b, a.word AS word_a, b.word AS word_b,
              q.a % 64 AS bucket FROM (
                SELECT a, b, bool_or(known) AS known FROM (
                  SELECT v.cid AS a, w.cid AS b, v.known FROM class_key v JOIN class_key w
                  USING (key) WHERE v.place = {place} AND w.place = {place} AND v.cid <= w.cid
                  UNION ALL SELECT least(v.cid, w.cid), greatest(v.cid, w.cid), true
                  FROM class_first v JOIN class_first w USING (key)
                  JOIN class c ON c.place = {place} AND c.cid = v.cid
                  JOIN class d ON d.place = {place} AND d.cid = w.cid
                  WHERE v.place = {place} AND w.place = {place} AND {short})
                GROUP BY a, b) q
            JOIN class a ON a.place = {place} AND a.cid = q.a
            JOIN class b ON b.place = {place} AND b.cid = q.b {far}
            ORDER BY bucket, q.a, q.b""",
            RELATIONS,
        )
        apart = weights()["archive.apart"] if x == "s" else 0.0
        known = (
            f"near AND least(v.support, w.support) >= {LEAST_SUPPORT} AND "
            f"least(v.support, w.support) >= {SLIP_SHARE} * greatest(v.support, w.support)"
        )
        engine.make(
            f"one_way_{x}",
            f"""SELECT a, b, weight + added AS weight, marked + added AS marked, near, gendered,
              unheard, short_a, short_b FROM (
                SELECT r.*, CASE WHEN {known} THEN {apart} ELSE 0 END AS added,
                  v.initial AS short_a, w.initial AS short_b FROM relation_{x} r
                JOIN class v ON v.place = {place} AND v.cid = a
                JOIN class w ON w.place = {place} AND w.cid = b)
            WHERE greatest(weight, marked) + added > {LEAST}""",
        )
        engine.make(
            f"kin_{x}",
            f"""SELECT a, b, weight, marked, gendered, unheard FROM one_way_{x}
              WHERE short_b OR NOT short_a
            UNION ALL SELECT b, a, weight, marked, gendered, unheard FROM one_way_{x}
              WHERE a <> b AND (short_a OR NOT short_b)""",
        )
        engine.drop(f"one_way_{x}")
