"""Which classes of words are akin: what two words say of two names is asked once.

Classes that share a blocking key are related, and those whose evidence could still be part of
one person are kept: `kin_s`, `kin_g`, `kin_p` (a, b, weight, marked, gendered, unheard), in
both directions, but from initials to full words. `marked` is the weight beside Belarusian
names. To doubtful surnames of which the archive knows both, `archive.apart` is added.
"""

from __future__ import annotations

from collections.abc import Sequence

from resolver.batch.doubt import LEAST_SUPPORT, SLIP_SHARE
from resolver.batch.engine import Engine
from resolver.batch.relations import RELATIONS, relations
from resolver.weights import weights

LETTERS = {"s": "surname", "g": "given", "p": "patronymic"}
OTHERS = "_of_others"
"""Ends the names of tables of classes while surnames have none."""
LEAST = -1.0
LONG = 9
LARGE = 1000


def relate_others(engine: Engine) -> None:
    """`relation_early`: of patronymics and given names that share a key, before surnames have
    classes. Both are few: whether they meet would cost more than relating."""
    for x in "pg":
        engine.make(f"candidate_{x}", _candidates("sgp".index(x), meet_alone=True, classes=OTHERS))
    wanted = " UNION ALL ".join(
        f"SELECT {place} AS place, a, b FROM candidate_{x}" for place, x in ((1, "g"), (2, "p"))
    )
    _relate(engine, "relation_early", wanted, classes=OTHERS)


def relate_classes(engine: Engine) -> None:
    """`kin_p`, `kin_g` and `kin_s`: of surnames only those that meet beside words of the other
    parts that are akin."""
    _keep(engine, "p", "SELECT * FROM relation_early WHERE place = 2")
    engine.make("candidate_g", _candidates(1, meet_alone=True))  # where a run goes on
    engine.make("fellow_g", _fellows("g", "s"))
    further = f"""SELECT 1 AS place, a, b FROM ({_few_letters("g")}) q
      ANTI JOIN candidate_g USING (a, b)"""
    _relate(engine, "relation_few", further)
    both = "SELECT * FROM relation_early WHERE place = 1 UNION ALL SELECT * FROM relation_few"
    _keep(engine, "g", both)
    engine.make("candidate_s", _candidates(0, meet_alone=False))
    _want(engine)
    _relate(engine, "relation_s", "SELECT 0 AS place, a, b FROM wanted_s")
    _keep(engine, "s", "SELECT * FROM relation_s")


def _relate(engine: Engine, name: str, wanted: str, classes: str = "") -> None:
    """The relations of pairs of classes. Most pairs begin with the same sounds: by these, hardly
    a word is read by two workers."""
    engine.map(
        name,
        relations,
        f"""SELECT q.place, q.a, q.b, a.word AS word_a, b.word AS word_b,
          CASE WHEN a.sound = '' THEN b.bucket ELSE a.bucket END AS bucket FROM ({wanted}) q
        JOIN class{classes} a ON a.place = q.place AND a.cid = q.a
        JOIN class{classes} b ON b.place = q.place AND b.cid = q.b
        ORDER BY bucket, q.place, q.a, q.b""",
        RELATIONS,
    )


def _candidates(place: int, *, meet_alone: bool, classes: str = "") -> str:
    """Classes (a, b), a < b, that share a key and are not too far; initials and what they may
    stand for; and where words of one class may say more than that they are one, (a, a)."""
    others = "<=" if meet_alone else "<"
    short = "c.initial" if meet_alone else "c.initial AND d.initial"
    # Pairs that are too far are left out before they are counted once: in an archive of ten
    # million there are twenty times as many of them.
    return f"""SELECT DISTINCT a, b FROM (
        SELECT v.cid AS a, w.cid AS b
        FROM class_key{classes} v JOIN class_key{classes} w USING (key)
        JOIN class{classes} c ON c.place = {place} AND c.cid = v.cid
        JOIN class{classes} d ON d.place = {place} AND d.cid = w.cid
        WHERE v.place = {place} AND w.place = {place} AND v.cid {others} w.cid
          AND (v.known OR c.form = '' OR d.form = ''
            OR ({_differ_in_few_letters("c", "d")}))
        UNION ALL SELECT least(cid, of), greatest(cid, of) FROM class_slip{classes}
        WHERE place = {place}
        UNION ALL SELECT least(v.cid, w.cid), greatest(v.cid, w.cid)
        FROM class_first{classes} v JOIN class_first{classes} w USING (key)
        JOIN class{classes} c ON c.place = {place} AND c.cid = v.cid
        JOIN class{classes} d ON d.place = {place} AND d.cid = w.cid
        WHERE v.place = {place} AND w.place = {place} AND {short} AND (v.cid <> w.cid OR
          {"true" if meet_alone else "false"}))"""


