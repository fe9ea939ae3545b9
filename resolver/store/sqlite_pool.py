"""The conditions of a pool of cards in SQL, over `suggestions AS s` and the two entities."""

from __future__ import annotations

from resolver.pool import SOURCED, Pool

# As `is_cyrillic` of the core has it.
_CYRILLIC = "*[\u0400-\u052f\u1c80-\u1c8f]*"

_OF_SOURCE = """EXISTS (
    SELECT 1 FROM mentions JOIN events ON events.seq = mentions.seq
    WHERE mentions.entity IN (s.a, s.b, a.id, b.id)
        AND json_extract(events.payload, '$.mention.source') = :source)"""

ENTITIES = """
    JOIN entities AS own_a ON own_a.id = s.a JOIN entities AS a ON a.id = own_a.root
    JOIN entities AS own_b ON own_b.id = s.b JOIN entities AS b ON b.id = own_b.root"""


def cards(pool: Pool | None) -> str:
    """The open suggestions of a pool: what follows FROM, conditions included."""
    fitting = f"suggestions AS s {ENTITIES} WHERE s.state = 'open' {_conditions(pool)}"
    if pool is None or pool.source is None:
        return fitting
    first = f"SELECT s.* FROM {fitting} ORDER BY s.priority DESC, s.id LIMIT {SOURCED}"
    return f"({first}) AS s {ENTITIES} WHERE {_OF_SOURCE}"


def _conditions(pool: Pool | None) -> str:
    """But for the source, which is dear to look at."""
    if not pool:
        return ""
    found = ["s.score BETWEEN :at_least AND :at_most"]
    if pool.kind is not None:
        found.append("a.kind = :kind")
    if pool.path is not None:
        found.append("s.evidence = :path")
    if pool.scripts is not None:
        found.append("(a.name GLOB :cyrillic) + (b.name GLOB :cyrillic) = :sides")
    return " AND " + " AND ".join(found)


def values(pool: Pool | None) -> dict[str, object]:
    """What the parameters of `cards` stand for."""
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
