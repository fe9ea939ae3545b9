"""Which stored names deserve a comparison: those sharing the rarest blocking keys.

A shared key is worth log(1 + names / names with that key); a name is worth the sum over
the keys it shares, added in the order of rarity. Limits keep one question short: no further
key is read after ENOUGH names; a key with more than COMMON names is read only when no rarer
one is known (then the oldest COMMON of its names, of the rarest such key); and of long names
that share single words but no pair of words with a mention of several words, only UNPAIRED
are compared: hardly one in a thousand fits. Every store keeps to this, so that all of them
answer alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from resolver.keys import PAIR

COMMON = 2_000
"""A key carried by more names than this says little; its further names are not listed."""

ENOUGH = 1_000
"""After this many listed names no further key is read."""

UNPAIRED = 16
"""So many long names without a pair of words in common are candidates."""

_TWO_WORDS = re.compile(r"[^\W\d_]{2}[\W\d_].*?[^\W\d_]{2}", re.DOTALL)


class Unpaired:
    """Which of the names that come, best first, are one too many of those without a pair.

    Short forms, such as lone surnames, have no pair of words: all of them are kept.
    """

    __slots__ = ("_counted", "_left")

    def __init__(self, wanted: Sequence[str]) -> None:
        self._counted = any(key.startswith(PAIR) for key in wanted)
        self._left = UNPAIRED

    def too_many(self, name: str, paired: bool) -> bool:  # noqa: FBT001 - a column
        """Whether a name, which shares a pair of words or not, is left out."""
        if paired or not self._counted or _is_short(name):
            return False
        self._left -= 1
        return self._left < 0


def _is_short(name: str) -> bool:
    """Whether a name has fewer than two words, of two letters or more."""
    return _TWO_WORDS.search(name) is None
