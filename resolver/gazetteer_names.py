"""Names of places in their plain form, in which they are looked up."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a plain one and a mark.
_SPECIAL = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"}
)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Letters and digits alone, lower case, without marks.

    >>> plain("St. Pétersbourg-2")
    'stpetersbourg2'
    """
    lower = text.casefold()
    if lower.isascii():
        return lower if lower.isalnum() else "".join(filter(str.isalnum, lower))
    decomposed = unicodedata.normalize("NFKD", lower.translate(_SPECIAL))
    if decomposed.isalpha() and decomposed == lower:
        return decomposed
    return "".join(c for c in decomposed if c.isalnum() and unicodedata.category(c) != "Lm")
