"""Entities and suggestions as tables: what a run hands to whoever writes files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from resolver.batch.engine import Engine
from resolver.batch.functions import REASONS, reasons

ENTITY = ("entity_id", "entity_name", "kind", "n", "spellings")
SUGGESTION = ("entity_a", "entity_b", "a", "b", "kind", "score", "why")
# The order of `resolver.entities.elect`, and the ids of `resolver.dedupe.entity_id_of`.
_ELECTED = {"a": "tier", "b": "-n", "c": "NOT latin", "d": "ways", "e": "text"}


def conclude(engine: Engine) -> None:
    """`entity` (root, entity_id, entity_name, kind, n, spellings)."""
    engine.make(
        "spelled",
        "SELECT root, id, name.text, name.kind, n, tier, latin, ways FROM root "
        "JOIN name USING (id) JOIN profile USING (id)",
    )
    elected = engine.struct(**_ELECTED)
    engine.make(
        "entity",
        f"""SELECT root, kind, CAST(sum(n) AS BIGINT) AS n, count(*) AS spellings,
          'e' || substr(sha2(kind || chr(10) || array_join(array_sort(array_agg(text)), chr(10)),
            256), 1, 12) AS entity_id,
          min_by(text, {elected}) AS entity_name
        FROM spelled GROUP BY root, kind""",
    )


def suggest(engine: Engine) -> None:
    """`suggested`, best first, each with its reasons in words."""
    engine.map(
        "suggested",
        reasons,
        f"""WITH s AS (SELECT {engine.explode}(suggestions) AS link FROM settled)
        SELECT link.a, link.b, link.score, v.text AS text_a, w.text AS text_b, v.kind,
          x.turned AS turned_a, y.turned AS turned_b
        FROM s JOIN name v ON v.id = link.a JOIN name w ON w.id = link.b
        JOIN node x ON x.id = link.a JOIN node y ON y.id = link.b
        ORDER BY link.score DESC, link.a, link.b""",
        REASONS,
    )


def entities(engine: Engine) -> Iterator[dict[str, Any]]:
    """Largest first, each with its spellings, the usual ones first."""
    spelling = engine.struct(less="-spelled.n", name="text", count="spelled.n")
    for row in engine.stream(
        f"""SELECT entity_id, entity_name, entity.kind, entity.n, l AS spellings FROM entity
        JOIN (SELECT root, array_sort(array_agg({spelling})) AS l FROM spelled GROUP BY root)
        USING (root) ORDER BY entity.n DESC, entity_id"""
    ):
        entity = dict(zip(ENTITY, row, strict=True))
        for one in entity["spellings"]:
            del one["less"]
        yield entity


ROWS = """SELECT m.row, coalesce(e.entity_id, '') AS entity_id,
  coalesce(e.entity_name, '') AS entity_name, p.problem
  FROM mention m JOIN name USING (kind, text) JOIN profile p USING (id)
  LEFT JOIN root USING (id) LEFT JOIN entity e USING (root) ORDER BY m.row"""
SUGGESTIONS = """SELECT e.entity_id AS entity_a, f.entity_id AS entity_b,
  s.text_a AS a, s.text_b AS b, s.kind, s.score, s.why FROM suggested s
  JOIN root r ON r.id = s.a JOIN entity e ON e.root = r.root
  JOIN root q ON q.id = s.b JOIN entity f ON f.root = q.root ORDER BY s.score DESC, s.a, s.b"""
COUNTS = """SELECT (SELECT count(*) FROM mention) AS mentions, (SELECT count(*) FROM name) AS names,
  (SELECT count(*) FROM edge) AS pairs, (SELECT count(*) FROM entity) AS entities,
  (SELECT CAST(coalesce(sum(size(suggestions)), 0) AS BIGINT) FROM settled) AS suggestions,
  (SELECT count(*) FROM refined) AS refined_blocks"""
