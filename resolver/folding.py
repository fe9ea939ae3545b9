"""Sounds brought into one form: what spelling tells apart and names do not.

`ие` is `е` (Григорьев = Grigoriev = Grigorev); о is е after a sibilant (Горбачёв = Gorbachov);
тс and тц are ц, тч and тш are ч (Otchenash = Отченаш), шч and сч are щ (Belarusian Шчарбакоў), тд
is д (Салахутдинов = Салахуддинов); doubled letters are single.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mypy_extensions import i64

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
_FIRST: Final = ord("а")
_LAST: Final = ord("я") + 1
_SIZE: Final = _LAST - _FIRST
_AFTER_T: Final = [(pair, sound) for pair, sound in JOINED.items() if pair[0] == "т"]
_BEFORE_CH: Final = [("шч", JOINED["шч"]), ("сч", JOINED["сч"])]
_BEFORE_O: Final = [(f"{sibilant}о", f"{sibilant}е") for sibilant in SIBILANTS]


def _pairs() -> bytes:
    """By two small letters, counted from а, whether they fold."""
    found = bytearray(_SIZE * _SIZE)
    doubled = [chr(code) * 2 for code in range(_FIRST, _LAST) if code != _NEVER_SINGLE]
    for pair in (*doubled, *JOINED, *[pair for pair, _ in _BEFORE_O]):
        found[(ord(pair[0]) - _FIRST) * _SIZE + ord(pair[1]) - _FIRST] = 1
    return bytes(found)


_PAIRS: Final = _pairs()


def fold(sounds: str) -> str:
    """Bring a string of sound classes into its one folded form; idempotent."""
    while _may_fold(sounds):
        sounds = _single(sounds)
        # By a letter that must be there, so that most pairs are not looked for.
        if "и" in sounds:
            sounds = sounds.replace("ие", "е")
        if "т" in sounds:
            sounds = _joined(sounds, _AFTER_T)
        if "ч" in sounds:
            sounds = _joined(sounds, _BEFORE_CH)
        if "о" in sounds:
            sounds = _joined(sounds, _BEFORE_O)
    return sounds


def _may_fold(sounds: str) -> bool:
    """Whether any two neighbours are not what they are once they are folded."""
    pairs = _PAIRS
    row: i64 = -1
    before: i64 = 0
    size: i64 = len(sounds)
    for i in range(size):
        sound: i64 = ord(sounds[i])
        place = sound - _FIRST
        if 0 <= place < _SIZE:
            if row >= 0 and pairs[row + place]:
                return True
            row = place * _SIZE
        else:
            if sound == before:
                return True
            row = -1
        before = sound
    return False


def _joined(sounds: str, pairs: list[tuple[str, str]]) -> str:
    for pair, sound in pairs:
        sounds = sounds.replace(pair, sound)
    return sounds


def _single(sounds: str) -> str:
    """Without doubled letters."""
    before: i64 = 0
    at = 0
    while at < len(sounds):
        sound: i64 = ord(sounds[at])
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
