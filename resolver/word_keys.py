"""Words of names by keys: the key of a word, the word of a key, and the places of a name."""

from __future__ import annotations

from resolver.names import Part
from resolver.script import repair
from resolver.tokens import Token, token

SURNAME, GIVEN, PATRONYMIC = range(3)
PARTS = (Part.SURNAME, Part.GIVEN, Part.PATRONYMIC)
PLACES = {part: place for place, part in enumerate(PARTS)}
INITIAL = "."


def key_of_token(tok: Token) -> str:
    """A token without the case it is written in; an initial with its dot.

    Look-alikes of another script are repaired before: a Latin B is В, but a Latin b is not в.
    """
    return repair(tok.text).lower() + (INITIAL if tok.heads else "")


def token_of_key(key: str) -> Token:
    """The token of a key; the same in every process."""
    return token(key[:-1], initial=True) if key.endswith(INITIAL) else token(key)
