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
LONG = 9


def relate_classes(engine: Engine) -> None:
    """`kin_g`, `kin_p` and `kin_s`: surnames last, and only those that meet beside given names
    and patronymics that are akin."""
    for x in ("g", "p", "s"):
        place = "sgp".index(x)
        engine.make(f"candidate_{x}", _candidates(place, meet_alone=x != "s"))
        wanted = f"candidate_{x}"
        if x == "s":
            engine.make("wanted_s", _WANTED)
            wanted = "wanted_s"
        engine.map(
            f"relation_{x}",
            relations,
            f"""SELECT {place} AS place, q.a, q.b, a.word AS word_a, b.word AS word_b,
              q.a % 64 AS bucket FROM {wanted} q
            JOIN class a ON a.place = {place} AND a.cid = q.a
            JOIN class b ON b.place = {place} AND b.cid = q.b ORDER BY bucket, q.a, q.b""",
            RELATIONS,
        )
        _keep(engine, x, place)


def _candidates(place: int, *, meet_alone: bool) -> str:
    """Classes (a, b), a < b, that share a key and are not too far; initials and what they may
    stand for; and where words of one class may say more than that they are one, (a, a)."""
    others = "<=" if meet_alone else "<"
    short = "c.initial" if meet_alone else "c.initial AND d.initial"
    return f"""SELECT a, b FROM (SELECT a, b, bool_or(known) AS known FROM (
        SELECT v.cid AS a, w.cid AS b, v.known FROM class_key v JOIN class_key w USING (key)
        WHERE v.place = {place} AND w.place = {place} AND v.cid {others} w.cid
        UNION ALL SELECT least(v.cid, w.cid), greatest(v.cid, w.cid), true
        FROM class_first v JOIN class_first w USING (key)
        JOIN class c ON c.place = {place} AND c.cid = v.cid
        JOIN class d ON d.place = {place} AND d.cid = w.cid
        WHERE v.place = {place} AND w.place = {place} AND {short} AND (v.cid <> w.cid OR
          {"true" if meet_alone else "false"}))
      GROUP BY a, b) q
      JOIN class c ON c.place = {place} AND c.cid = q.a
      JOIN class d ON d.place = {place} AND d.cid = q.b
      WHERE q.known OR c.form = '' OR d.form = '' OR levenshtein(c.form, d.form) <=
        CASE WHEN least(length(c.form), length(d.form)) >= {LONG} THEN 3 ELSE 2 END"""


_WANTED = """WITH c AS (SELECT a, b FROM candidate_s UNION ALL SELECT b, a FROM candidate_s),
    odd AS (SELECT DISTINCT m.cid FROM node JOIN placed w ON w.id = node.id AND w.place = 0
      JOIN meant m ON m.place = 0 AND m.wid = w.wid
      WHERE NOT plain OR generation <> '' OR g < 0)
  SELECT DISTINCT least(c.a, c.b) AS a, greatest(c.a, c.b) AS b FROM node x
  JOIN c ON c.a = x.s JOIN kin_g g ON g.a = x.g JOIN node y ON y.s = c.b AND y.g = g.b
  LEFT JOIN kin_p p ON p.a = x.p AND p.b = y.p
  WHERE x.plain AND y.plain AND (x.p < 0 OR y.p < 0 OR p.a IS NOT NULL)
  UNION SELECT a, b FROM candidate_s
  WHERE a IN (SELECT cid FROM odd) OR b IN (SELECT cid FROM odd)"""


def _keep(engine: Engine, x: str, place: int) -> None:
    """`kin_x`, of `relation_x`."""
    table = weights()
    known = (
        f"near AND least(v.support, w.support) >= {LEAST_SUPPORT} AND "
        f"least(v.support, w.support) >= {SLIP_SHARE} * greatest(v.support, w.support)"
    )
    apart = table["archive.apart"] if x == "s" else 0.0
    same = (
        f"""UNION ALL SELECT cid, cid, w, w, false, false, initial, initial FROM (
          SELECT cid, initial, CASE WHEN initial THEN {table["surname.initial"]}
            ELSE {table["surname.same"]} END AS w FROM class WHERE place = 0)"""
        if x == "s"
        else ""
    )
    engine.make(
        f"one_way_{x}",
        f"""SELECT a, b, weight + added AS weight, marked + added AS marked, gendered, unheard,
          short_a, short_b FROM (
            SELECT r.*, CASE WHEN {known} THEN {apart} ELSE 0 END AS added,
              v.initial AS short_a, w.initial AS short_b FROM relation_{x} r
            JOIN class v ON v.place = {place} AND v.cid = a
            JOIN class w ON w.place = {place} AND w.cid = b)
        WHERE greatest(weight, marked) + added > {LEAST} {same}""",
    )
    engine.make(
        f"kin_{x}",
        f"""SELECT a, b, weight, marked, gendered, unheard FROM one_way_{x}
          WHERE short_b OR NOT short_a
        UNION ALL SELECT b, a, weight, marked, gendered, unheard FROM one_way_{x}
          WHERE a <> b AND (short_a OR NOT short_b)""",
    )
