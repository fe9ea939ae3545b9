"""Sounds brought into one form: what spelling tells apart and names do not.

`ие` is `е` (Григорьев = Grigoriev = Grigorev); о is е after a sibilant (Горбачёв = Gorbachov);
тс and тц are ц, тч and тш are ч (Otchenash = Отченаш), шч and сч are щ (Belarusian Шчарбакоў), тд
is д (Салахутдинов = Салахуддинов); doubled letters are single.
"""

from __future__ import annotations

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
SIBILANTS: Final = "жчшщ"
_NEVER_SINGLE: Final = ord("е")
_AFTER_T: Final = [(pair, sound) for pair, sound in JOINED.items() if pair[0] == "т"]
_BEFORE_CH: Final = [("шч", JOINED["шч"]), ("сч", JOINED["сч"])]
_BEFORE_O: Final = [(f"{sibilant}о", f"{sibilant}е") for sibilant in SIBILANTS]


def fold(sounds: str) -> str:
    """Bring a string of sound classes into its one folded form; idempotent."""
    while True:
        folded = single = _single(sounds)
        # By a letter that must be there, so that most pairs are not looked for.
        if "и" in folded:
            folded = folded.replace("ие", "е")
        if "т" in folded:
            folded = _joined(folded, _AFTER_T)
        if "ч" in folded:
            folded = _joined(folded, _BEFORE_CH)
        if "о" in folded:
            folded = _joined(folded, _BEFORE_O)
        if folded == single:
            return folded
        sounds = folded


def _joined(sounds: str, pairs: list[tuple[str, str]]) -> str:
    for pair, sound in pairs:
        sounds = sounds.replace(pair, sound)
    return sounds


def _single(sounds: str) -> str:
    """Without doubled letters."""
    before = at = 0
    while at < len(sounds):
        sound = ord(sounds[at])
        if sound == before and sound != _NEVER_SINGLE:
            sounds = sounds[: at - 1] + sounds[at:]
        else:
            before = sound
            at += 1
    return sounds


def folds_before(sound: str) -> str:
    """The sounds before which a sound does not stay as it is, or that do not after it.

    >>> folds_before("ш"), folds_before("е")
    ('шчо', '')
    """
    joined = "".join(pair[1] for pair in JOINED if pair[0] == sound)
    doubled = "" if ord(sound) == _NEVER_SINGLE else sound
    return doubled + joined + ("о" if sound in SIBILANTS else "")
