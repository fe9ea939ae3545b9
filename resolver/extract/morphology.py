"""What a morphology library adds to our own rules; a protocol, so that any can be handed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from resolver.extract.forms import Form
from resolver.names import Part


class Morphology(Protocol):
    """Knows words by a dictionary."""

    def forms(self, word: str, part: Part, language: str) -> Iterator[Form]:
        """The names that a word can be a form of."""
        ...

    def is_common(self, word: str, language: str) -> bool:
        """Whether a word is in the dictionary, and as no name of anything."""
        ...
