"""From scored pairs to entities: components are settled apart from each other."""

from __future__ import annotations

import math

import pyarrow as pa

from resolver.batch.clusters import SETTLED, settled
from resolver.batch.components import grouped
from resolver.batch.engine import Engine
from resolver.batch.nodes import COLUMNS, JOINS, NODE, UNIT
from resolver.batch.units import told_apart
from resolver.weights import weights

MANY_SLIPS = 4


def settle(engine: Engine) -> None:
    """`edge` and `node` -> `settled` and `joined` (id of a name, root node of its entity); where
    more is known than names, `unit_edge` and `unit`, and the ids are those of `held`.

    A node that fits several entities may be of several people: its spellings stay apart. So do
    names with slips where there are more of these than of the name that they are slips of."""
    if not engine.has("settled"):
        engine.map("settled", settled, _components(engine), SETTLED)
    engine.make(
        "joined",
        f"""WITH r AS (SELECT r.node, r.root FROM
            (SELECT {engine.explode}(roots) AS r FROM settled)),
          t AS (SELECT {engine.explode}(torn) AS node FROM settled),
          m AS (SELECT node FROM member JOIN name USING (id) GROUP BY node
            HAVING sum(CASE WHEN slip THEN n ELSE 0 END) >= {MANY_SLIPS}
              AND 2 * sum(CASE WHEN slip THEN n ELSE 0 END) > sum(n))
        {_UNIT_ROOTS if told_apart(engine) else _ROOTS}""",
    )


_ROOTS = """SELECT member.id, CASE WHEN t.node IS NOT NULL OR (slip AND m.node IS NOT NULL)
    THEN member.id ELSE coalesce(r.root, member.node) END AS root
  FROM member LEFT JOIN r ON r.node = member.node LEFT JOIN t ON t.node = member.node
  LEFT JOIN m ON m.node = member.node"""
_UNIT_ROOTS = """SELECT u.id, CASE
    WHEN held.unit = '' AND (t.node IS NOT NULL OR (slip AND m.node IS NOT NULL))
    THEN min(u.id) OVER (PARTITION BY u.node, held.id) ELSE coalesce(r.root, u.node) END AS root
  FROM unit_member u JOIN held ON hid = u.id JOIN member ON member.id = held.id
  LEFT JOIN r ON r.node = u.node LEFT JOIN t ON t.node = u.node
  LEFT JOIN m ON m.node = member.node"""


def _components(engine: Engine) -> pa.Table:
    """Connected nodes with their edges."""
    review = weights()["threshold.review"]
    units = told_apart(engine)
    nodes = engine.fetch(_UNITS if units else _NODES)
    edges = engine.fetch(
        f"SELECT a, b, log_odds FROM {'unit_edge' if units else 'edge'} ORDER BY a, b"
    )
    least = math.log(review / (1 - review))
    return grouped(nodes, edges, least, UNIT if units else NODE)


_NODES = f"""SELECT node.id, tier, text, node.kind, turned, node.n, {COLUMNS}
  FROM node JOIN name USING (id) {JOINS}
  WHERE node.id IN (SELECT a FROM edge UNION ALL SELECT b FROM edge)"""
_UNITS = f"""WITH company AS
    (SELECT id, array_sort(array_agg(word)) AS words FROM unit_word GROUP BY id),
    kept AS (SELECT unit, array_sort(array_agg(other)) AS others FROM apart GROUP BY unit)
  SELECT u.id, tier, text, node.kind, t.id IS NOT NULL AS turned, u.n, {COLUMNS},
    u.birth, u.country, words AS company, u.unit, others AS apart
  FROM unit u JOIN node ON node.id = u.node JOIN name ON name.id = u.name {JOINS}
  LEFT JOIN (SELECT id FROM turned) t ON t.id = u.name LEFT JOIN company ON company.id = u.id
  LEFT JOIN kept ON kept.unit = u.unit
  WHERE u.id IN (SELECT a FROM unit_edge UNION ALL SELECT b FROM unit_edge)"""
