"""The conditions of a pool of cards in SQL, over `suggestions AS s` and the two entities."""

from __future__ import annotations

from resolver.pool import Pool

# As `is_cyrillic` of the core has it.
_CYRILLIC = "*[\u0400-\u052f\u1c80-\u1c8f]*"

_OF_SOURCE = """EXISTS (
    SELECT 1 FROM mentions JOIN events ON events.seq = mentions.seq
    WHERE mentions.entity IN (s.a, s.b, a.id, b.id)
        AND json_extract(events.payload, '$.mention.source') = :source)"""

ENTITIES = """
    JOIN entities AS own_a ON own_a.id = s.a JOIN entities AS a ON a.id = own_a.root
    JOIN entities AS own_b ON own_b.id = s.b JOIN entities AS b ON b.id = own_b.root"""


def condition(pool: Pool | None) -> str:
    """A condition to follow `WHERE s.state = 'open'`; empty where a pool is everything."""
    if not pool:
        return ""
    found = ["s.score BETWEEN :at_least AND :at_most"]
    if pool.kind is not None:
        found.append("a.kind = :kind")
    if pool.path is not None:
        found.append("s.evidence = :path")
    if pool.scripts is not None:
        found.append("(a.name GLOB :cyrillic) + (b.name GLOB :cyrillic) = :sides")
    if pool.source is not None:
        found.append(_OF_SOURCE)
    return " AND " + " AND ".join(found)


def values(pool: Pool | None) -> dict[str, object]:
    """What the parameters of `condition` stand for."""
    if not pool:
        return {}
    return {
        "at_least": pool.at_least,
        "at_most": pool.at_most,
        "kind": pool.kind and pool.kind.value,
        "path": None if pool.path is None else " ".join(pool.path),
        "cyrillic": _CYRILLIC,
        "sides": pool.scripts and pool.scripts.cyrillic_sides,
        "source": pool.source,
    }
