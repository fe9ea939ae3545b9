"""A piece of a name between two spaces that is one plain word, with all that is known of it.

Most names are nothing but such pieces, and an archive has far fewer of them than names: what a
piece is made of and what it may be is found once, and a name is put together from its pieces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from resolver.joined_words import is_patronymic_suffix
from resolver.sight import CYRILLIC, MIXED, MODIFIER, OTHER, look
from resolver.tokens import Token, token
from resolver.values import Quick
from resolver.words import Word, simple_word

# A tuple of any length is one object; one of a known length is put together for each question.
_BELARUSIAN_FATHERS: Final[tuple[str, ...]] = ("авич", "ауна", "авна", "еуна")
_BELARUSIAN_ENDINGS: Final[tuple[str, ...]] = ("au", "eu", "iou", "enka", "anka")


@dataclass(init=False, slots=True, eq=False)
class Piece(Quick):
    """`seen` says what it is made of (see `resolver.sight`); `suffix` whether it may belong to the
    word before it; `belarusian` whether it is spelled as Belarusian words are."""

    word: Final[Word]
    token: Final[Token]
    seen: Final[int]
    suffix: Final[bool]
    belarusian: Final[bool]

    def __init__(
        self,
        word: Word,
        tok: Token,
        seen: int,
        suffix: bool,  # noqa: FBT001 - a field
        belarusian: bool,  # noqa: FBT001 - a field
    ) -> None:
        self.word = word
        self.token = tok
        self.seen = seen
        self.suffix = suffix
        self.belarusian = belarusian


def looks_belarusian(tok: Token) -> bool:
    """Whether a word is spelled as Belarusian ones are, or romanized from one."""
    if tok.script == "latin" and tok.word.endswith(_BELARUSIAN_ENDINGS):
        return True
    return tok.patronymic is not None and tok.best.endswith(_BELARUSIAN_FATHERS)


@lru_cache(maxsize=8192)
def _piece(chunk: str) -> Piece | None:
    """None of what is or may be more than a word, or is not of one script."""
    seen = look(chunk)
    if seen & (OTHER | MODIFIER) or (seen & CYRILLIC and seen & MIXED):
        return None
    word = simple_word(chunk)
    if word is None:
        return None
    tok = token(chunk)
    return Piece(word, tok, seen, is_patronymic_suffix(chunk, tok), looks_belarusian(tok))


def pieces_of(text: str, most: int) -> tuple[list[Piece], int] | None:
    """The pieces of a name of letters alone, and how many of them stand before its one comma, 0
    without one; None of any other name, and of one that has a piece that is no plain word."""
    if not text.replace(",", "").replace(" ", "").isalpha():
        return None
    found: list[Piece] = []
    before = 0
    for chunk in text.split(" "):
        bare = chunk
        if chunk.endswith(","):
            if before:
                return None
            bare = chunk[:-1]
            before = len(found) + 1
        piece = _piece(bare) if bare.isalpha() else None
        if piece is None or (piece.suffix and found):
            return None
        found.append(piece)
    return None if len(found) > most or before == len(found) else (found, before)
