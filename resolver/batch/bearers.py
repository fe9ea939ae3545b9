"""The names of entities, and which entities spelling says nothing of."""

from __future__ import annotations

from resolver.batch.engine import Engine
from resolver.batch.units import told_apart


def named(engine: Engine, table: str) -> str:
    """(id as in a table of id and root, name, n: its mentions, root)."""
    if told_apart(engine):
        return f"SELECT j.id, h.id AS name, h.n, root FROM {table} j JOIN held h ON hid = j.id"
    return f"SELECT j.id, j.id AS name, name.n, root FROM {table} j JOIN name ON name.id = j.id"


def but_decided(engine: Engine) -> str:
    """Leaves out the roots of which people have decided or birth dates are known."""
    if not told_apart(engine):
        return ""
    return """ANTI JOIN (SELECT root FROM joined JOIN held ON hid = joined.id
      WHERE unit <> '' OR birth <> '') d USING (root)"""
