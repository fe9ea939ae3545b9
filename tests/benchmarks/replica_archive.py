"""A PostgreSQL archive of made-up people, filled as a replay of its log would fill it.

Row by row a million would take an hour; this computes the rows and copies them. `verify`
compares with a true replay, which the command does at a small size before it trusts it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import psycopg

from resolver.entities import Preference, standing_of
from resolver.ledger.encoding import GENESIS, digest
from resolver.ledger.events import EntityFounded, Event, MentionRecorded
from resolver.mention import Kind, Mention
from resolver.rules import rules_version
from resolver.store.candidates import COMMON
from resolver.store.postgres import PostgresStore
from resolver.store.stamp import Stamp, keys_by_our_rules, utc_now
from resolver.typed import typed_words

from .crowd import mentions

BATCH = 20_000
_PREFERRED = Preference("latin", None)
_TABLES = {
    "events": "seq, at, actor, kind, payload, rules_version, reason, prev_hash, hash",
    "entities": "id, entity_id, kind, founded, root, own, junk, name, mentions, corrected, "
    "hidden, changed, decided",
    "names": "id, entity, name, mentions, completeness, preference",
    "mentions": "seq, mention_id, entity, name",
    "postings": "key, name",
    "starts": "word, name",
}


@dataclass
class Rows:
    """Rows to be copied, and what is known of keys and of the log so far."""

    rows: dict[str, list[Sequence[object]]] = field(
        default_factory=lambda: {name: [] for name in _TABLES}
    )
    keys: dict[str, list[int]] = field(default_factory=dict)
    seq: int = 0
    before: str = GENESIS
    stamp: Stamp = field(default_factory=lambda: Stamp("system", rules_version(), utc_now))

    def add(self, number: int, name: str) -> None:
        entity_id = f"p{number - 1}"
        self._log(EntityFounded(entity_id, Kind.PERSON, name))
        self._log(MentionRecorded(f"m{number}", entity_id, Mention(name), "given"))
        self.rows["entities"].append(
            (number, entity_id, "person", self.seq - 1, number, 1, False, name, 1, False, False,
             self.seq, 0)
        )  # fmt: skip
        standing = standing_of(name, Kind.PERSON, _PREFERRED)
        self.rows["names"].append((number, number, name, 1, *standing))
        self.rows["mentions"].append((self.seq, f"m{number}", number, number))
        self.rows["starts"] += [(word, number) for word in typed_words(name)]
        for key in dict.fromkeys(keys_by_our_rules(name, Kind.PERSON)):
            known = self.keys.setdefault(key, [len(self.keys) + 1, 0])
            known[1] += 1
            if known[1] <= COMMON:
                self.rows["postings"].append((known[0], number))

    def _log(self, event: Event) -> None:
        self.seq += 1
        row = self.stamp.row(self.seq, event, "")
        own = digest(self.before, row)
        self.rows["events"].append((*row.values(), self.before, own))
        self.before = own


def fill(url: str, entities: int) -> None:
    """Make an archive of so many people, one mention each, in an empty database."""
    PostgresStore(url).close()
    made = Rows()
    with psycopg.connect(url) as connection:
        for number, name in enumerate(mentions(entities), start=1):
            made.add(number, name)
            if number % BATCH == 0:
                _copy(connection, made)
                print(f"{number:,} recorded", file=sys.stderr, flush=True)
        _copy(connection, made)
        with connection.cursor().copy("COPY keys (id, kind, key, names) FROM STDIN") as copy:
            for row in _key_rows(made):
                copy.write_row(row)
        connection.execute("UPDATE totals SET mentions = %s", (entities,))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _key_rows(made: Rows) -> Iterator[Sequence[object]]:
    for key, (number, names) in made.keys.items():
        yield number, "person", key, names


def _copy(connection: psycopg.Connection[tuple[object, ...]], made: Rows) -> None:
    for table, columns in _TABLES.items():
        with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in made.rows[table]:
                copy.write_row(row)
        made.rows[table].clear()
    connection.commit()


def verify(url: str, entities: int) -> None:
    """Fill an empty database and fail unless it is what its log says."""
    fill(url, entities)
    with PostgresStore(url) as store:
        assert store.verify_log() == 2 * entities
        differing = store.compare_with_log()
    assert differing == (), differing
