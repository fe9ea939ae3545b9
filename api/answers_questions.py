"""Answers about spellings and rules."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from api.answers import AnswerOut, ComparisonOut, Problem, Removed
from resolver.alignment import Alignment
from resolver.original import Original
from resolver.service import Outcome
from resolver.standards import Standard
from resolver.variants import Variant


class StandardRef(BaseModel):
    id: str
    title: str

    @classmethod
    def of(cls, standard: Standard) -> StandardRef:
        return cls(id=standard.id, title=standard.title)


class StandardOut(StandardRef):
    """A convention of romanization, with its source and examples."""

    status: Annotated[str, Field(description="official, scholarly, practice or press.")]
    languages: list[str]
    year: int | None
    source: str
    examples: Annotated[list[tuple[str, str]], Field(description="Cyrillic, Latin.")]

    @classmethod
    def of(cls, standard: Standard) -> StandardOut:
        return cls(
            id=standard.id,
            title=standard.title,
            status=standard.status,
            languages=list(standard.languages),
            year=standard.year,
            source=standard.source,
            examples=list(standard.examples),
        )


class RomanizationOut(BaseModel):
    latin: str
    standard: StandardRef
    status: str


class RomanizationsOut(BaseModel):
    """The name in Latin letters, the language's official standard first."""

    romanizations: list[RomanizationOut]
    removed: Removed = []


class OriginalOut(BaseModel):
    """A Cyrillic name that the spelling may stand for; `standards` write it so."""

    text: str
    language: str
    score: Annotated[float, Field(ge=0, le=1)]
    how: str
    standards: list[StandardRef]
    also: Annotated[list[str], Field(description="Further languages with the same text.")]

    @classmethod
    def of(cls, found: Original) -> OriginalOut:
        return cls(
            text=found.text,
            language=found.language,
            score=found.score,
            how=found.how,
            standards=[StandardRef.of(item) for item in found.standards],
            also=list(found.also),
        )


class OriginalsOut(BaseModel):
    originals: Annotated[list[OriginalOut], Field(description="Best first.")]
    removed: Removed = []


class VariantOut(BaseModel):
    """A spelling that an archive may hold; the likeliest has weight 1."""

    text: str
    weight: Annotated[float, Field(ge=0, le=1)]
    how: str
    original: str
    language: str
    standards: list[StandardRef]

    @classmethod
    def of(cls, variant: Variant) -> VariantOut:
        return cls(
            text=variant.text,
            weight=variant.weight,
            how=variant.how,
            original=variant.original,
            language=variant.language,
            standards=[StandardRef.of(item) for item in variant.standards],
        )


class VariantsOut(BaseModel):
    variants: Annotated[list[VariantOut], Field(description="Likeliest first.")]
    query: Annotated[str | None, Field(description="In the style asked for.")] = None
    removed: Removed = []


class SegmentOut(BaseModel):
    """Letters of both words that belong together; either side may be empty."""

    a: str
    b: str
    sounds: str
    rule: str
    kind: str


class AlignmentOut(BaseModel):
    part: str
    a: str
    b: str
    segments: list[SegmentOut]

    @classmethod
    def of(cls, found: Alignment) -> AlignmentOut:
        return cls(
            part=found.part,
            a=found.a,
            b=found.b,
            segments=[
                SegmentOut(a=it.a, b=it.b, sounds=it.sounds, rule=it.rule, kind=str(it.kind))
                for it in found.segments
            ],
        )


class ExplanationOut(ComparisonOut):
    """A comparison in sentences and letter by letter."""

    summary: str
    alignment: list[AlignmentOut]


class TableRef(BaseModel):
    table: str
    rows: Annotated[int, Field(ge=0)]
    columns: list[str]


class TablesOut(BaseModel):
    rules_version: str
    tables: list[TableRef]


class RowsOut(BaseModel):
    """Rows of a table as they stand in it, each with its source, and with its examples
    where the table has them. `next` is the `after` of the next page."""

    rules_version: str
    table: str
    rows: list[dict[str, str]]
    next: int | None = None


class StandardsOut(BaseModel):
    rules_version: str
    standards: list[StandardOut]


class LineOut(AnswerOut):
    """The answer to one line of a stream."""

    line: Annotated[int, Field(ge=1, description="Number of the line it answers, from 1.")]
    id: str | None = None


class FailedLine(BaseModel):
    """A line that could not be answered, and why."""

    line: Annotated[int, Field(ge=1)]
    id: str | None = None
    error: Problem


class SummaryOut(BaseModel):
    """Counts of a stream; empty lines are neither answered nor counted."""

    answered: int
    failed: int
    outcomes: dict[Outcome, int]


class LastLine(BaseModel):
    """Ends a stream that was answered whole; a stream without it was broken off."""

    summary: SummaryOut
