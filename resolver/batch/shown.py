"""The tables of a finished run as its report asks for them: the one place that knows how names,
nodes and entities hang together.

`spelled` and `entity` (see `resolver.batch.result`) are read as they are.
"""

from __future__ import annotations

from resolver.batch.engine import Engine
from resolver.batch.units import told_apart


def members(engine: Engine) -> str:
    """(node, id of a name, root of its entity): names of one node are meant alike."""
    if told_apart(engine):
        return """SELECT m.node, held.id, r.root FROM unit_member m JOIN held ON hid = m.id
          JOIN root r ON r.id = m.id"""
    return "SELECT m.node, m.id, r.root FROM member m JOIN root r ON r.id = m.id"


def pairs(engine: Engine) -> str:
    """(a, b, log_odds) of the nodes that were compared and may be one."""
    edges = "unit_edge" if told_apart(engine) else "edge"
    return f"SELECT a, b, max(log_odds) AS log_odds FROM {edges} GROUP BY a, b"


def links(engine: Engine, of: str) -> str:
    """(a, b, score, text_a, text_b, kind, turned_a, turned_b, root of a): what was decided on two
    nodes; `of` is `merges` or `suggestions`."""
    ends = (
        """SELECT u.id, text, name.kind, t.id IS NOT NULL AS turned, root FROM unit u
          JOIN name ON name.id = u.name LEFT JOIN turned t ON t.id = u.name
          JOIN root r ON r.id = u.id"""
        if told_apart(engine)
        else """SELECT node.id, text, name.kind, turned, root FROM node JOIN name USING (id)
          JOIN root USING (id)"""
    )
    return f"""SELECT q.a, q.b, q.score, x.text AS text_a, y.text AS text_b, x.kind,
        x.turned AS turned_a, y.turned AS turned_b, x.root
      FROM (SELECT link.a AS a, link.b AS b, link.score AS score FROM (
        SELECT {engine.explode}({of}) AS link FROM settled) p) q
      JOIN ({ends}) x ON x.id = q.a JOIN ({ends}) y ON y.id = q.b"""
