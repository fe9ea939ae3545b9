"""Names by how one of their words begins, for those who type and wait for suggestions.

The words of every name stand in order in `starts`. What was typed is found as one stretch
of them, from which those are kept that have the whole words typed before: never more than
LOOKED_AT words are read, so that one letter costs no more than ten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

LOOKED_AT = 5_000

_LAST_CHARACTER = "\U0010ffff"


def starting(connection: sqlite3.Connection, words: Sequence[str], limit: int) -> list[str]:
    """At most `limit` entities with a name that has these words, the last of which may go on."""
    if not words or limit <= 0:
        return []
    *whole, begun = words
    values = (begun, begun + _LAST_CHARACTER, LOOKED_AT, *whole, limit)
    return [row[0] for row in connection.execute(starting_so(len(whole)), values)]


def starting_so(whole: int) -> str:
    """SQL for the entities of a begun word beside so many whole ones."""
    beside = "AND EXISTS (SELECT 1 FROM starts WHERE word = ? AND name = found.name) " * whole
    return f"""SELECT DISTINCT root.entity_id FROM
            (SELECT name FROM starts WHERE word >= ? AND word < ?
            ORDER BY word, name LIMIT ?) AS found
        JOIN names ON names.id = found.name
        JOIN entities AS own ON own.id = names.entity
        JOIN entities AS root ON root.id = own.root
        WHERE names.mentions > 0 AND NOT own.junk {beside}
        LIMIT ?"""
