"""What can be said of names before the classes of their words are known.

Surnames get their classes from one worker, which the others wait for. What is made meanwhile costs
no time.
"""

from __future__ import annotations

from resolver.batch.engine import Engine


def knows_more(engine: Engine) -> bool:
    """Whether mentions come with more than their names."""
    return "birth_date" in engine.fetch("SELECT * FROM mention LIMIT 0").column_names


def make_ahead(engine: Engine) -> None:
    """`oriented`, the profiles of good names with their words in the parts that the archive has
    them in, unless memory holds it; `seen` (id, text, kind, n, tier, latin, ways); `named` (row,
    id, held) of mentions, unless more is known of these than names."""
    if not engine.in_memory:
        engine.make("oriented", _ORIENTED)
    engine.make(
        "seen",
        "SELECT id, text, kind, n, tier, latin, ways FROM name JOIN profile USING (id)",
    )
    if not knows_more(engine):
        engine.make("named", NAMED)


_ORIENTED = """SELECT profile.id, n, kind, tier, plain, sure, generation, belarusian,
  t.id IS NOT NULL AS turned, p,
  CASE WHEN t.id IS NULL THEN s ELSE g END AS s,
  CASE WHEN t.id IS NULL THEN g ELSE s END AS g,
  CASE WHEN t.id IS NOT NULL AND p < 0 THEN t.gender ELSE profile.gender END AS gender
FROM profile JOIN name USING (id) LEFT JOIN turned t ON t.id = profile.id
WHERE reason IS NULL"""
NAMED = "SELECT m.row, id, id AS held FROM mention m JOIN name USING (kind, text)"
