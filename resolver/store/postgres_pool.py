"""The conditions of a pool of cards in SQL, over `suggestions AS s` and the two entities."""

from __future__ import annotations

from resolver.pool import SOURCED, Pool

# As `is_cyrillic` of the core has it.
_CYRILLIC = "[\u0400-\u052f\u1c80-\u1c8f]"

_OF_SOURCE = """EXISTS (
    SELECT FROM mentions JOIN events ON events.seq = mentions.seq
    WHERE mentions.entity = ANY(ARRAY[s.a, s.b, a.id, b.id])
        AND events.payload::json -> 'mention' ->> 'source' = %s)"""

ENTITIES = """
    JOIN entities AS own_a ON own_a.id = s.a JOIN entities AS a ON a.id = own_a.root
    JOIN entities AS own_b ON own_b.id = s.b JOIN entities AS b ON b.id = own_b.root"""


def cards(pool: Pool | None) -> tuple[str, list[object]]:
    """The open suggestions of a pool: what follows FROM, conditions included, and its values
    in order."""
    conditions, values = _conditions(pool)
    fitting = f"suggestions AS s {ENTITIES} WHERE s.state = 'open' {conditions}"
    if pool is None or pool.source is None:
        return fitting, values
    first = f"SELECT s.* FROM {fitting} ORDER BY s.priority DESC, s.id LIMIT {SOURCED}"
    return f"({first}) AS s {ENTITIES} WHERE {_OF_SOURCE}", [*values, pool.source]


def _conditions(pool: Pool | None) -> tuple[str, list[object]]:
    """But for the source, which is dear to look at."""
    if not pool:
        return "", []
    found, values = ["s.score BETWEEN %s AND %s"], list[object]((pool.at_least, pool.at_most))
    if pool.kind is not None:
        found.append("a.kind = %s")
        values.append(pool.kind.value)
    if pool.path is not None:
        found.append("s.evidence = %s")
        values.append(" ".join(pool.path))
    if pool.scripts is not None:
        found.append("(a.name ~ %s)::int + (b.name ~ %s)::int = %s")
        values += [_CYRILLIC, _CYRILLIC, pool.scripts.cyrillic_sides]
    return " AND " + " AND ".join(found), values
