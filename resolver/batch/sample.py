"""Samples of an archive for its report: merges from all scores, and entities by convention.

What is taken is decided by hashes of spellings, so that it does not depend on the order of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from resolver.batch.engine import Engine
from resolver.batch.functions import name_of
from resolver.batch.shown import links, members
from resolver.mention import Kind
from resolver.report.conventions import conventions
from resolver.report.digest import ALIKE, LINKED, MERGES, ONLY_FIT, Conventions, Merge
from resolver.report.evidence import reasons
from resolver.weights import weights

ENTITIES = 200
INFERRED = 40  # entities whose original must be sought first, which takes longer
MOST_SPELLINGS = 40
_STEPS = (0.95, 0.99, 0.999)


def sampled_merges(engine: Engine) -> tuple[Merge, ...]:
    """MERGES of them, as many as can be from each band of scores, and of those whose words are
    meant alike; from the most doubtful to the surest."""
    table = weights()
    review, match = table["threshold.review"], table["threshold.match"]
    third = (match - review) / 3
    edges = (review + third, match - third, match, *_STEPS)
    bands: list[list[Mapping[str, Any]]] = [[] for _ in range(len(edges) + 1)]
    for row in engine.fetch(_linked(engine, edges)).to_pylist():
        bands[row["band"]].append(row)
    alike = engine.fetch(_alike(engine)).to_pylist()
    chosen = [*_in_turn([*bands, alike], MERGES)]
    merges = [_merge(row, match) for row in chosen]
    return tuple(sorted(merges, key=lambda one: (one.how == ALIKE, one.score, one.a, one.b)))


def _in_turn(groups: Sequence[Sequence[Mapping[str, Any]]], most: int) -> list[Mapping[str, Any]]:
    """One of each group, then another of each, until there are enough."""
    rounds = [row for turn in zip_longest(*groups) for row in turn if row is not None]
    return rounds[:most]


def _linked(engine: Engine, edges: Sequence[float]) -> str:
    """Names of two nodes that were joined by their evidence: MERGES at most of each band."""
    band = " + ".join(f"CASE WHEN score >= {edge} THEN 1 ELSE 0 END" for edge in edges)
    return f"""WITH told AS (SELECT q.*, {band} AS band, md5(text_a || chr(10) || text_b) AS lot
        FROM ({links(engine, "merges")}) q),
      drawn AS (SELECT *, row_number() OVER (PARTITION BY band ORDER BY lot, a, b) AS place
        FROM told)
      SELECT d.*, e.entity_name FROM drawn d JOIN entity e ON e.root = d.root
      WHERE place <= {MERGES} ORDER BY band, place"""


def _alike(engine: Engine) -> str:
    """Names of one node, each with the first of them: MERGES at most."""
    return f"""WITH gathered AS (SELECT DISTINCT node, root, id FROM ({members(engine)}) m),
      firsts AS (SELECT root, id, min(id) OVER (PARTITION BY node, root) AS first FROM gathered),
      told AS (SELECT f.root, f.first AS a, f.id AS b, v.text AS text_a, w.text AS text_b, v.kind,
          md5(v.text || chr(10) || w.text) AS lot
        FROM firsts f JOIN name v ON v.id = f.first JOIN name w ON w.id = f.id
        WHERE f.id <> f.first ORDER BY lot LIMIT {MERGES})
      SELECT q.*, e.entity_name, t.id IS NOT NULL AS turned_a, u.id IS NOT NULL AS turned_b
      FROM told q JOIN entity e ON e.root = q.root
      LEFT JOIN turned t ON t.id = q.a LEFT JOIN turned u ON u.id = q.b ORDER BY lot"""


def _merge(row: Mapping[str, Any], match: float) -> Merge:
    a = name_of(row["text_a"], row["kind"], row["turned_a"])
    b = name_of(row["text_b"], row["kind"], row["turned_b"])
    score, lines = reasons(a, b, row.get("score"))
    how = ALIKE if "score" not in row else LINKED if score >= match else ONLY_FIT
    return Merge(how, row["text_a"], row["text_b"], row["entity_name"], score, lines)


def sampled_conventions(engine: Engine) -> Conventions:
    """Of entities that are spelled in Cyrillic and in Latin letters; where there are none, of
    fewer in Latin letters alone."""
    both = [*_entities(engine, "bool_or(latin) AND NOT bool_and(latin)", ENTITIES)]
    condition, assumed = "bool_or(latin) AND NOT bool_and(latin)", False
    if not both:
        condition, assumed = "bool_and(latin)", True
        both = [*_entities(engine, condition, INFERRED)]
    rows = engine.fetch(f"SELECT count(*) AS n FROM ({_eligible(condition)}) q").to_pylist()
    return Conventions(len(both), rows[0]["n"], assumed, conventions(both) if both else ())


def _eligible(condition: str) -> str:
    return f"""SELECT root FROM spelled WHERE kind <> 'organization' GROUP BY root
      HAVING count(*) > 1 AND {condition}"""


def _entities(
    engine: Engine, condition: str, most: int
) -> Iterator[tuple[Mapping[str, int], Kind]]:
    """Spellings with their mentions; ids are hashes, so their order is a lottery."""
    rows = engine.fetch(
        f"""WITH chosen AS (SELECT e.root, e.entity_id FROM ({_eligible(condition)}) q
          JOIN entity e ON e.root = q.root ORDER BY e.entity_id LIMIT {most}),
        ranked AS (SELECT c.entity_id, s.kind, s.text, s.n, row_number() OVER (
            PARTITION BY c.entity_id ORDER BY s.n DESC, s.text) AS place
          FROM chosen c JOIN spelled s ON s.root = c.root)
        SELECT * FROM ranked WHERE place <= {MOST_SPELLINGS} ORDER BY entity_id, place"""
    ).to_pylist()
    found: dict[str, tuple[dict[str, int], Kind]] = {}
    for row in rows:
        spellings, _ = found.setdefault(row["entity_id"], ({}, Kind(row["kind"])))
        spellings[row["text"]] = row["n"]
    yield from found.values()
