"""Words that stand beside names and are none: titles, particles, markers of another name, and the
phrases that begin with such a word (table `name_words`)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from resolver import lexicon
from resolver.endings import LOW, place_of_pair
from resolver.phrases import Phrases

if TYPE_CHECKING:
    from mypy_extensions import i64

_CHUNK: Final = re.compile(r"[^\s,;/\"«»“”„]+|[,/]")
_LENGTHS: Final = 7


def chunks_of(text: str) -> list[str]:
    """What stands between spaces and quotation marks, commas and slashes by themselves."""
    found: list[str] = _CHUNK.findall(text)
    return found


def without_dots(chunk: str) -> str:
    """A chunk in lower case, without the dots around it."""
    return chunk.lower().strip(".")


@cache
def phrases_beside() -> Phrases:
    """The entries of `name_words` of more than one word: `он же`, `a/k/a`."""
    split = ((chunks_of(word), role) for word, role in lexicon.name_words().items())
    return Phrases(
        ([*map(without_dots, chunks)], role) for chunks, role in split if len(chunks) > 1
    )


def may_begin_phrase(word: str) -> bool:
    """Whether one of the phrases beside names, like `a/k/a`, begins with a word."""
    return word in phrases_beside()


_words: Final[set[str]] = set()
# By their first and last letters in either case, how long they may be, as a bit set of the length.
_shapes: Final[list[bytes]] = []


def _read_words() -> None:
    words = [*lexicon.name_words(), *phrases_beside().firsts()]
    shapes = bytearray((LOW + 1) ** 2)
    for word in words:
        for first in (word[0], word[0].upper()[0]):
            for last in (word[-1], word[-1].upper()[0]):
                shapes[place_of_pair(ord(first), ord(last))] |= 1 << (len(word) & _LENGTHS)
    _words.update(words)
    _shapes.append(bytes(shapes))  # last, as another thread may look


def may_be_beside(word: str) -> bool:
    """Whether a word, in any case, is one of those or begins a phrase that is."""
    if not _shapes:
        _read_words()
    end: i64 = len(word)
    if end == 0:
        return False
    shapes = _shapes[0]
    lengths: i64 = shapes[place_of_pair(ord(word[0]), ord(word[end - 1]))]
    # Most words are seen for what they are without being written anew.
    return lengths >> (end & _LENGTHS) & 1 != 0 and word.lower() in _words
