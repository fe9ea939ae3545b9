"""Names of places in their plain form, in which they are looked up."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Marks, what stands between letters, and the modifiers that are written for an apostrophe.
_NO_LETTERS = re.compile("[\\W_\u02b0-\u02ff]+")
# Letters that Unicode does not take apart into a plain one and a mark.
_SPECIAL = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"}
)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Letters and digits alone, lower case, without marks; bounded cache.

    >>> plain("St. Pétersbourg-2")
    'stpetersbourg2'
    """
    return plain_once(text)


def plain_once(text: str) -> str:
    """The same for names without number that are each asked for once."""
    lower = text.casefold()
    if lower.isascii():
        return lower if lower.isalnum() else _NO_LETTERS.sub("", lower)
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKD", lower.translate(_SPECIAL)))
