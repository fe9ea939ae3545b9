"""What an entity shows of itself: which of its spellings is the canonical name."""

from __future__ import annotations

from collections.abc import Mapping

from resolver.mention import Kind
from resolver.names import Name, Part

FULL, WITHOUT_PATRONYMIC, SHORT = 0, 1, 2


def completeness(name: Name) -> int:
    """0 for a name with given name, patronymic and surname, 1 without a patronymic, 2 for
    lone words and initials. Names of other kinds are all complete."""
    if name.kind is not Kind.PERSON:
        return FULL
    spelled_out = {part for part, tok in zip(name.parts, name.tokens, strict=True) if not tok.heads}
    if not {Part.GIVEN, Part.SURNAME} <= spelled_out:
        return SHORT
    return FULL if Part.PATRONYMIC in spelled_out else WITHOUT_PATRONYMIC


def _ambiguity(name: Name) -> int:
    """How many ways its words can be read in all; English spellings have the fewest."""
    return sum(len(tok.forms) for tok in name.tokens)


def elect(spellings: Mapping[Name, int]) -> Name:
    """The canonical name among spellings with their numbers of mentions.

    Most complete first, then most frequent, then Latin before other scripts, then the
    spelling that can be read in the fewest ways, then the first in the alphabet, so that
    one odd mention never changes the name.
    """
    return min(
        spellings,
        key=lambda name: (
            completeness(name),
            -spellings[name],
            name.script != "latin",
            _ambiguity(name),
            name.text,
        ),
    )
