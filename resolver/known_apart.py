"""Given names that tables know for two, before anything dearer is asked of them."""

from __future__ import annotations

from resolver.rough import are_strangers, sounds
from resolver.tokens import Token, by_ear, may_be_by_ear


def known_apart(a: Token, b: Token) -> bool:
    """Whether tables know two given names for two, and they sound so: of a million pairs of such
    names a dearer look made one of one, Erikas and Iurik. What is spelled as it sounds in Latvian
    or Lithuanian, as Džons is John, is left to that look."""
    if not a.groups or not b.groups or not a.groups.keys().isdisjoint(b.groups):
        return False
    if a.parts or b.parts:
        return False
    if (may_be_by_ear(a) and by_ear(a)) or (may_be_by_ear(b) and by_ear(b)):
        return False
    return are_strangers(sounds(a.text), sounds(b.text))
