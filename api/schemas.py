"""What goes over the wire, as pydantic models: the only place where input is typed.

Names are taken raw: `resolver.text` says what is wrong with one, so that a name is
refused for the same reason on every way in. Everything else is checked here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from resolver.extract.article import Article
from resolver.extract.markup import is_html, page_of
from resolver.mention import Kind, Mention
from resolver.text import MAX_CODE_POINTS

MAX_BATCH = 1000
MAX_TEXT = 100_000

_PARTIAL_DATE = re.compile(r"(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")

_SURROGATE = re.compile("[\ud800-\udfff]")


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "must be a string")
    return value


def _storable(value: str) -> str:
    if "\0" in value:
        raise PydanticCustomError("nul", "must not contain a NUL character")
    if _SURROGATE.search(value):
        raise PydanticCustomError("surrogate", "must not contain half of a surrogate pair")
    return value


def _partial_date(value: str) -> str:
    """A year, a year and month, or a day, that the calendar has."""
    whole = (value + "-01-01")[:10] if _PARTIAL_DATE.fullmatch(value) else ""
    try:
        date.fromisoformat(whole)
    except ValueError:
        raise PydanticCustomError(
            "partial_date", "must be an ISO 8601 year, month or day: 1990, 1990-05 or 1990-05-17"
        ) from None
    return value


def _moment(value: str) -> str:
    """A partial date, or a date with a time."""
    if "T" not in value:
        return _partial_date(value)
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError(
            "date_or_time", "must be an ISO 8601 date, or date and time"
        ) from None
    return value


RawName = Annotated[
    str,
    PlainValidator(_string),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_CODE_POINTS,
            "description": "A name as a source spells it, in Cyrillic or Latin letters.",
        }
    ),
]
PartialDate = Annotated[
    str,
    AfterValidator(_partial_date),
    WithJsonSchema({"type": "string", "pattern": f"^{_PARTIAL_DATE.pattern}$"}),
]
Text = Annotated[str, AfterValidator(_storable)]
Label = Annotated[Text, Field(min_length=1, max_length=200)]


class Strict(BaseModel):
    """A request object: unknown members are refused, as one fault however many there are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_members(cls, value: object) -> object:
        if not isinstance(value, dict):
            raise PydanticCustomError("object", "must be a JSON object")
        if not value.keys() <= cls.model_fields.keys():
            raise PydanticCustomError(
                "unknown_member",
                "has a member that is not known here; known are: {known}",
                {"known": ", ".join(cls.model_fields)},
            )
        return value


class MentionIn(Strict):
    """A name and what its source knows about whom it names."""

    name: RawName
    kind: Kind = Kind.PERSON
    language: Annotated[
        str | None,
        Field(
            max_length=35,
            pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
            description="Language of the source, as a BCP 47 tag: ru, de, kk-Cyrl.",
        ),
    ] = None
    birth_date: Annotated[
        PartialDate | None,
        Field(description="ISO 8601; a year or a year and month will do."),
    ] = None
    country: Annotated[Label | None, Field(description="ISO 3166 code, or a name.")] = None
    context: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Words around the name: an office, a place, other people."),
    ] = None

    def mention(self) -> Mention:
        return Mention(
            name=self.name,
            kind=self.kind,
            language=self.language,
            birth_date=self.birth_date,
            country=self.country,
            context=self.context,
        )


class RecordIn(MentionIn):
    """A mention to keep, and where it stood."""

    entity_id: Annotated[
        Label | None, Field(description="The entity that the source says it is, where known.")
    ] = None
    source: Annotated[
        Annotated[Text, Field(min_length=1, max_length=500)] | None,
        Field(description="Who printed it."),
    ] = None
    date: Annotated[
        Annotated[str, AfterValidator(_moment)] | None, Field(description="When; ISO 8601.")
    ] = None
    id: Annotated[Label | None, Field(description="The mention's id in your own data.")] = None

    def mention(self) -> Mention:
        return replace(super().mention(), source=self.source, date=self.date, external_id=self.id)


def _mention_or_error(value: object) -> MentionIn | ValidationError:
    try:
        return MentionIn.model_validate(value)
    except ValidationError as error:
        return error


def _record_or_error(value: object) -> RecordIn | ValidationError:
    try:
        return RecordIn.model_validate(value)
    except ValidationError as error:
        return error


class MentionsIn(Strict):
    """A batch of questions. An item that is no mention keeps its place, as the error."""

    mentions: Annotated[
        list[
            Annotated[
                MentionIn | ValidationError,
                PlainValidator(_mention_or_error, json_schema_input_type=MentionIn | Any),
            ]
        ],
        Field(min_length=1, max_length=MAX_BATCH),
    ]


class RecordsIn(Strict):
    """A batch of mentions to keep. An item that is none keeps its place, as the error."""

    mentions: Annotated[
        list[
            Annotated[
                RecordIn | ValidationError,
                PlainValidator(_record_or_error, json_schema_input_type=RecordIn | Any),
            ]
        ],
        Field(min_length=1, max_length=MAX_BATCH),
    ]


class CompareIn(Strict):
    """Two spellings: are they one name?"""

    name_a: RawName
    name_b: RawName
    kind: Kind = Kind.PERSON


class ExtractIn(Strict):
    """A text to find names in: plain, or an HTML page."""

    text: Annotated[Text, Field(min_length=1, max_length=MAX_TEXT)]
    language: Annotated[
        Literal["auto", "en", "ru", "uk"], Field(description="auto tells it from the text.")
    ] = "auto"
    source: Annotated[
        Annotated[Text, Field(min_length=1, max_length=500)] | None,
        Field(description="Who printed it."),
    ] = None
    date: Annotated[
        Annotated[str, AfterValidator(_moment)] | None, Field(description="When; ISO 8601.")
    ] = None
    id: Annotated[Label | None, Field(description="The article's id in your own data.")] = None

    def article(self) -> Article:
        """The article; of a page, the text that is its article's."""
        text = page_of(self.text).text if is_html(self.text) else self.text
        return Article(
            text,
            article_id=self.id,
            language=None if self.language == "auto" else self.language,
            source=self.source,
            date=self.date,
        )


def _one_or_many(value: object) -> Literal["one", "many"]:
    return "many" if isinstance(value, Mapping) and "mentions" in value else "one"


Questions = Annotated[
    Annotated[MentionIn, Tag("one")] | Annotated[MentionsIn, Tag("many")],
    Discriminator(_one_or_many),
]
Records = Annotated[
    Annotated[RecordIn, Tag("one")] | Annotated[RecordsIn, Tag("many")],
    Discriminator(_one_or_many),
]
