"""Which letters of two spellings differ, as an eye that reads both scripts sees it.

The alignment of letters says what belongs together. Letters that differ only by script do
not differ (`Мовлаев` and `Movlaev` have no difference: each Cyrillic letter is compared in
its Latin form); `Movlayev` has a `y` more. A difference that a convention explains is
another one than a difference of sounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from resolver.alignment import Alignment, Change, Segment
from resolver.romanize import romanize
from resolver.script import is_cyrillic

_STANDARD = "icao-9303"
"""ICAO Doc 9303, the form of Latin letters that clerks see most; only to compare letters."""


class Differs(StrEnum):
    """How letters differ from those of the other side."""

    NOT = ""
    WRITTEN = "written"
    HEARD = "heard"


class Run(NamedTuple):
    """Letters of one spelling that differ in one way."""

    text: str
    differs: Differs


def runs(text: str, alignments: Iterable[Alignment], side: str) -> list[Run]:
    """The letters of side `a` or `b`, whose spelling is `text`, by how they differ.

    Words that the alignment does not know in this form are left unmarked.
    """
    found: list[Run] = []
    at = 0
    placed = []
    for alignment in alignments:
        word = alignment.a if side == "a" else alignment.b
        start = text.find(word) if word else -1
        if start >= 0:
            placed.append((start, word, alignment))
    for start, word, alignment in sorted(placed, key=lambda each: each[0]):
        if start < at:
            continue
        found.append(Run(text[at:start], Differs.NOT))
        found += _of_word(alignment.segments, side)
        at = start + len(word)
    return _joined([*found, Run(text[at:], Differs.NOT)])


def _of_word(segments: Sequence[Segment], side: str) -> list[Run]:
    out: list[Run] = []
    for segment in segments:
        own, other = (segment.a, segment.b) if side == "a" else (segment.b, segment.a)
        heard = segment.kind in (Change.REPLACED, Change.ADDED, Change.LOST)
        how = Differs.HEARD if heard else Differs.WRITTEN
        before, differing = _differing(own, other)
        after = own[len(before) + len(differing) :]
        out += [Run(before, Differs.NOT), Run(differing, how), Run(after, Differs.NOT)]
    return out


@lru_cache(maxsize=4096)
def _differing(own: str, other: str) -> tuple[str, str]:
    """What stands before the letters that differ, and these."""
    latin, against = _latin(own), _latin(other)
    if latin == against:
        return own, ""
    start = 0
    while start < min(len(latin), len(against)) and latin[start] == against[start]:
        start += 1
    end = 0
    most = min(len(latin), len(against)) - start
    while end < most and latin[-1 - end] == against[-1 - end]:
        end += 1
    if start + end == len(latin):
        return own, ""
    if any(map(is_cyrillic, own)) or len(latin) != len(own):
        return "", own
    return own[:start], own[start : len(own) - end]


def _latin(letters: str) -> str:
    if any(map(is_cyrillic, letters)):
        letters = romanize(letters, _STANDARD)
    return letters.casefold()


def _joined(found: Iterable[Run]) -> list[Run]:
    out: list[Run] = []
    for run in found:
        if run.text and out and out[-1].differs is run.differs:
            out[-1] = Run(out[-1].text + run.text, run.differs)
        elif run.text:
            out.append(run)
    return out
