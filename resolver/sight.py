"""What a text is made of, seen in one pass: most names are plain letters of one script, and need
no more than that to be known of them."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Final

from resolver.text import STABLE

if TYPE_CHECKING:
    from mypy_extensions import i64

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


# Where plain Python runs, a loop over letters takes longer than two questions about all of them.
_IS_PLAIN_PYTHON: Final = isinstance(_kind, FunctionType)
_ALL_KINDS: Final[list[int]] = [_kind(chr(code)) for code in range(_SIZE)]
# In a byte each; few have more to them, and no character of a table is a space that says so.
_MORE: Final = SPACE
_BYTE: Final = 255
_KINDS: Final = bytes([kind & _BYTE | (_MORE if kind > _BYTE else 0) for kind in _ALL_KINDS])
_SPACE: Final = 32


def look(text: str) -> int:
    """The kinds of all characters of a text, as a bit set."""
    if _IS_PLAIN_PYTHON and text.isascii() and text.isalpha():
        return LATIN
    found: i64 = 0
    after_space = True
    size: i64 = len(text)
    for i in range(size):
        code: i64 = ord(text[i])
        if code == _SPACE:
            found |= SPACE | UNSPACED if after_space else SPACE
            after_space = True
            continue
        after_space = False
        if code < _SIZE:
            kind: i64 = _KINDS[code]
            if kind & _MORE:
                kind = _ALL_KINDS[code]
            found |= kind
        elif code == _QUOTE:
            found |= MARK | BEYOND_ASCII
        else:
            found |= OTHER | BEYOND_ASCII
    return found | UNSPACED if after_space else found


_COMMA: Final = 44


def are_letters(text: str) -> bool:
    """Whether a text is plain to see for words of letters, with a space or a comma and a space
    between two."""
    inside = comma = False
    size: i64 = len(text)
    for i in range(size):
        code: i64 = ord(text[i])
        if code == _SPACE:
            if not inside and not comma:
                return False
            inside = comma = False
        elif code == _COMMA:
            if not inside:
                return False
            inside, comma = False, True
        elif comma or code >= _SIZE or not _KINDS[code] & LETTERS:
            return False
        else:
            inside = True
    return inside


SMALL: Final = 1
CAPITAL: Final = 2
_CASES: Final = bytes(
    [
        SMALL * chr(code).islower() | CAPITAL * (chr(code).lower() != chr(code))
        for code in range(_SIZE)
    ]
)


def cases_after_first(word: str) -> int:
    """Whether there are SMALL and CAPITAL letters after the first one of a word without OTHER
    characters, as a bit set."""
    found: i64 = 0
    size: i64 = len(word)
    for i in range(size):
        code: i64 = ord(word[i])
        if i and code < _SIZE:
            found |= _CASES[code]
    return found


def begins_small(word: str) -> bool:
    """Whether the first letter of such a word is a small one."""
    code: i64 = ord(word[0])
    return code < _SIZE and _CASES[code] == SMALL
