"""What relates two words, and how near two sets of readings are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from rapidfuzz.distance import OSA

from resolver.distance import FAR, distance


class Code(StrEnum):
    """What relates two words."""

    SAME = "same"
    COUNTERPART = "counterpart"
    VARIANT = "variant"
    WESTERN = "western"
    DIMINUTIVE = "diminutive"
    GENDERED = "gendered"
    INITIAL = "initial"
    INITIAL_FAR = "initial_far"
    PARTIAL = "partial"
    AKANNE = "akanne"
    UNMARKED = "unmarked"
    DZH = "dzh"
    COMPOUND = "compound"
    TRANSCRIBED = "transcribed"
    NEAR = "near"
    INFLECTED = "inflected"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Relation:
    """`form` is the reading or group where the words meet; `distance` in letters of a word
    of seven; `gendered` when one surname is feminine and the other is not; `coarse` when
    Belarusian spelling could explain the whole difference.

    """

    code: Code
    form: str = ""
    distance: float = 0.0
    switches: float = 0.0
    gendered: bool = False
    coarse: bool = False


FORMS = 4
REACH = 2.0
_REACH_LETTERS = 4
NOT_RELATED = Relation(Code.FAR, distance=FAR)


def nearest(a: Iterable[str], b: Iterable[str]) -> Relation:
    """The closest two of two sets of readings, NEAR or FAR."""
    left, right = list(islice(a, FORMS)), list(islice(b, FORMS))
    near = [
        (letters, x, y)
        for x in left
        for y in right
        if (letters := OSA.distance(x, y, score_cutoff=_REACH_LETTERS)) <= _REACH_LETTERS
    ]
    if not near:
        return NOT_RELATED
    near.sort()
    closest = min((distance(x, y), x, y) for _, x, y in near[:3])
    longest = max(len(closest[1]), len(closest[2]))
    scaled = closest[0] * 7.0 / max(4.0, min(10.0, longest))
    return NOT_RELATED if scaled > REACH else Relation(Code.NEAR, closest[1], scaled)
