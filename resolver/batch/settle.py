"""From scored pairs to entities: components are settled apart from each other."""

from __future__ import annotations

import math

from resolver.batch.clusters import SETTLED, settled
from resolver.batch.components import grouped
from resolver.batch.engine import Engine
from resolver.weights import weights

MANY_SLIPS = 4


def settle(engine: Engine) -> None:
    """`edge` and `node` -> `settled` and `root` (id of a name, root node of its entity).

    A node that fits several entities may be of several people: its spellings stay apart. So do
    names with slips where there are more of these than of the name that they are slips of."""
    if not engine.has("settled") and not engine.has("component"):
        _connect(engine)
    engine.map(
        "settled", settled, "SELECT nodes, edges, bucket FROM component ORDER BY bucket", SETTLED
    )
    engine.make(
        "root",
        f"""WITH r AS (SELECT r.node, r.root FROM
            (SELECT {engine.explode}(roots) AS r FROM settled)),
          t AS (SELECT {engine.explode}(torn) AS node FROM settled),
          m AS (SELECT node FROM member JOIN name USING (id) GROUP BY node
            HAVING sum(CASE WHEN slip THEN n ELSE 0 END) >= {MANY_SLIPS}
              AND 2 * sum(CASE WHEN slip THEN n ELSE 0 END) > sum(n))
        SELECT member.id, CASE WHEN t.node IS NOT NULL OR (slip AND m.node IS NOT NULL)
          THEN member.id ELSE coalesce(r.root, member.node) END AS root
        FROM member LEFT JOIN r ON r.node = member.node LEFT JOIN t ON t.node = member.node
        LEFT JOIN m ON m.node = member.node""",
    )


def _connect(engine: Engine) -> None:
    """`component`: connected nodes with their edges; nothing of it is held afterwards."""
    review = weights()["threshold.review"]
    nodes = engine.fetch(
        """SELECT node.id, tier, text, node.kind, turned, node.n, plain, sure, gender,
          generation, belarusian, coalesce(cs.word, '') AS surname,
          coalesce(cg.word, '') AS given, coalesce(cp.word, '') AS patronymic,
          coalesce(cs.form, '') AS form, coalesce(cs.support, 0) AS support
        FROM node JOIN name USING (id) LEFT JOIN class cs ON cs.place = 0 AND cs.cid = s
        LEFT JOIN class cg ON cg.place = 1 AND cg.cid = g
        LEFT JOIN class cp ON cp.place = 2 AND cp.cid = p
        WHERE node.id IN (SELECT a FROM edge UNION ALL SELECT b FROM edge) ORDER BY node.id"""
    )
    edges = engine.fetch("SELECT a, b, log_odds FROM edge ORDER BY a, b")
    engine.put("component", grouped(nodes, edges, math.log(review / (1 - review))))
