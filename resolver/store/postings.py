"""Posting lists merged in memory: which names share the keys worth most, best first.

Lists are merged from the rarest key to the commonest, and no further than is asked for. What
the keys that are left are worth together is the most that a name not met yet can come to: once
that is far less than the best name has, the names near the best are known, and a question that
one of them answers never merges the long lists of common keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from math import log
from typing import NamedTuple

from resolver.errors import DamagedData
from resolver.keys import PAIR
from resolver.sieve import FAR_LESS
from resolver.sifting import Sieve

_ROUNDING = 1e-9
_MOST_PROBED = 30


class Posting(NamedTuple):
    """A key with the number of names that carry it, and their ids as they are stored."""

    carriers: int
    key: str
    name_ids: str


class Ranked(NamedTuple):
    """A name that shares keys, what they are worth, and whether a pair of words is among them."""

    name_id: int
    worth: float
    paired: bool


def ranked(
    postings: Sequence[Posting], total: int, limit: int, sieve: Sieve | None = None
) -> Iterator[Sequence[Ranked]]:
    """The best `limit` names of `postings`, which come rarest first, of an archive of `total`;
    in parts, in each of which none is worth far less than the first, and no more of them than
    pass a sieve.

    Raises DamagedData.
    """
    merged = _Merged(postings, total, limit)
    first = merged.first()
    yield first
    least = sieve.least if sieve is not None else 0.0
    if not first or len(first) >= limit or first[0].worth * FAR_LESS <= least:
        return
    for part in _in_parts(merged.all()[len(first) :]):
        if sieve is not None and part[0].worth < sieve.least:
            return
        yield part


class _Merged:
    """How far posting lists are merged: the first `_done` of them."""

    __slots__ = (
        "_best",
        "_done",
        "_limit",
        "_most",
        "_paired",
        "_postings",
        "_settled",
        "_weights",
        "_worth",
    )

    def __init__(self, postings: Sequence[Posting], total: int, limit: int) -> None:
        self._postings = postings
        self._limit = limit
        self._weights = [log(1 + total / posting.carriers) for posting in postings]
        # What a name can come to that only the keys from here on have.
        self._most = [*accumulate(reversed(self._weights), initial=0.0)][::-1]
        self._worth: dict[str, float] = {}
        self._paired: set[str] = set()
        self._best = 0.0
        self._settled = False
        self._done = 0

    def first(self) -> list[Ranked]:
        """The names that are worth no less than FAR_LESS of the best."""
        while self._done < len(self._postings):
            self._merge()
            if self._most[self._done] + _ROUNDING < self._best * FAR_LESS:
                break
        if not self._worth:
            return []
        left = self._most[self._done]
        best = self._probed(max(self._worth, key=self._worth.__getitem__)) if left else self._best
        near = {
            name_id: worth
            for name_id, worth in self._worth.items()
            if worth + left + _ROUNDING >= best * FAR_LESS
        }
        if left and len(near) > _MOST_PROBED:
            found = self.all()
        else:
            near = {name_id: self._probed(name_id) for name_id in near} if left else near
            found = _sorted(near, self._paired, self._limit)
        least = found[0].worth * FAR_LESS
        return [one for one in found if one.worth >= least]

    def all(self) -> list[Ranked]:
        """The best names of all."""
        while self._done < len(self._postings):
            self._merge()
        return _sorted(self._worth, self._paired, self._limit)

    def _merge(self) -> None:
        """Merge one list more."""
        worth, posting, weight = self._worth, self._postings[self._done], self._weights[self._done]
        name_ids = posting.name_ids.split(",")
        if posting.key.startswith(PAIR):
            self._paired.update(name_ids)
        # Few names share several keys, so the rest are never looked at one by one.
        again = {name_id: worth[name_id] + weight for name_id in worth.keys() & set(name_ids)}
        if not self._is_settled():
            worth.update(dict.fromkeys(name_ids, weight))
            self._best = max(self._best, weight)
        if again:
            worth.update(again)
            self._best = max(self._best, *again.values())
        self._done += 1

    def _is_settled(self) -> bool:
        """Whether no name that was not met yet can come under the best any more."""
        at_most = self._most[self._done] + _ROUNDING
        if not self._settled and len(self._worth) >= self._limit and self._best > at_most:
            self._settled = _last_of(self._worth, self._limit) > at_most
        return self._settled

    def _probed(self, name_id: str) -> float:
        """What a name is worth with the lists that are not merged yet."""
        worth, inside = self._worth[name_id], f",{name_id},"
        for posting, weight in zip(
            self._postings[self._done :], self._weights[self._done :], strict=True
        ):
            if inside in f",{posting.name_ids},":
                worth += weight
                if posting.key.startswith(PAIR):
                    self._paired.add(name_id)
        return worth


def _sorted(worth: Mapping[str, float], paired: set[str], limit: int) -> list[Ranked]:
    """The best `limit`, ties in order of entry."""
    try:
        if len(worth) > limit:
            # Most names tie at the bottom: they are numbers only as long as they are sorted.
            least = _last_of(worth, limit)
            tied = sorted([int(name_id) for name_id, score in worth.items() if score == least])
            above = {name_id: score for name_id, score in worth.items() if score > least}
            worth = above | dict.fromkeys(map(str, tied[: limit - len(above)]), least)
        found = [(-score, int(name_id), name_id) for name_id, score in worth.items()]
    except ValueError as error:
        raise DamagedData("a blocking key is unreadable: rebuild the projections") from error
    found.sort()
    return [Ranked(number, -score, name_id in paired) for score, number, name_id in found]


def _last_of(worth: Mapping[str, float], limit: int) -> float:
    """What the last of the best names is worth."""
    # Most are worth the same, and stand in runs, which sorting makes use of.
    return sorted(worth.values(), reverse=True)[limit - 1]


def _in_parts(found: Sequence[Ranked]) -> Iterator[Sequence[Ranked]]:
    start = 0
    for at, one in enumerate(found):
        if one.worth < found[start].worth * FAR_LESS:
            yield found[start:at]
            start = at
    if start < len(found):
        yield found[start:]
