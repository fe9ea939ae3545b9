"""How whoever asks tells a store, while it reads, what is of use."""

from __future__ import annotations

from typing import Protocol


class Sieve(Protocol):
    """What is of use to whoever asks, which may change while names are read."""

    least: float
    """What a name must be worth."""

    def passes(self, name: str) -> bool:
        """Whether a spelling is worth its entity being read."""
        ...
