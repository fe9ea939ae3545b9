"""What the API answers, as it comes: JSON objects with the types of their members.

Members that say nothing are left out by the server, which is what NotRequired tells.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


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
    decision: NotRequired[Decision]


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


class Spelling(TypedDict):
    name: str
    mentions: int


class Mention(TypedDict):
    """A recorded mention, with what its source said."""

    mention_id: str
    name: str
    how: str
    recorded_at: str
    score: NotRequired[float]
    language: NotRequired[str]
    birth_date: NotRequired[str]
    country: NotRequired[str]
    context: NotRequired[str]
    source: NotRequired[str]
    date: NotRequired[str]
    id: NotRequired[str]


class Entity(TypedDict):
    """An entity; `members` are the ids that redirect to it. `etag` is for `seen`."""

    id: str
    name: str
    kind: str
    spellings: list[Spelling]
    mentions: list[Mention]
    members: NotRequired[list[str]]
    corrected: NotRequired[bool]
    not_a_name: NotRequired[bool]
    etag: str


class EntitySummary(TypedDict):
    id: str
    name: str
    kind: str
    mentions: int
    score: NotRequired[float]


class Done(TypedDict):
    """An act that is kept; `entities` are the ids that its entities now go by. It has no
    effect as yet where an earlier decision stands against it: `blocked_by`."""

    decision: int
    entities: list[str]
    blocked_by: NotRequired[int]


class Decision(TypedDict):
    """A decision of a person; in force if neither undone nor blocked. `actor` is the id of
    the key that it came with, `on_behalf_of` whom its bearer named."""

    decision: int
    kind: str
    entities: list[str]
    actor: str
    at: str
    in_force: bool
    verdict: NotRequired[str]
    mentions: NotRequired[list[str]]
    name: NotRequired[str]
    undoes: NotRequired[int]
    batch: NotRequired[str]
    on_behalf_of: NotRequired[str]
    reason: NotRequired[str]
    undone_by: NotRequired[int]
    blocked_by: NotRequired[int]


class Card(TypedDict):
    """Something to decide: a suggestion, or two decisions that collide. `etag` is for
    `seen`; a list of cards has none."""

    number: int
    kind: str
    entities: list[EntitySummary]
    state: NotRequired[str]
    score: NotRequired[float]
    why: NotRequired[str]
    missing: NotRequired[list[str]]
    again: NotRequired[int]
    news: NotRequired[str]
    decision: NotRequired[Decision]
    against: NotRequired[Decision]
    etag: NotRequired[str]


class Event(TypedDict):
    """One event of the log; `what` is its payload."""

    seq: int
    at: str
    actor: str
    kind: str
    rules_version: str
    what: dict[str, Any]
    on_behalf_of: NotRequired[str]
    reason: NotRequired[str]
