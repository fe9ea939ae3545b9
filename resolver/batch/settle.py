"""From scored pairs to entities: components are settled apart from each other."""

from __future__ import annotations

import math

from resolver.batch.clusters import SETTLED, settled
from resolver.batch.components import grouped
from resolver.batch.engine import Engine
from resolver.weights import weights


def settle(engine: Engine) -> None:
    """`edge` and `node` -> `settled` and `root` (id of a name, root node of its entity)."""
    review = weights()["threshold.review"]
    if not engine.has("settled"):
        nodes = engine.fetch(
            """SELECT node.id, tier, text, node.kind, turned, node.n, word.word,
              coalesce(m.form, '') AS form, coalesce(m.support, 0) AS support
            FROM node JOIN name USING (id) LEFT JOIN word ON word.wid = s
            LEFT JOIN meant m ON m.place = 0 AND m.wid = s ORDER BY node.id"""
        )
        edges = engine.fetch("SELECT a, b, log_odds FROM edge ORDER BY a, b")
        engine.put("component", grouped(nodes, edges, math.log(review / (1 - review))))
    engine.map(
        "settled", settled, "SELECT nodes, edges, bucket FROM component ORDER BY bucket", SETTLED
    )
    engine.make(
        "root",
        f"""WITH r AS (SELECT {engine.explode}(nodes) AS node,
          {engine.explode}(roots) AS root FROM settled)
        SELECT member.id, coalesce(r.root, member.node) AS root FROM member
        LEFT JOIN r ON r.node = member.node""",
    )
