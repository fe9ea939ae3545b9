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
from collections.abc import Iterable, Sequence

from resolver.keys import PAIR
from resolver.store.protocol import StoredName

COMMON = 2_000
"""A key carried by more names than this says little; its further names are not listed."""

ENOUGH = 1_000
"""After this many listed names no further key is read."""

UNPAIRED = 16
"""So many long names without a pair of words in common are candidates."""

_WORD = re.compile(r"[^\W\d_]{2,}")


def without_most_unpaired(
    ranked: Iterable[tuple[StoredName, bool]], wanted: Sequence[str]
) -> list[StoredName]:
    """Best names first, each with whether it shares a pair of words.

    Short forms, such as lone surnames, have no pair of words: all of them are kept.
    """
    if not any(key.startswith(PAIR) for key in wanted):
        return [stored for stored, _ in ranked]
    kept, unpaired = [], 0
    for stored, paired in ranked:
        if not paired and len(_WORD.findall(stored.name)) > 1:
            unpaired += 1
            if unpaired > UNPAIRED:
                continue
        kept.append(stored)
    return kept
