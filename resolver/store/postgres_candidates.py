"""The candidates of a PostgreSQL store: found and ranked in one round trip.

The statement says what `candidates` lays down and `sqlite_candidates` does in memory: which
keys are read, what each is worth, in which order the worths are added. Sums of floating
numbers depend on their order, hence the ordered aggregate: the answers are the same, bit
by bit.
"""

from __future__ import annotations

from collections.abc import Sequence

from resolver.keys import PAIR
from resolver.mention import Kind
from resolver.store.candidates import COMMON, ENOUGH, Unpaired
from resolver.store.postgres_session import Session
from resolver.store.protocol import StoredName

# Names are never deleted, so the last id is their number, without counting them.
RANKED = """
    WITH known AS (
        SELECT id, key, names, row_number() OVER rarest AS place,
            sum(names) OVER rarest - names AS listed
        FROM keys WHERE kind = %s AND key = ANY(%s::text[])
        WINDOW rarest AS (ORDER BY names, key ROWS UNBOUNDED PRECEDING)
    ), read AS (
        SELECT id, key, place, ln(1 + (SELECT max(id) FROM names)::float8 / names) AS weight
        FROM known WHERE place = 1 OR (names <= %s AND listed < %s)
    ), ranked AS (
        SELECT postings.name AS id, sum(read.weight ORDER BY read.place) AS worth,
            bool_or(starts_with(read.key, %s)) AS paired
        FROM read JOIN postings ON postings.key = read.id
        GROUP BY postings.name ORDER BY worth DESC, postings.name LIMIT %s
    )
    SELECT root.entity_id, names.name, names.mentions, own.entity_id, own.junk,
        ranked.worth, root.name, ranked.paired
    FROM ranked JOIN names ON names.id = ranked.id
    JOIN entities AS own ON own.id = names.entity
    JOIN entities AS root ON root.id = own.root
    WHERE names.mentions > 0 ORDER BY ranked.worth DESC, ranked.id"""


def candidates(session: Session, kind: Kind, keys: Sequence[str], limit: int) -> list[StoredName]:
    """At most `limit` names of `kind` sharing a key, best first, ties in order of entry."""
    wanted = sorted(set(keys))
    if not wanted or limit <= 0:
        return []
    rows = session.rows(RANKED, kind.value, wanted, COMMON, ENOUGH, PAIR, limit)
    unpaired = Unpaired(wanted)
    return [StoredName(*row[:7]) for row in rows if not unpaired.too_many(row[1], bool(row[7]))]
