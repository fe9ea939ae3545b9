"""What the pages of the look-ups read from an address."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Query

from api.pages.form import refused
from resolver.mention import Kind

MOST_TEXT = 10_000
"""Of a name in an address; what is longer than a name may be is told in its own words."""

Text = Annotated[str, Query(max_length=MOST_TEXT)]
Number = Annotated[int, Query(ge=0, le=2**53)]


def kind_asked(text: str) -> Kind | None:
    """A kind, or None for any. Refused for another word."""
    if not text:
        return None
    try:
        return Kind(text)
    except ValueError:
        raise refused("kind", f"must be one of {', '.join(Kind)}") from None


def cluster_path(entity_id: str) -> str:
    """The page on which the same entity is split, merged and renamed."""
    return f"/review/cluster/{quote(entity_id, safe='')}"


def entity_path(entity_id: str) -> str:
    """The page of an entity, whatever its id is made of."""
    return f"/entities/{quote(entity_id, safe='')}"
