"""The second surname of Spanish and Portuguese usage, which the press leaves out.

`Pedro Sánchez Pérez` bears his father's first surname and his mother's; elsewhere he is
`Pedro Sánchez`. Nothing in the position of the words says so: in `John Quincy Adams` the word in
the middle is a given name. So a name must show where it comes from: by a given name of those
languages, by its letters or by its endings (Real Academia Española, Ortografía 2010).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from resolver.lexicon import letters_of
from resolver.names import GIVEN, SURNAME, Name
from resolver.rules import table
from resolver.tokens import Token

_LANGUAGES: Final = frozenset({"es", "pt"})
_LETTERS: Final = frozenset("áéíóúñãõ")
_ENDINGS: Final = ("ez", "iz", "az", "oz", "es", "ero", "illo", "uez")
_SHORTEST: Final = 3


@cache
def _groups() -> frozenset[str]:
    own = (row for row in table("given_names") if row["relation"] == "same")
    return frozenset(row["group"] for row in own if row["language"] in _LANGUAGES)


@lru_cache(maxsize=4096)
def _iberian(tok: Token, given: bool) -> bool:  # noqa: FBT001 - a cache key
    if given and not _groups().isdisjoint(tok.groups):
        return True
    if tok.script != "latin":
        return False
    word = letters_of(tok.text)
    return not _LETTERS.isdisjoint(word) or word.endswith(_ENDINGS)


@lru_cache(maxsize=4096)
def first_of_two(name: Name) -> int:
    """The place of the first of two surnames at the end of a name; -1 where there are not two."""
    last = len(name.tokens) - 1
    if last + 1 < _SHORTEST or name.parts[last] is not SURNAME:
        return -1
    if name.parts[last - 1] is not GIVEN or any(tok.heads for tok in name.tokens):
        return -1
    iberian = any(_iberian(tok, place < last - 1) for place, tok in enumerate(name.tokens))
    return last - 1 if iberian else -1
