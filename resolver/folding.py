"""Sounds brought into one form: what spelling tells apart and names do not.

`ие` is `е` (Григорьев = Grigoriev = Grigorev); о is е after a sibilant (Горбачёв = Gorbachov);
тс and тц are ц, тч and тш are ч (Otchenash = Отченаш), шч and сч are щ (Belarusian Шчарбакоў), тд
is д (Салахутдинов = Салахуддинов); doubled letters are single.
"""

from __future__ import annotations

import re
from typing import Final

JOINED: Final = {
    "ие": "е",
    "тс": "ц",
    "тц": "ц",
    "тч": "ч",
    "тш": "ч",
    "шч": "щ",
    "сч": "щ",
    "тд": "д",
}
_SIBILANTS: Final = "жчшщ"
_NEVER_SINGLE: Final = "е"
# With nothing to put in their place, Python does not ask a function for each.
_DOUBLED: Final = re.compile(r"([^е])(?=\1)")
# By a letter that must be there, so that most are not looked for.
_BY_LETTER: Final = (
    ("и", (("ие", "е"),)),
    ("т", tuple([(pair, sound) for pair, sound in JOINED.items() if pair[0] == "т"])),
    ("ч", tuple([(pair, sound) for pair, sound in JOINED.items() if pair in {"шч", "сч"}])),
    ("о", tuple([(f"{sibilant}о", f"{sibilant}е") for sibilant in _SIBILANTS])),
)


def fold(sounds: str) -> str:
    """Bring a string of sound classes into its one folded form; idempotent."""
    while True:
        folded = _DOUBLED.sub("", sounds) if _has_double(sounds) else sounds
        for letter, pairs in _BY_LETTER:
            if letter in folded:
                for pair, sound in pairs:
                    if pair in folded:
                        folded = folded.replace(pair, sound)
        if folded == sounds:
            return folded
        sounds = folded


def _has_double(sounds: str) -> bool:
    before = 0
    for i in range(len(sounds)):
        sound = ord(sounds[i])
        if sound == before and sounds[i] != _NEVER_SINGLE:
            return True
        before = sound
    return False


def folds_before(sound: str) -> str:
    """The sounds before which a sound does not stay as it is, or that do not after it.

    >>> folds_before("ш"), folds_before("е")
    ('шчо', '')
    """
    joined = "".join(pair[1] for pair in JOINED if pair[0] == sound)
    doubled = "" if sound in _NEVER_SINGLE else sound
    return doubled + joined + ("о" if sound in _SIBILANTS else "")
