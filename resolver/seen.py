"""What is seen of a word at once, in numbers: which sounds its readings have, and where.

Most words that are compared have nothing to do with each other, and a few numbers show it. Each
sound has two bits, for a first and a second time in a reading, so that the sounds which one word
has and another lacks are counted without laying their letters side by side: an insertion, a loss,
a replacement and a swap change a reading by one such sound at most.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from resolver.acyclic import mypyc_attr

_FIRST: Final = 0x430
_SOUNDS: Final = 26
# All that is no sound of a reading, such as a letter of another script.
_OTHER: Final = 1 << 60
_BITS: Final = 61
ANY: Final = (1 << _BITS) - 1


@mypyc_attr(acyclic=True)
class Seen:
    """Kept with a word from its first comparison on, since it depends on the word alone.

    `any` are the sounds that a reading or masculine form of the word has, `every` those that each
    has; `longest` is the number of letters of the longest. `firsts` and `lasts` are the sounds
    that readings begin and end with; `groups` stand for the given names it can be, `stems` and
    `fathers` for whose son or daughter it says. `genitive` says that it ends as a father's name in
    the genitive, `by_ear` that it may be Latvian or Lithuanian. `few` are the sounds of each of
    the first readings and of each base.
    """

    __slots__ = (
        "any", "by_ear", "cyrillic", "every", "fathers", "few", "firsts", "genitive", "groups",
        "lasts", "longest", "more", "stems",
    )  # fmt: skip

    def __init__(self, forms: Iterable[str], bases: Iterable[str], measured: int) -> None:
        self.any, self.every, self.longest = 0, ANY, 0
        self.firsts = self.lasts = self.groups = self.stems = self.fathers = 0
        self.genitive = self.by_ear = self.cyrillic = False
        self.few: list[int] = []
        self.more: SeenMore | None = None
        for place, form in enumerate(forms):
            self.firsts |= place_of(form[0])
            self.lasts |= place_of(form[-1])
            self._add(form, measured=place < measured)
        for form in bases:
            self._add(form, measured=True)
        if not self.few:
            self.every = 0

    def _add(self, form: str, *, measured: bool) -> None:
        sounds = sounds_of(form)
        self.any |= sounds
        self.every &= sounds
        self.longest = max(self.longest, len(form))
        if measured:
            self.few.append(sounds)


@mypyc_attr(acyclic=True)
class SeenMore:
    """What only words that are not seen to be one are asked for.

    `bones` stand for the consonants that habits of spelling leave; `traditional` says that
    tradition gives it another form; `native` that it ends as Slavic names do, and `foreign` that it
    is Latin and only seems to. A Latin word that is heard begins with one of the sounds `begins`
    and ends with one of `ends`; it is likeliest heard as `heard`, of which so many sounds may be
    `misheard`. A given name that may be known for another (`apart`) sounds roughly as all of
    `rough` and some of `rough_any`, of which there are at most `roughest`.
    """

    __slots__ = (
        "apart", "begins", "bones", "ends", "foreign", "heard", "misheard", "native", "rough",
        "rough_any", "roughest", "traditional",
    )  # fmt: skip

    def __init__(self) -> None:
        self.bones = self.rough = self.rough_any = self.roughest = 0
        self.begins = self.ends = ANY
        self.heard = self.misheard = 0
        self.foreign = self.native = self.traditional = self.apart = False


def sounds_of(form: str, first: int = _FIRST) -> int:
    """The sounds of a reading, as a bit set; `first` is the first letter of its alphabet."""
    once = twice = 0
    for i in range(len(form)):
        at = ord(form[i]) - first
        if 0 <= at < _SOUNDS:
            bit = 1 << at
            if once & bit:
                twice |= bit
            else:
                once |= bit
    return once | twice << _SOUNDS


def place_of(sound: str) -> int:
    """The bit of one sound where it stands, at the start or at the end."""
    at = ord(sound) - _FIRST
    return 1 << at if 0 <= at < _SOUNDS else _OTHER


def stand_for(members: Iterable[str]) -> int:
    """A bit set that has a bit for each member: where two have none in common, no member is."""
    found = 0
    for member in members:
        found |= 1 << hash(member) % _BITS
    return found


def lacks_more(sounds: int, others: int, few: int) -> bool:
    """Whether more than a few of some sounds are not among others."""
    missing = sounds & ~others
    while missing and few >= 0:
        missing &= missing - 1
        few -= 1
    return few < 0
