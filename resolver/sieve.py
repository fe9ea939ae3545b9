"""Which stored spellings are worth reading and judging for one mention.

A ranking tells it what it has found, and a store asks it before it reads more: once one name is
a match, those that share far less with the mention are of no use.
"""

from __future__ import annotations

from resolver.glance import is_elsewhere, surname_to_find
from resolver.names import Name

FAR_LESS = 0.55
"""Of what the keys of a match are worth: less than this share is not worth a comparison."""


class NameSieve:
    """`least` is what the keys must be worth that a name shares with the mention.

    Everybody passes where `every`: what is known besides names may speak for anybody.
    """

    __slots__ = ("_mention", "_sought", "least")

    def __init__(self, mention: Name, *, every: bool = False) -> None:
        self.least = 0.0
        self._mention = mention
        self._sought = None if every else surname_to_find(mention)

    def matched(self, worth: float) -> None:
        """A name of such worth is a match."""
        self.least = max(self.least, worth * FAR_LESS)

    def passes(self, name: str) -> bool:
        """Whether a stored spelling is not seen to be another's."""
        if self._sought is None or name == self._mention.text:
            return True
        return not is_elsewhere(self._sought, self._mention, name)
