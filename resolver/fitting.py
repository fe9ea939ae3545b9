"""Fitting the table of transcriptions by ear.

Given pairs of a Latin word and the sounds by which the same name is written in Cyrillic,
expectation maximisation finds which groups of Latin letters go with which sounds: every
segmentation of a pair counts by its present probability, the counts give new probabilities,
and so on. Short groups are preferred at the start and rare long ones dropped on the way, so
that the table stays a table of letters and not of names.

Source of the method: Dempster, Laird and Rubin 1977; alignment of letter groups after
Bisani and Ney 2008.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from resolver.transcription import LONGEST

MOST_SOUNDS = 3
ROUNDS = 9
_EARLY = 3
_NEGLIGIBLE = 1e-7
_RARE_PAIR = 0.5
_RARE_GROUP = 1.0
_RARE_GROUP_EARLY = 0.3
_DOUBT = 0.7
_LENGTH_PRICE = 0.12
_SILENT = 4

Pairs = Mapping[tuple[str, str], float]
_Table = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of `rules/transcription.csv`; `cost` in nats."""

    grapheme: str
    sounds: str
    cost: float


def _prior(letters: str, sounds: str) -> float:
    price = 1.2 * (len(letters) - 1) + 1.2 * max(0, len(sounds) - 1) + (0 if sounds else 1.5)
    return math.exp(-price)


def _edges(latin: str, cyrillic: str) -> Iterator[tuple[int, int, str, str]]:
    """Every pair of groups, by its start; the end of a word pairs with the end alone."""
    for i in range(len(latin)):
        for end in range(i + 1, min(i + LONGEST, len(latin)) + 1):
            letters = latin[i:end]
            for j in range(len(cyrillic) + 1):
                for stop in range(j, min(j + MOST_SOUNDS, len(cyrillic)) + 1):
                    sounds = cyrillic[j:stop]
                    if letters.endswith("$") == sounds.endswith("$"):
                        yield i, j, letters, sounds


_Weighted = list[tuple[int, int, str, str, float]]


def _weighted(latin: str, cyrillic: str, table: _Table | None) -> _Weighted:
    out = []
    for i, j, letters, sounds in _edges(latin, cyrillic):
        weight = (
            _prior(letters, sounds) if table is None else table.get(letters, {}).get(sounds, 0.0)
        )
        if weight > _NEGLIGIBLE:
            out.append((i, j, letters, sounds, weight))
    out.sort(key=lambda edge: edge[:2])
    return out


def _expect(latin: str, cyrillic: str, edges: _Weighted) -> Iterator[tuple[str, str, float]]:
    """Forward and backward over all segmentations: the share of each pair of groups."""
    rows, width = len(latin) + 1, len(cyrillic) + 1
    forward = [[0.0] * width for _ in range(rows)]
    backward = [[0.0] * width for _ in range(rows)]
    forward[0][0] = backward[-1][-1] = 1.0
    for i, j, letters, sounds, weight in edges:
        forward[i + len(letters)][j + len(sounds)] += forward[i][j] * weight
    for i, j, letters, sounds, weight in reversed(edges):
        backward[i][j] += backward[i + len(letters)][j + len(sounds)] * weight
    total = forward[-1][-1]
    if total <= 0:
        return
    for i, j, letters, sounds, weight in edges:
        after = backward[i + len(letters)][j + len(sounds)]
        yield letters, sounds, forward[i][j] * weight * after / total


def _maximise(counts: Mapping[str, Mapping[str, float]], *, early: bool) -> _Table:
    table: _Table = {}
    floor = _RARE_GROUP_EARLY if early else _RARE_GROUP
    for letters, found in counts.items():
        total = sum(found.values()) + _DOUBT
        for sounds, count in found.items():
            if count < _RARE_PAIR or (len(letters) > 1 and count < floor):
                continue
            price = math.exp(-_LENGTH_PRICE * (len(letters) - 1))
            table.setdefault(letters, {})[sounds] = count / total * price
    return table


def fit_transcription(pairs: Pairs, rounds: int = ROUNDS) -> list[Row]:
    """Rows for `rules/transcription.csv`, sorted.

    `pairs` maps (Latin word, sounds), each ending in `$`, to a weight. Deterministic; about
    a minute for ten thousand pairs.
    """
    table: _Table | None = None
    for turn in range(rounds):
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for (latin, cyrillic), weight in sorted(pairs.items()):
            for letters, sounds, share in _expect(
                latin, cyrillic, _weighted(latin, cyrillic, table)
            ):
                counts[letters][sounds] += weight * share
        table = _maximise(counts, early=turn < _EARLY)
    return [
        Row(letters, sounds, round(-math.log(share), 2))
        for letters, found in sorted((table or {}).items())
        for sounds, share in sorted(found.items(), key=lambda item: (-item[1], item[0]))
        if len(letters.strip("$")) - len(sounds.strip("$")) < _SILENT
    ]
