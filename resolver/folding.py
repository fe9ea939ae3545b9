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
# What folds two letters.
_DOUBLED: Final = 1
_IE: Final = 2
_T: Final = 4
_CH: Final = 8
_O: Final = 16
_AFTER_T: Final = [(pair, sound) for pair, sound in JOINED.items() if pair[0] == "т"]
_BEFORE_CH: Final = [("шч", JOINED["шч"]), ("сч", JOINED["сч"])]
_BEFORE_O: Final = [(f"{sibilant}о", f"{sibilant}е") for sibilant in SIBILANTS]


def _pairs() -> bytes:
    """By two small letters, counted from а, what folds them."""
    doubled = [chr(code) * 2 for code in range(_FIRST, _LAST) if code != _NEVER_SINGLE]
    found = bytearray(_SIZE * _SIZE)
    for kind, pairs in (
        (_DOUBLED, doubled),
        (_IE, ["ие"]),
        (_T, [pair for pair, _ in _AFTER_T]),
        (_CH, [pair for pair, _ in _BEFORE_CH]),
        (_O, [pair for pair, _ in _BEFORE_O]),
    ):
        for pair in pairs:
            found[(ord(pair[0]) - _FIRST) * _SIZE + ord(pair[1]) - _FIRST] = kind
    return bytes(found)


_PAIRS: Final = _pairs()


def fold(sounds: str) -> str:
    """Bring a string of sound classes into its one folded form; idempotent."""
    while found := _folding(sounds):
        if found & _DOUBLED:
            sounds = _single(sounds)
        if found & _IE:
            sounds = sounds.replace("ие", "е")
        if found & _T:
            sounds = _joined(sounds, _AFTER_T)
        if found & (_CH | _T):  # сч of стш, too
            sounds = _joined(sounds, _BEFORE_CH)
        if found & _O:
            sounds = _joined(sounds, _BEFORE_O)
    return sounds


def _folding(sounds: str) -> int:
    """What folds some two neighbours, as a bit set: most have nothing that does."""
    pairs = _PAIRS
    row: i64 = -1
    before: i64 = 0
    found: i64 = 0
    size: i64 = len(sounds)
    for i in range(size):
        sound: i64 = ord(sounds[i])
        place = sound - _FIRST
        if 0 <= place < _SIZE:
            if row >= 0:
                found |= pairs[row + place]
            row = place * _SIZE
        else:
            if sound == before:
                found |= _DOUBLED
            row = -1
        before = sound
    return found


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