def _want(engine: Engine) -> None:
    """`wanted_s`: candidates that stand in two names whose given names and patronymics are akin,
    or whose patronymics are missing. Also candidates of names that are compared whole, and
    initials; and whatever differs in few letters beside the same words.

    What is akin to the rest of a name is looked for first: most candidates stand beside none.
    """
    if engine.has("wanted_s"):
        return
    engine.make("fellow_s", _fellows("s", "g"))
    engine.make("plain_s", "SELECT DISTINCT s, g, p FROM node WHERE plain")
    engine.make(
        "rarer_s",
        """WITH short AS (SELECT cid FROM class WHERE initial AND place = 0),
          often AS (SELECT s, count(*) AS n FROM plain_s GROUP BY s)
        SELECT CASE WHEN v.n < w.n THEN b ELSE a END AS a,
          CASE WHEN v.n < w.n THEN a ELSE b END AS b
        FROM candidate_s JOIN often v ON v.s = a JOIN often w ON w.s = b
        WHERE a NOT IN (SELECT cid FROM short) AND b NOT IN (SELECT cid FROM short)""",
    )
    parts = _meet(engine)
    engine.make("few_letters_s", _few_letters("s"))
    engine.make(
        "wanted_s",
        f"""WITH odd AS (SELECT DISTINCT m.cid FROM node
            JOIN placed w ON w.id = node.id AND w.place = 0
            JOIN meant m ON m.place = w.place AND m.wid = w.wid
            WHERE NOT plain OR generation <> '' OR g < 0
            UNION SELECT cid FROM class WHERE initial AND place = 0)
        SELECT least(a, b) AS a, greatest(a, b) AS b FROM (
          {_all_of((*parts, "few_letters_s"))})
        UNION SELECT a, b FROM candidate_s
          WHERE a IN (SELECT cid FROM odd) OR b IN (SELECT cid FROM odd)""",
    )
    engine.drop(*parts, "few_letters_s", "plain_s", "rarer_s", "unmet_s", "still_unmet_s")


def _meet(engine: Engine) -> list[str]:
    """Tables of pairs of surnames whose other words are akin, or without a patronymic on either
    side. Asked from the rarer word of a pair: a common surname has very many bearers. Whole names
    are looked at only for what has not met: they are most of the work. One after the other: each
    needs memory."""
    found: list[str] = []

    def ask(name: str, sql: str) -> None:
        engine.make(name, sql)
        found.append(name)

    whole, every = "SELECT s, g, p FROM plain_s", "SELECT DISTINCT s, g FROM plain_s"
    without = "SELECT s, g FROM plain_s WHERE p < 0"
    for number, (one, other) in enumerate(((every, without), (without, every))):
        ask(f"met_{number}_to", _to_akin("rarer_s", one, other))
        ask(f"met_{number}_by", _by_akin("rarer_s", one, other))
    engine.make("unmet_s", f"SELECT a, b FROM rarer_s ANTI JOIN ({_all_of(found)}) q USING (a, b)")
    asked = "SELECT s, g, p FROM plain_s SEMI JOIN unmet_s u ON u.a = s"
    ask("met_whole_to", _to_akin("unmet_s", whole, asked, father=True))
    engine.make("still_unmet_s", "SELECT a, b FROM unmet_s ANTI JOIN met_whole_to USING (a, b)")
    ask("met_whole_by", _by_akin("still_unmet_s", whole, whole, father=True))
    return found


def _all_of(tables: Sequence[str]) -> str:
    return " UNION ALL ".join(f"SELECT a, b FROM {table}" for table in tables)


def _to_akin(pairs: str, one: str, other: str, *, father: bool = False) -> str:
    """Pairs (a, b) of which names of b have the words that names of a are akin to."""
    p, to, by, same = _FATHER if father else ("", "", "", "")
    return f"""SELECT DISTINCT a, b FROM (SELECT c.a, c.b, n.g{p} FROM {pairs} c
        JOIN ({one}) n ON n.s = c.b) q
      SEMI JOIN (SELECT s, k.b AS g{to} FROM ({other}) n JOIN kin_g k ON k.a = n.g {by}) m
        ON m.s = q.a AND m.g = q.g{same}"""


