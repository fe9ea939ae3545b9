"""Where sentences begin and end.

A full stop ends a sentence unless it belongs to an abbreviation of `text_words` or to an
initial. Where razdel is installed, it splits Russian and Ukrainian; a protocol, so that
another splitter can be handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from resolver.extract.vocabulary import text_words

_STOP = re.compile(r"(?:[.!?…]+[»”\"’')\]]*)\s+(?=[«“„\"‘'(\[—–-]*\s*[^\W_a-zа-яёіїєґ])")
_LOOK_BACK = 40
_LAST_WORD = re.compile(r"(\w+(?:[.-]\w+)*)$")


class Splitter(Protocol):
    """Yields start and end of each sentence of a paragraph."""

    def __call__(self, text: str, language: str) -> Iterator[tuple[int, int]]: ...


def split(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph, without the space between them."""
    abbreviations = text_words(language, "abbreviation")
    start = 0
    for found in _STOP.finditer(text):
        before = text[max(start, found.start() - _LOOK_BACK) : found.start()]
        if text[found.start()] == "." and _abbreviated(before, abbreviations):
            continue
        end = found.start() + len(found.group().rstrip())
        yield start, end
        start = found.end()
    if text[start:].strip():
        yield start, start + len(text[start:].rstrip())


def _abbreviated(before: str, abbreviations: frozenset[str]) -> bool:
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last.group(1)
    return word.lower() in abbreviations or (len(word) == 1 and word.isupper())
