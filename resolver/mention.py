"""A mention: one name as one source printed it, with what that source knew."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a name is the name of."""

    PERSON = "person"
    PLACE = "place"
    ORGANIZATION = "organization"

    __hash__ = str.__hash__  # equal as texts, and so much quicker than by its name


@dataclass(init=False, slots=True, unsafe_hash=True)
class Mention:
    """One occurrence of a name. All attributes but the name may be missing.

    `birth_date` is ISO 8601, possibly only a year or year and month; `country` an
    ISO 3166 code or a name; `external_id` the mention's id in the file it came from.
    """

    name: Final[str]
    kind: Final[Kind]
    language: Final[str | None]
    birth_date: Final[str | None]
    country: Final[str | None]
    context: Final[str | None]
    source: Final[str | None]
    date: Final[str | None]
    external_id: Final[str | None]

    def __init__(
        self,
        name: str,
        kind: Kind = Kind.PERSON,
        language: str | None = None,
        birth_date: str | None = None,
        country: str | None = None,
        context: str | None = None,
        source: str | None = None,
        date: str | None = None,
        external_id: str | None = None,
    ) -> None:
        self.name = name
        self.kind = kind
        self.language = language
        self.birth_date = birth_date
        self.country = country
        self.context = context
        self.source = source
        self.date = date
        self.external_id = external_id
