"""What someone has typed of a name, for stores to look for words that begin so."""

from __future__ import annotations


def beginnings(start: str) -> list[str]:
    """What a name or one of its words has to begin with: the start as it is and with
    capitals; none for an empty start, or for one that cannot be stored."""
    plain = " ".join(start.split())
    if not plain or "\0" in plain or not _storable(plain):
        return []
    return [plain, plain.title()]


def _storable(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)
