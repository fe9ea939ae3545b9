"""A mention: one name as one source printed it, with what that source knew."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a name is the name of."""

    PERSON = "person"
    PLACE = "place"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name. All attributes but the name may be missing.

    `birth_date` is ISO 8601, possibly only a year or year and month; `country` an
    ISO 3166 code or a name; `external_id` the mention's id in the file it came from.
    """

    name: str
    kind: Kind = Kind.PERSON
    language: str | None = None
    birth_date: str | None = None
    country: str | None = None
    context: str | None = None
    source: str | None = None
    date: str | None = None
    external_id: str | None = None
