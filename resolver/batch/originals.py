"""Which originals the surnames of one entity are written of, where these are too many for one.

The folded readings that names meet by are coarser than spelling: Абишев, Абишов and Абишиев
have one, and so have Latin spellings of them. That is right for two, since Ukrainian Ткачов is
Russian Ткачев; but three of which the archive knows each by itself are three names. So the
spellings of an entity are covered by as few of the known originals as can be: a Latin one by any
whose romanization it is, by any standard. An entity that needs LEAST_ORIGINALS is parted, and a
spelling that is none's romanization stays with the original that it is nearest to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

import pyarrow as pa
from rapidfuzz.distance import OSA

from resolver import readings
from resolver.batch.words import slips
from resolver.romanize import romanize_all, unmarked
from resolver.script import script_of

LEAST_ORIGINALS = 3
PARTED = pa.schema([("root", pa.int64()), ("wid", pa.int32()), ("original", pa.string())])


def originals(batch: pa.Table) -> pa.Table:
    """(root, words: of (wid, word, n) by wid, known: of (word, n), the mentions in the archive) ->
    PARTED, a row a word of the entities that are parted."""
    rows: list[tuple[int, int, str]] = []
    for root, words, known in zip(*(batch[name].to_pylist() for name in _TAKEN), strict=True):
        mentions = {one["word"]: one["n"] for one in words}
        found = covered(mentions, {one["word"]: one["n"] for one in known})
        if len({*found.values()}) >= LEAST_ORIGINALS:
            rows += [(root, one["wid"], found[one["word"]]) for one in words]
    columns = zip(*rows, strict=True) if rows else [()] * len(PARTED)
    return pa.table(dict(zip(PARTED.names, columns, strict=True)), schema=PARTED)


_TAKEN = ("root", "words", "known")


def covered(mentions: Mapping[str, int], known: Mapping[str, int]) -> dict[str, str]:
    """The original of each word of an entity, given its mentions there and the Cyrillic words that
    the archive knows with their mentions: as few originals as a choice of the best one at a time
    finds. Originals go by their sounds before folding."""
    sounds: dict[str, list[str]] = {}
    support: Counter[str] = Counter()
    for word, n in sorted(known.items()):
        sound = _unfolded(word)
        sounds.setdefault(sound, []).append(word)
        support[sound] += n
    least = slips(max(support.values(), default=0))
    spelled = {sound: tuple(words) for sound, words in sounds.items() if support[sound] > least}
    may_be = {word: _originals_of(word, spelled) for word in mentions}
    found: dict[str, str] = {}
    left = {word for word, choice in may_be.items() if choice}
    while left:
        counts: Counter[str] = Counter()
        for word in left:
            counts.update(dict.fromkeys(may_be[word], mentions[word]))
        best = max(counts, key=lambda one: (counts[one], support[one], one))
        mine = {word for word in left if best in may_be[word]}
        found.update(dict.fromkeys(mine, best))
        left -= mine
    used = sorted({*found.values()})
    for word in mentions:
        if word not in found and used:
            found[word] = _nearest(word, used)
    return found


def _originals_of(word: str, spelled: Mapping[str, tuple[str, ...]]) -> list[str]:
    if script_of(word) == "cyrillic":
        return [sound for sound in (_unfolded(word),) if sound in spelled]
    plain = unmarked(word)
    return [sound for sound, words in spelled.items() if plain in _romanized(words)]


@lru_cache(maxsize=4096)
def _unfolded(word: str) -> str:
    return readings.unfolded(word, "cyrillic" if script_of(word) == "cyrillic" else "latin")


@lru_cache(maxsize=4096)
def _romanized(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(unmarked(latin.lower()) for word in words for _, latin in romanize_all(word))


def _nearest(word: str, originals_: Iterable[str]) -> str:
    read = _unfolded(word)
    return min(originals_, key=lambda sound: (OSA.distance(read, sound), sound))
