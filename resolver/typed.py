"""Words as people type them: what a name is found by before it is written to its end.

Small letters without marks, so that nobody has to type й as й or O' with the right
apostrophe. Nothing here knows of readings: whole names are found by those.
"""

from __future__ import annotations

import re
from unicodedata import combining, normalize

from resolver.text import MAX_CODE_POINTS

MOST_WORDS = 20

_WORD = re.compile(r"[^\W_]+")


def typed_words(text: str) -> tuple[str, ...]:
    """The first distinct words of a text, at most MOST_WORDS, in their order."""
    plain = text[:MAX_CODE_POINTS].casefold()
    if not plain.isascii():
        plain = "".join([char for char in normalize("NFD", plain) if not combining(char)])
    return tuple(dict.fromkeys(_WORD.findall(plain)))[:MOST_WORDS]
