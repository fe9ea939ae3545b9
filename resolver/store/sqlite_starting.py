"""Names by how one of their words begins, for those who type and wait for suggestions.

A scan of the names that stops when it has enough: an index would cost every record that is
written for the sake of a few words that are typed.
"""

from __future__ import annotations

import re
import sqlite3

from resolver.store.starting import beginnings

_SPECIAL = re.compile(r"([*?\[])")

_STARTING = """
    SELECT DISTINCT root.entity_id FROM names JOIN entities AS own ON own.id = names.entity
    JOIN entities AS root ON root.id = own.root
    WHERE names.mentions > 0 AND NOT own.junk AND (
        names.name GLOB ?1 OR names.name GLOB ?2 OR names.name GLOB ?3 OR names.name GLOB ?4)
    LIMIT ?5"""


def starting(connection: sqlite3.Connection, start: str, limit: int) -> list[str]:
    """At most `limit` entities with a name in which a word begins with `start`, in the case
    given or with a capital; none for an empty start, or for one that cannot be stored.
    """
    asked = [_SPECIAL.sub(r"[\1]", each) for each in beginnings(start)]
    if not asked or limit <= 0:
        return []
    patterns = [pattern for each in asked for pattern in (f"{each}*", f"* {each}*")]
    return [row[0] for row in connection.execute(_STARTING, (*patterns, limit))]
