"""How far a store looks for what somebody has begun to type: the same in every store."""

from __future__ import annotations

LOOKED_AT = 5_000
"""So many words that go on from what was typed are read, and no more."""

LAST_CHARACTER = "\U0010ffff"
"""What was typed and this stands after everything that it goes on to."""
