"""Posting lists merged in memory: which names share the keys worth most, best first.

Lists are merged from the rarest key to the commonest, and no further than is asked for. What
the keys that are left are worth together is the most that a name not met yet can come to: once
that is far less than the best name has, the names near the best are known, and a question that
one of them answers never merges the long lists of common keys.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, islice
from math import log
from typing import NamedTuple

from resolver.keys import PAIR
from resolver.sieve import FAR_LESS
from resolver.sifting import Sieve
from resolver.store.packed_keys import listed, unpacked

_ROUNDING = 1e-9
_MOST_PROBED = 60
_SHORT = 60
"""So many ids, in the first lists together, are merged in the time of a look at what they say."""

_PASSED = 14
"""So many ids of a list are gone through in the time that it takes to look one up."""


class Posting(NamedTuple):
    """A key with the number of names that carry it, and their ids as they are stored."""

    carriers: int
    key: str
    name_ids: bytes


class Ranked(NamedTuple):
    """A name that shares keys, what they are worth, and whether a pair of words is among them."""

    name_id: int
    worth: float
    paired: bool


_as_ranked = partial(tuple.__new__, Ranked)  # three times as fast as by the names of its members


def ranked(
    postings: Sequence[Posting], total: int, limit: int, sieve: Sieve | None = None
) -> Iterator[Sequence[Ranked]]:
    """The best `limit` names of `postings`, which come rarest first, of an archive of `total`;
    in parts, in each of which none is worth far less than the first, and no more of them than
    pass a sieve. Ids of a list ascend.

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
    """How far posting lists are merged: the first `_done` of them.

    Most names stand in one list, and are worth what it is: none of these is looked at by itself.
    """

    __slots__ = (
        "_best",
        "_done",
        "_left",
        "_likeliest",
        "_limit",
        "_listed",
        "_looked_for",
        "_met",
        "_most",
        "_most_so_far",
        "_paired",
        "_postings",
        "_several",
        "_weights",
    )

    def __init__(self, postings: Sequence[Posting], total: int, limit: int) -> None:
        self._postings = postings
        self._limit = limit
        self._weights = [log(1 + total / posting[0]) for posting in postings]
        # What a name can come to that only the keys from here on have.
        self._most = [*accumulate(reversed(self._weights), initial=0.0)][::-1]
        self._left: list[Sequence[int] | None] = [None] * len(postings)
        self._listed: list[Sequence[int]] = []
        self._met: dict[int, float] = {}  # with what a list says that has it, but for the last
        self._several: dict[int, float] = {}  # what those are worth that more than one list has
        self._paired: set[int] = set()
        self._best = self._most_so_far = 0.0
        self._likeliest = self._looked_for = -1
        self._done = 0

    def first(self) -> list[Ranked]:
        """The names that are worth no less than FAR_LESS of the best."""
        if not self._postings:
            return []
        near = None
        self._merge_short()
        while near is None:
            self._look_for_best()
            least = self._best * FAR_LESS - self._most[self._done] - _ROUNDING
            if least > 0:
                near = self._near(least)
            if near is None:
                if self._done == len(self._postings):
                    break
                self._merge()
        found = self.all() if near is None else self._sorted(self._probed(near))
        least = found[0].worth * FAR_LESS
        if found[-1].worth >= least:
            return found
        return [one for one in found if one.worth >= least]

    def all(self) -> list[Ranked]:
        """The best names of all."""
        while self._done < len(self._postings):
            self._merge()
        several, limit = self._several, self._limit
        worth, least = several, 0.0
        if len(several) >= limit:
            least = _worth_at(several.values(), limit)
            worth = {name_id: score for name_id, score in several.items() if score >= least}
        alone: dict[int, float] = {}
        for at, (weight, name_ids) in enumerate(zip(self._weights, self._listed, strict=True)):
            if weight < least or (len(alone) >= limit and weight < self._weights[at - 1]):
                break
            left = (name_id for name_id in name_ids if name_id not in several)
            alone.update(dict.fromkeys(islice(left, limit), weight))
        return self._sorted(worth | alone)

    def _merge_short(self) -> None:
        """Merge the first list, and those after it that are short: to look for the best between
        two of these takes longer than they do."""
        passed = 0
        for posting in self._postings:
            passed += posting[0]
            if passed > _SHORT and self._done:
                return
            self._merge()

    def _merge(self) -> None:
        """Merge one list more."""
        done = self._done
        _, key, packed_ids = self._postings[done]
        weight, name_ids = self._weights[done], unpacked(packed_ids)
        if key.startswith(PAIR):
            self._paired.update(name_ids)
        met, several = self._met, self._several
        if done:
            # What was met before is among several by now, and worth what these say.
            met.update(dict.fromkeys(self._listed[-1], self._weights[done - 1]))
            most, likeliest = self._most_so_far, self._likeliest
            for name_id in [name_id for name_id in name_ids if name_id in met]:
                worth = several[name_id] if name_id in several else met[name_id]
                several[name_id] = worth = worth + weight
                if worth > most:
                    most, likeliest = worth, name_id
            self._most_so_far, self._likeliest = most, likeliest
        else:
            self._most_so_far, self._likeliest = weight, name_ids[0]
        self._listed.append(name_ids)
        self._done = done + 1

    def _at(self, at: int) -> Sequence[int]:
        """The ids of a list that is not merged yet, to look at a few."""
        left = self._left[at]
        if left is None:
            left = self._left[at] = listed(self._postings[at][2])
        return left

    def _look_for_best(self) -> None:
        """Find what the likeliest name so far is worth with all lists."""
        likeliest = self._likeliest
        if likeliest == self._looked_for:
            return
        self._looked_for = likeliest
        worth = self._most_so_far
        for at in range(self._done, len(self._postings)):
            name_ids = self._at(at)
            place = bisect_left(name_ids, likeliest)
            if place < len(name_ids) and name_ids[place] == likeliest:
                worth += self._weights[at]
        self._best = max(self._best, worth)

    def _near(self, least: float) -> list[int] | None:
        """Those that are worth `least` so far; None if they are more than may be probed."""
        several = self._several
        near = [name_id for name_id, worth in several.items() if worth >= least]
        for weight, name_ids in zip(self._weights, self._listed, strict=False):
            if weight < least or len(near) > _MOST_PROBED:
                break
            alone = (name_id for name_id in name_ids if name_id not in several)
            near += islice(alone, _MOST_PROBED + 1)
        return near if len(near) <= _MOST_PROBED else None

    def _probed(self, name_ids: Sequence[int]) -> dict[int, float]:
        """What names are worth with the lists that are not merged yet."""
        # What only the last list has that is merged was not met before it.
        met, several, last = self._met, self._several, self._weights[self._done - 1]
        worth = {
            name_id: several[name_id] if name_id in several else met.get(name_id, last)
            for name_id in name_ids
        }
        for at in range(self._done, len(self._postings)):
            carriers, key, packed_ids = self._postings[at]
            if _PASSED * len(name_ids) < carriers:
                found = _those_in(self._at(at), name_ids)
            else:
                found = [*set(name_ids).intersection(unpacked(packed_ids))]
            if found:
                weight = self._weights[at]
                for name_id in found:
                    worth[name_id] += weight
                if key.startswith(PAIR):
                    self._paired.update(found)
        return worth

    def _sorted(self, worth: Mapping[int, float]) -> list[Ranked]:
        """The best, ties in order of entry."""
        found = sorted(worth)
        found.sort(key=worth.__getitem__, reverse=True)
        best = found[: self._limit]
        paired = map(self._paired.__contains__, best)
        return [*map(_as_ranked, zip(best, map(worth.__getitem__, best), paired, strict=True))]


def _worth_at(worths: Collection[float], place: int) -> float:
    """What the name at a place is worth, the best first. Few worths differ."""
    passed = 0
    for worth, count in sorted(Counter(worths).items(), reverse=True):
        passed += count
        if passed >= place:
            return worth
    return 0.0


def _those_in(listed_ids: Sequence[int], name_ids: Sequence[int]) -> list[int]:
    """Those of a few names that a list has."""
    found, length = [], len(listed_ids)
    for name_id in name_ids:
        at = bisect_left(listed_ids, name_id)
        if at < length and listed_ids[at] == name_id:
            found.append(name_id)
    return found


def _in_parts(found: Sequence[Ranked]) -> Iterator[Sequence[Ranked]]:
    start = 0
    for at, one in enumerate(found):
        if one.worth < found[start].worth * FAR_LESS:
            yield found[start:at]
            start = at
    if start < len(found):
        yield found[start:]
