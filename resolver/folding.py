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
_JOINABLE: Final = re.compile("ие|т[сцчшд]|[сш]ч|[жчшщ]о")
_FOLDABLE: Final = re.compile(rf"{_JOINABLE.pattern}|([^е])\1")
_AFTER_SIBILANT: Final = re.compile("(?<=[жчшщ])о")


def fold(sounds: str) -> str:
    """Bring a string of sound classes into its one folded form; idempotent."""
    if not _FOLDABLE.search(sounds):
        return sounds
    folded = _DOUBLED.sub("", sounds)
    if not _JOINABLE.search(folded):
        return folded
    for letters, sound in JOINED.items():
        folded = folded.replace(letters, sound)
    return fold(_AFTER_SIBILANT.sub("е", folded))


def folds_before(sound: str) -> str:
    """The sounds before which a sound does not stay as it is, or that do not after it.

    >>> folds_before("ш"), folds_before("е")
    ('шчо', '')
    """
    joined = "".join(pair[1] for pair in JOINED if pair[0] == sound)
    doubled = "" if sound in _NEVER_SINGLE else sound
    return doubled + joined + ("о" if sound in _SIBILANTS else "")
