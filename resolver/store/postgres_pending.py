"""What a transaction has yet to write: postings of new names, and how much came.

Nothing in a replay reads them, and a recording reads them once a mention, so that they are
written together: one statement for many names, and one new version of a row that counts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resolver.mention import Kind
from resolver.store.candidates import COMMON
from resolver.store.postgres_session import Session

_MOST = 50_000  # postings held in memory

# The further names of a common key are counted, not listed.
_ENTER = """
    WITH given AS (
        SELECT kind, key, name, place, row_number() OVER (PARTITION BY kind, key ORDER BY place)
            AS nth
        FROM unnest(%s::text[], %s::text[], %s::bigint[]) WITH ORDINALITY
            AS one(kind, key, name, place)
    ), counted AS (
        SELECT kind, key, count(*) AS names, min(place) AS first FROM given GROUP BY kind, key
    ), known AS (
        INSERT INTO keys AS old (id, kind, key, names)
        SELECT (SELECT coalesce(max(id), 0) FROM keys) + row_number() OVER (ORDER BY first),
            kind, key, names
        FROM counted
        ON CONFLICT (kind, key) DO UPDATE SET names = old.names + excluded.names
        RETURNING id, kind, key, names
    )
    INSERT INTO postings (key, name)
    SELECT known.id, given.name FROM known
    JOIN counted ON counted.kind = known.kind AND counted.key = known.key
    JOIN given ON given.kind = known.kind AND given.key = known.key
    WHERE known.names - counted.names + given.nth <= %s"""


_BEGIN = """
    INSERT INTO starts (word, name)
    SELECT word, name FROM unnest(%s::text[], %s::bigint[]) AS one(word, name)"""


class Mark(NamedTuple):
    """How much was pending at some moment."""

    postings: int
    words: int
    mentions: int
    decisions: int


class Pending:
    """Collects postings and mentions of one transaction until `write`."""

    __slots__ = (
        "_begun",
        "_decisions",
        "_keys",
        "_kinds",
        "_mentions",
        "_names",
        "_session",
        "_words",
    )

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kinds: list[str] = []
        self._keys: list[str] = []
        self._names: list[int] = []
        self._words: list[str] = []
        self._begun: list[int] = []
        self._mentions = 0
        self._decisions = 0

    def post(self, name: int, kind: Kind, keys: Sequence[str]) -> None:
        """A new name is to be found by keys."""
        for key in keys:
            self._kinds.append(kind.value)
            self._keys.append(key)
            self._names.append(name)

    def post_words(self, name: int, words: Sequence[str]) -> None:
        """A new name is to be found by distinct words as they are typed."""
        self._words += words
        self._begun += [name] * len(words)

    def count_mention(self) -> None:
        self._mentions += 1

    def count_decision(self) -> None:
        """Of a person."""
        self._decisions += 1

    def mark(self) -> Mark:
        return Mark(len(self._names), len(self._words), self._mentions, self._decisions)

    def forget_since(self, mark: Mark) -> None:
        """Drop what came after a mark; nothing may have been written since."""
        for listed in (self._kinds, self._keys, self._names):
            del listed[mark.postings :]
        del self._words[mark.words :], self._begun[mark.words :]
        self._mentions, self._decisions = mark.mentions, mark.decisions

    def is_large(self) -> bool:
        return len(self._names) > _MOST

    def write(self) -> None:
        if self._names:
            self._session.run(_ENTER, self._kinds, self._keys, self._names, COMMON)
            self._kinds, self._keys, self._names = [], [], []
        if self._words:
            self._session.run(_BEGIN, self._words, self._begun)
            self._words, self._begun = [], []
        if self._mentions or self._decisions:
            self._session.run(
                "UPDATE totals SET mentions = mentions + %s, decisions = decisions + %s",
                self._mentions,
                self._decisions,
            )
            self._mentions = self._decisions = 0
