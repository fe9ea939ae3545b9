"""Entities whose surnames are written of several originals are parted (see `originals`).

The originals must stand beside one given name: people are called by other forms of both in
another language, of which Belarusian is told by its ў. What is parted is a suggestion. It stays
together where people have decided or birth dates are known: these say more than spelling.
"""

from __future__ import annotations

from resolver.batch.bearers import but_decided, named
from resolver.batch.callings import called_links
from resolver.batch.doubt import LEAST_SUPPORT
from resolver.batch.engine import Engine
from resolver.batch.originals import LEAST_ORIGINALS, PARTED, originals
from resolver.weights import weights

_SCRIPT = "\u0400"  # whatever begins with this letter or a later one is no Latin word


def part(engine: Engine) -> None:
    """`root` (id of a name, root of its entity), of `called`; `torn_off` (id, n, root: of what
    was one entity, original, piece: the new root) of the names of parted ones."""
    engine.make(
        "attested",
        f"""SELECT m.cid, w.word, q.n FROM (SELECT wid, CAST(sum(n) AS BIGINT) AS n FROM placed
          WHERE place = 0 GROUP BY wid) q JOIN word w USING (wid)
        JOIN meant m ON m.place = 0 AND m.wid = q.wid
        WHERE q.n >= {LEAST_SUPPORT} AND w.word >= '{_SCRIPT}' AND w.word NOT LIKE '%ў%'""",
    )
    engine.make(
        "crowded_word",
        """SELECT wid FROM meant WHERE place = 0 AND cid IN
          (SELECT cid FROM attested GROUP BY cid HAVING count(*) > 1)""",
    )
    engine.make(
        "crowded_root",
        f"""SELECT root FROM (SELECT DISTINCT root FROM ({named(engine, "called")}) j
          JOIN placed p ON p.id = j.name JOIN crowded_word w ON w.wid = p.wid WHERE place = 0) q
        {but_decided(engine)}""",
    )
    engine.make(
        "bearing",
        f"""SELECT j.id, j.n, j.root, p.wid, m.cid, min(coalesce(g.cid, -1)) AS given
        FROM ({named(engine, "called")}) j
          JOIN crowded_root c ON c.root = j.root JOIN placed p ON p.id = j.name AND p.place = 0
          JOIN meant m ON m.place = 0 AND m.wid = p.wid
          LEFT JOIN placed q ON q.id = j.name AND q.place = 1
          LEFT JOIN meant g ON g.place = 1 AND g.wid = q.wid
        GROUP BY j.id, j.n, j.root, p.wid, m.cid""",
    )
    word = engine.struct(wid="q.wid", word="w.word", n="q.n")
    known = engine.struct(word="word", n="n")
    engine.map(
        "parted",
        originals,
        f"""SELECT b.root, words, known FROM (
          SELECT root, given, array_sort(array_agg({word})) AS words FROM (
            SELECT root, given, wid, CAST(sum(n) AS BIGINT) AS n FROM bearing
            GROUP BY root, given, wid) q
          JOIN word w ON w.wid = q.wid GROUP BY root, given
          HAVING count(*) >= {LEAST_ORIGINALS}) b
        JOIN (SELECT root, given, array_sort(array_agg({known})) AS known FROM (
            SELECT DISTINCT root, given, word, a.n FROM bearing JOIN attested a USING (cid)) k
          GROUP BY root, given HAVING count(*) >= {LEAST_ORIGINALS}) k
          ON k.root = b.root AND k.given = b.given
        ORDER BY b.root, b.given""",
        PARTED,
    )
    engine.make(
        "torn_off",
        """SELECT id, n, root, original, min(id) OVER (PARTITION BY root, original) AS piece
        FROM (SELECT b.id, b.n, b.root, min(original) AS original FROM bearing b
          JOIN parted p ON p.root = b.root AND p.wid = b.wid GROUP BY b.id, b.n, b.root)""",
    )
    engine.make(
        "root",
        "SELECT id, root FROM called ANTI JOIN torn_off USING (id) "
        "UNION ALL SELECT id, piece AS root FROM torn_off",
    )


def parted_links(engine: Engine) -> str:
    """(a, b, score, known: why they are two): usual names of two pieces of what was one entity."""
    best = engine.struct(a="-n", b="id")
    return f"""WITH piece AS (SELECT root, original, min_by(id, {best}) AS id FROM torn_off
        GROUP BY root, original)
      SELECT least(x.id, y.id) AS a, greatest(x.id, y.id) AS b,
        {weights()["threshold.match"]} AS score,
        'the archive knows ' || x.original || ' and ' || y.original || ' each' AS known
      FROM piece x JOIN piece y ON y.root = x.root AND x.original < y.original
      UNION ALL SELECT a, b, score, known FROM ({called_links(engine)}) called_links"""