def _by_akin(pairs: str, one: str, other: str, *, father: bool = False) -> str:
    """Pairs (a, b) of which names of a have the words that names of b are akin to."""
    _, to, by, same = _FATHER if father else ("", "", "", "")
    return f"""SELECT DISTINCT a, b FROM (SELECT c.a, c.b, k.b AS g{to} FROM {pairs} c
        JOIN ({one}) n ON n.s = c.b JOIN kin_g k ON k.a = n.g {by}) q
      SEMI JOIN ({other}) m ON m.s = q.a AND m.g = q.g{same}"""


_FATHER = (", n.p", ", f.b AS p", "JOIN kin_p f ON f.a = n.p", " AND m.p = q.p")


def _fellows(x: str, y: str) -> str:
    """Words of part x by the rest of their names, where it is whole, and the first sound: two
    slips may leave two words no key in common. Of large blocks the first two sounds."""
    place = "sgp".index(x)
    return f"""SELECT x, y, p, form,
        left(sound, CASE WHEN count(*) OVER (PARTITION BY y, p, left(sound, 1)) > {LARGE}
          THEN 2 ELSE 1 END) AS block
      FROM (SELECT DISTINCT {x} AS x, {y} AS y, p FROM node WHERE plain AND {y} >= 0 AND p >= 0) n
      JOIN class c ON c.place = {place} AND c.cid = x WHERE form <> '' AND sound <> ''"""


def _few_letters(x: str) -> str:
    """Pairs of fellows that differ in few letters."""
    return f"""SELECT DISTINCT v.x AS a, w.x AS b FROM fellow_{x} v
      JOIN fellow_{x} w USING (y, p, block)
      WHERE v.x < w.x AND {_differ_in_few_letters("v", "w")}"""


def _differ_in_few_letters(v: str, w: str) -> str:
    return f"""abs(length({v}.form) - length({w}.form)) <= 3 AND levenshtein({v}.form, {w}.form) <=
      CASE WHEN least(length({v}.form), length({w}.form)) >= {LONG} THEN 3 ELSE 2 END"""


def _keep(engine: Engine, x: str, relations_: str) -> None:
    """`kin_x`, of the relations that a query finds."""
    place, table = "sgp".index(x), weights()
    known = (
        f"least(v.support, w.support) >= {LEAST_SUPPORT} AND "
        f"least(v.support, w.support) >= {SLIP_SHARE} * greatest(v.support, w.support)"
    )
    apart = table["archive.apart"] if x == "s" else 0.0
    slip = f"CASE WHEN l.low IS NULL THEN -100 ELSE {table[f'archive.slip_{LETTERS[x]}']} END"
    same = (
        f"""UNION ALL SELECT cid, cid, w, w, false, false, initial, initial FROM (
          SELECT cid, initial, CASE WHEN initial THEN {table["surname.initial"]}
            ELSE {table["surname.same"]} END AS w FROM class WHERE place = 0)"""
        if x == "s"
        else ""
    )
    engine.make(
        f"one_way_{x}",
        f"""SELECT a, b, weight, marked, gendered, unheard,
          short_a, short_b FROM (
            SELECT a, b, gendered, unheard, greatest({slip},
                weight + CASE WHEN doubtful AND {known} THEN {apart} ELSE 0 END) AS weight,
              greatest({slip},
                marked + CASE WHEN doubtful_marked AND {known} THEN {apart} ELSE 0 END) AS marked,
              v.initial AS short_a, w.initial AS short_b FROM ({relations_}) r
            JOIN class v ON v.place = {place} AND v.cid = a
            JOIN class w ON w.place = {place} AND w.cid = b
            LEFT JOIN (SELECT DISTINCT least(cid, of) AS low, greatest(cid, of) AS high
              FROM class_slip WHERE place = {place}) l ON l.low = a AND l.high = b)
        WHERE greatest(weight, marked) > {LEAST} {same}""",
    )
    engine.make(
        f"kin_{x}",
        f"""SELECT a, b, weight, marked, gendered, unheard FROM one_way_{x}
          WHERE short_b OR NOT short_a
        UNION ALL SELECT b, a, weight, marked, gendered, unheard FROM one_way_{x}
          WHERE a <> b AND (short_a OR NOT short_b)""",
    )
