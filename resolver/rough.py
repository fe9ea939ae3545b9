"""How a word sounds, roughly, without a reading of it: enough to see that two are strangers.

Conventions differ in how they write a sound, so letters stand for classes of sounds, whatever
the script, and where one group of letters is two sounds to two conventions both are kept. A
word costs some microseconds; its readings cost a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA
from unidecode import unidecode

from resolver.script import repair

_MUTE_BEFORE_H: Final = frozenset("cgkprstwz")
_ALIKE: Final = ("bp", "vwf", "gkqx", "td", "szc", "m", "n", "l", "r")
_CONSONANTS: Final = {letter: letters[0] for letters in _ALIKE for letter in letters}
_SOUNDS: Final = _CONSONANTS | dict.fromkeys("aeo@", "a") | {"u": "u"} | dict.fromkeys("iyj", "i")

_distance: Final = OSA.distance
_VOWELS: Final = frozenset("aeou")
_GLIDES: Final = frozenset("iyj")
_AFFRICATE: Final = re.compile("ts?ch|t[sz]")
# Belarusian Kavaliou, French Tchoukov; English Chekhov, German Michail; ISO 9 Cvetkov, Romanian
# Pucov.
_SHORT_U: Final = re.compile("(?<=[aeo])u(?![aeiouy])")
_CH: Final = re.compile("(?<![st])ch")
_C: Final = re.compile("c(?![hz])")
_PINYIN: Final = str.maketrans("xq", "ss")


class _Plain(dict[int, str]):
    """Latin small letters for any letter, found as they are met."""

    def __missing__(self, letter: int) -> str:
        self[letter] = plain = unidecode(chr(letter)).lower()
        return plain


_PLAIN: Final = _Plain()


@lru_cache(maxsize=256)
def _plain(word: str) -> str:
    """A word in Latin small letters; asked for twice in a row, for consonants and for all."""
    return word.lower() if word.isascii() else repair(word).translate(_PLAIN)


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
    return _classes(_plain(word).replace("dzh", "z").replace("ts", "s"), _CONSONANTS)


@lru_cache(maxsize=32768)
def sounds(word: str) -> tuple[str, ...]:
    """Classes of all sounds of a word, in every way that conventions may mean it.

    >>> sounds("Мовлаев"), sounds("Movlayev"), sounds("Movlajew")
    (('mavlav',), ('mavlav',), ('mavlav', 'mavlasav'))
    """
    plain = _plain(word).replace("oo", "u").removesuffix("e")
    found = _meanings(plain.replace("x", "ks"))
    if "x" in plain or "q" in plain:  # pinyin Xueqing
        found += _meanings(plain.translate(_PINYIN))
    if len(found) == 1:
        return (_sounded(found[0]),)
    return tuple(dict.fromkeys([_sounded(one) for one in found]))


def _meanings(plain: str) -> list[str]:
    """The same letters, and those that they are written for elsewhere. Each is looked for as a
    plain text first, since a word has few of them and an expression is dear."""
    found = [plain]
    if ("ou" in plain or "au" in plain or "eu" in plain) and _SHORT_U.search(plain):
        found += [_SHORT_U.sub("v", one) for one in found]
    if "oe" in plain:  # Dutch Poetin, German Goering
        found += [one.replace("oe", "u") for one in found]
    if "j" in plain:  # German and Polish Jurij, French Jirinovski
        found += [one.replace("j", "z") for one in found]
    if "c" in plain:
        if "ch" in plain and _CH.search(plain):
            found += [_CH.sub("k", one) for one in found]
        if _C.search(plain):
            found += [_C.sub("k", one) for one in found]
    return found


_SLIPS: Final = 2
_MOST_CHANGED: Final = 0.3


def most_slips(longest: int) -> int:
    """Sounds in which two words may differ and be one, of so many as the longer one has."""
    return max(_SLIPS, int(longest * _MOST_CHANGED))


def are_strangers(a: Collection[str], b: Collection[str]) -> bool:
    """Whether two words, as they sound, differ by more than a slip or two, and in more than
    three sounds of ten."""
    for other in b:
        size = len(other)
        for mine in a:
            own = len(mine)
            longest = own if own > size else size
            most = most_slips(longest)
            if 2 * longest - own - size > most:
                continue  # the shorter one alone lacks more sounds
            if _distance(mine, other, score_cutoff=most) <= most:
                return False
    return True


def _sounded(letters: str) -> str:
    single = letters.replace("ou", "u")
    if "ts" in single or "tz" in single or "tch" in single:
        single = _AFFRICATE.sub("s", single)
    return _classes(_without_glides(single), _SOUNDS)


def _without_glides(letters: str) -> str:
    """Letters without each run of i, y and j that stands beside a vowel."""
    kept, start, length = "", 0, len(letters)
    at = 0
    while at < length:
        if letters[at] not in _GLIDES:
            at += 1
            continue
        end = at + 1
        while end < length and letters[end] in _GLIDES:
            end += 1
        if (at and letters[at - 1] in _VOWELS) or (end < length and letters[end] in _VOWELS):
            kept += letters[start:at]
            start = end
        at = end
    return kept + letters[start:] if start else letters
