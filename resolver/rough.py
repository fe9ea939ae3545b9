"""How a word sounds, roughly, without a reading of it: enough to see that two are strangers.

Conventions differ in how they write a sound, so letters stand for classes of sounds, whatever
the script, and where one group of letters is two sounds to two conventions both are kept. A
word costs some microseconds; its readings cost a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from rapidfuzz.distance import OSA
from unidecode import unidecode

from resolver.script import repair

_MUTE_BEFORE_H = frozenset("cgkprstwz")
_ALIKE = ("bp", "vwf", "gkqx", "td", "szc", "m", "n", "l", "r")
_CONSONANTS = {letter: letters[0] for letters in _ALIKE for letter in letters}
_SOUNDS = _CONSONANTS | dict.fromkeys("aeo@", "a") | {"u": "u"} | dict.fromkeys("iyj", "i")

_GLIDE = re.compile("[iyj]+(?=[aeou])|(?<=[aeou])[iyj]+")
_AFFRICATE = re.compile("ts?ch|t[sz]")
# Groups that are two sounds: the letter that is looked for first, the group, the other sound.
_AMBIGUOUS = (
    ("u", re.compile("(?<=[aeo])u(?![aeiouy])"), "v"),  # Belarusian Kavaliou, French Tchoukov
    ("o", re.compile("oe"), "u"),  # Dutch Poetin, German Goering
    ("j", re.compile("j"), "z"),  # German and Polish Jurij, French Jirinovski
    ("c", re.compile("(?<![st])ch"), "k"),  # English Chekhov, German Michail
    ("c", re.compile("c(?![hz])"), "k"),  # ISO 9 Cvetkov, Romanian Pucov
)


class _Plain(dict[int, str]):
    """Latin small letters for any letter, found as they are met."""

    def __missing__(self, letter: int) -> str:
        self[letter] = plain = unidecode(chr(letter)).lower()
        return plain


_PLAIN = _Plain()


def _classes(letters: str, classes: dict[str, str]) -> str:
    """Classes of letters, repeated ones once; an h is mute beside what it changes."""
    found, before, last = "", "", ""
    for letter in letters:
        sound = classes.get(letter, "")
        if letter == "h" and before not in _MUTE_BEFORE_H:
            sound = "g"
        if sound and sound != last:
            found += sound
            last = sound
        before = letter
    return found


@lru_cache(maxsize=32768)
def consonants(word: str) -> str:
    """Classes of the consonants of a word in any script, repeated ones once.

    >>> consonants("Щербаков"), consonants("Shcherbakov")
    ('srbgv', 'srbgv')
    """
    return _classes(repair(word).translate(_PLAIN), _CONSONANTS)


@lru_cache(maxsize=32768)
def sounds(word: str) -> tuple[str, ...]:
    """Classes of all sounds of a word, in every way that conventions may mean it.

    >>> sounds("Мовлаев"), sounds("Movlayev"), sounds("Movlajew")
    (('mavlav',), ('mavlav',), ('mavlav', 'mavlasav'))
    """
    plain = repair(word).translate(_PLAIN).replace("x", "ks").replace("oo", "u").removesuffix("e")
    found = [plain]
    for letter, group, other in _AMBIGUOUS:
        if letter in plain and group.search(plain):
            found += [group.sub(other, one) for one in found]
    return tuple(dict.fromkeys(_sounded(one) for one in found))


_SLIPS, _MOST_CHANGED = 2, 0.3


def are_strangers(a: Collection[str], b: Collection[str]) -> bool:
    """Whether two words, as they sound, differ by more than a slip or two, and in more than
    three sounds of ten."""
    return not any(
        OSA.distance(mine, other, score_cutoff=most) <= most
        for other in b
        for mine in a
        for most in (max(_SLIPS, int(max(len(mine), len(other)) * _MOST_CHANGED)),)
    )


def _sounded(letters: str) -> str:
    single = _AFFRICATE.sub("s", letters.replace("ou", "u"))
    return _classes(_GLIDE.sub("", single), _SOUNDS)
