"""From scored pairs to entities: components are settled apart from each other."""

from __future__ import annotations

import math

from resolver.batch.clusters import SETTLED, settled
from resolver.batch.components import grouped
from resolver.batch.engine import Engine
from resolver.batch.nodes import COLUMNS, JOINS, NODE, UNIT
from resolver.batch.units import told_apart
from resolver.weights import weights


def settle(engine: Engine) -> None:
    """`edge` and `node` -> `settled` and `root` (id of a name, root node of its entity); where
    more is known than names, `unit_edge` and `unit`, and the ids are those of `held`.

    A node that fits several entities may be of several people: its spellings stay apart."""
    if not engine.has("settled") and not engine.has("component"):
        _connect(engine)
    engine.map(
        "settled", settled, "SELECT nodes, edges, bucket FROM component ORDER BY bucket", SETTLED
    )
    engine.make(
        "root",
        f"""WITH r AS (SELECT {engine.explode}(nodes) AS node,
          {engine.explode}(roots) AS root FROM settled),
          t AS (SELECT {engine.explode}(torn) AS node FROM settled)
        {_UNIT_ROOTS if told_apart(engine) else _ROOTS}""",
    )


_ROOTS = """SELECT member.id, CASE WHEN t.node IS NULL THEN coalesce(r.root, member.node)
    ELSE member.id END AS root
  FROM member LEFT JOIN r ON r.node = member.node LEFT JOIN t ON t.node = member.node"""
_UNIT_ROOTS = """SELECT m.id, CASE WHEN t.node IS NULL OR held.unit <> ''
    THEN coalesce(r.root, m.node) ELSE min(m.id) OVER (PARTITION BY m.node, held.id) END AS root
  FROM unit_member m JOIN held ON hid = m.id
  LEFT JOIN r ON r.node = m.node LEFT JOIN t ON t.node = m.node"""


def _connect(engine: Engine) -> None:
    """`component`: connected nodes with their edges; nothing of it is held afterwards."""
    review = weights()["threshold.review"]
    units = told_apart(engine)
    nodes = engine.fetch(_UNITS if units else _NODES)
    edges = engine.fetch(
        f"SELECT a, b, log_odds FROM {'unit_edge' if units else 'edge'} ORDER BY a, b"
    )
    least = math.log(review / (1 - review))
    engine.put("component", grouped(nodes, edges, least, UNIT if units else NODE))


_NODES = f"""SELECT node.id, tier, text, node.kind, turned, node.n, {COLUMNS}
  FROM node JOIN name USING (id) {JOINS}
  WHERE node.id IN (SELECT a FROM edge UNION ALL SELECT b FROM edge) ORDER BY node.id"""
_UNITS = f"""WITH company AS
    (SELECT id, array_sort(array_agg(word)) AS words FROM unit_word GROUP BY id),
    kept AS (SELECT unit, array_sort(array_agg(other)) AS others FROM apart GROUP BY unit)
  SELECT u.id, tier, text, node.kind, t.id IS NOT NULL AS turned, u.n, {COLUMNS},
    u.birth, u.country, words AS company, u.unit, others AS apart
  FROM unit u JOIN node ON node.id = u.node JOIN name ON name.id = u.name {JOINS}
  LEFT JOIN (SELECT id FROM turned) t ON t.id = u.name LEFT JOIN company ON company.id = u.id
  LEFT JOIN kept ON kept.unit = u.unit
  WHERE u.id IN (SELECT a FROM unit_edge UNION ALL SELECT b FROM unit_edge) ORDER BY u.id"""
