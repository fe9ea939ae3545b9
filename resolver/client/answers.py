"""What the API answers, as it comes: JSON objects with the types of their members.

Members that say nothing are left out by the server, which is what NotRequired tells.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Fault(TypedDict):
    """One thing wrong with a request, and where."""

    detail: str
    pointer: NotRequired[str]
    parameter: NotRequired[str]


class Problem(TypedDict):
    """An error; programs may branch on `type`."""

    type: str
    title: str
    status: int
    detail: str
    reason: NotRequired[str]
    errors: NotRequired[list[Fault]]


class Failed(TypedDict):
    """Stands where an item of a batch could not be answered."""

    error: Problem


class EntityRef(TypedDict):
    id: str
    name: str
    kind: NotRequired[str]


class Evidence(TypedDict):
    """One reason for or against, with its weight in log-odds."""

    part: str
    code: str
    weight: float
    text: str
    rules: list[str]


class Candidate(TypedDict):
    """An entity that a name may mean."""

    entity: EntityRef
    score: float
    verdict: str
    evidence: list[Evidence]


class Answer(TypedDict):
    """Whom a name means; `outcome` is match, ambiguous or none."""

    outcome: str
    entity: EntityRef | None
    candidates: list[Candidate]
    rules_version: str
    removed: NotRequired[list[str]]


class Line(TypedDict):
    """An answer or an error of a stream, by the number of the mention from 1."""

    line: int
    id: NotRequired[str]
    error: NotRequired[Problem]
    outcome: NotRequired[str]
    entity: NotRequired[EntityRef | None]
    candidates: NotRequired[list[Candidate]]
    rules_version: NotRequired[str]


class Recorded(TypedDict):
    """What became of a mention; `how` is founded, joined or given."""

    mention_id: str
    entity: EntityRef
    how: str
    score: float | None
    suggestions: int


class Comparison(TypedDict):
    """Whether two spellings are one name."""

    score: float
    verdict: str
    evidence: list[Evidence]
    rules_version: str
    removed: NotRequired[list[str]]
