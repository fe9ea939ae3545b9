"""What relates two words, and how near two sets of readings are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import OSA

from resolver.acyclic import mypyc_attr
from resolver.distance import FAR as TOO_FAR
from resolver.distance import aligned, most_letters
from resolver.values import Quick


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
    PARTICLE = "particle"
    AKANNE = "akanne"
    UNMARKED = "unmarked"
    DZH = "dzh"
    ARMENIAN = "armenian"
    COMPOUND = "compound"
    TRANSCRIBED = "transcribed"
    NEAR = "near"
    TWO = "two"
    INFLECTED = "inflected"
    FAR = "far"


# In plain Python a member is found by its class in five times the time that these take.
SAME: Final = Code.SAME
GENDERED: Final = Code.GENDERED
AKANNE: Final = Code.AKANNE
UNMARKED: Final = Code.UNMARKED
TRANSCRIBED: Final = Code.TRANSCRIBED
NEAR: Final = Code.NEAR
FAR: Final = Code.FAR


@mypyc_attr(acyclic=True)
@dataclass(init=False, slots=True, unsafe_hash=True)
class Relation(Quick):
    """`form` is the reading or group where the words meet; `distance` in letters of a word
    of seven; `gendered` when one surname is feminine and the other is not; `coarse` when
    Belarusian spelling could explain the whole difference.

    """

    code: Final[Code]
    form: Final[str]
    distance: Final[float]
    switches: Final[int]
    gendered: Final[bool]
    coarse: Final[bool]

    def __init__(
        self,
        code: Code,
        form: str = "",
        distance: float = 0.0,
        switches: int = 0,
        gendered: bool = False,  # noqa: FBT001, FBT002 - a field
        coarse: bool = False,  # noqa: FBT001, FBT002 - a field
    ) -> None:
        self.code = code
        self.form = form
        self.distance = distance
        self.switches = switches
        self.gendered = gendered
        self.coarse = coarse

    def of_two_genders(self) -> Relation:
        """The same of two surnames of which one is feminine."""
        return Relation(self.code, self.form, self.distance, self.switches, True, self.coarse)  # noqa: FBT003

    def by_vowels(self) -> Relation:
        """The same where Belarusian spelling could explain the whole difference."""
        return Relation(self.code, self.form, self.distance, self.switches, self.gendered, True)  # noqa: FBT003


_letters_apart: Final = OSA.distance
FORMS: Final = 4
# Less than any letter that nothing explains costs, even in the longest words.
EXPLAINED: Final = 0.57
REACH: Final = 2.0
_REACH_LETTERS: Final = 4
_CLOSEST: Final = 3
NOT_RELATED: Final = Relation(FAR, distance=TOO_FAR)


def _span(letters: int) -> float:
    """Letters of a word, as far as length excuses a difference."""
    return max(4.0, min(10.0, letters))


def most_off(reach: float, longest: int) -> int:
    """Letters in which two readings differ at most that are NEAR, of so many as the longer has."""
    return min(_REACH_LETTERS, most_letters(reach * _span(longest) / 7.0))


def first_few(forms: Iterable[str]) -> list[str]:
    """Of readings, the likeliest first, as many as are measured."""
    found = list(forms)
    return found if len(found) <= FORMS else found[:FORMS]


def nearest(a: Iterable[str], b: Iterable[str], reach: float = REACH) -> Relation:
    """The closest two of two sets of readings: NEAR within `reach` letters of a word of
    seven, or FAR.

    Most words have nothing to do with each other, so the dear distance is asked for only
    where plain letters leave a chance, and given up as soon as it is beyond reach.
    """
    left, right = first_few(a), first_few(b)
    near: list[tuple[int, str, str]] = []
    for x in left:
        for y in right:
            if abs(len(x) - len(y)) > _REACH_LETTERS:
                continue
            letters = _letters_apart(x, y, score_cutoff=_REACH_LETTERS)
            if letters <= _REACH_LETTERS:
                near.append((letters, x, y))
    if not near:
        return NOT_RELATED
    if len(near) > 1:
        near.sort()
    least, closest, size = TOO_FAR, "", 0
    for letters, x, y in near[:_CLOSEST]:
        longest = max(len(x), len(y))
        within = min(least, reach * _span(longest) / 7.0)
        if letters > most_letters(within):
            continue
        apart = aligned(x, y, within)
        if apart < least:
            least, closest, size = apart, x, longest
    if not closest:
        return NOT_RELATED
    return Relation(NEAR, closest, least * 7.0 / _span(size))
