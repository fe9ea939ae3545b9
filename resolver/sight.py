"""What a text is made of, seen in one pass: most names are plain letters of one script, and need
no more than that to be known of them."""

from __future__ import annotations

from typing import Final

from resolver.text import STABLE

LATIN: Final = 1
CYRILLIC: Final = 2
MODIFIER: Final = 4
"""Letters of no script: ʹ, ʺ, ʼ."""
SPACE: Final = 8
MARK: Final = 16
"""A hyphen, an apostrophe, a dot, a comma."""
UNSPACED: Final = 32
"""Spaces at an edge or in a row."""
OTHER: Final = 64
"""Whatever normalising may change, or is neither letter nor mark."""
BEYOND_ASCII: Final = 128
PALOCHKA: Final = 256
"""The capital one, which is typed for other letters and they for it."""
GROWING: Final = 512
"""İ, of which the small letter is two characters."""
SHORT_U: Final = 1024
"""ў, which is Belarusian."""
DOTTED_I: Final = 2048
NOT_BELARUSIAN: Final = 4096
"""и, ї, є, ґ."""

LETTERS: Final = LATIN | CYRILLIC | MODIFIER
MIXED: Final = LATIN | MODIFIER | PALOCHKA

_QUOTE: Final = 0x2019
_SIZE: Final = 0x530
_FEW: Final = (
    ("Ӏ", PALOCHKA),
    ("İ", GROWING),
    ("ўЎ", SHORT_U),
    ("іІ", DOTTED_I),
    ("иїєґИЇЄҐ", NOT_BELARUSIAN),
)


def _kind(letter: str) -> int:
    beyond = 0 if letter.isascii() else BEYOND_ASCII
    if not STABLE.match(letter):
        return OTHER | beyond
    if not letter.isalpha():
        return MARK | beyond
    script = LATIN if letter < "\u0250" else CYRILLIC if letter >= "\u0400" else MODIFIER
    return script | beyond | sum(more for few, more in _FEW if letter in few)


_KINDS: Final[list[int]] = [_kind(chr(code)) for code in range(_SIZE)]
_SPACE: Final = 32


def look(text: str) -> int:
    """The kinds of all characters of a text, as a bit set."""
    if text.isascii() and text.isalpha():
        return LATIN
    found = 0
    after_space = True
    for i in range(len(text)):
        code = ord(text[i])
        if code == _SPACE:
            found |= SPACE | UNSPACED if after_space else SPACE
            after_space = True
            continue
        after_space = False
        if code < _SIZE:
            found |= _KINDS[code]
        elif code == _QUOTE:
            found |= MARK | BEYOND_ASCII
        else:
            found |= OTHER | BEYOND_ASCII
    return found | UNSPACED if after_space else found
