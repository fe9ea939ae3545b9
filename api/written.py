"""Answers as they are sent: the members of `AnswerOut`, of which nothing is checked once more.

A batch has hundreds of reasons, and a model of each would cost more than writing them all.
"""

from __future__ import annotations

from pydantic import BaseModel
from pydantic_core import to_json

from resolver.evidence import Item
from resolver.explain import sentence
from resolver.service import Answer, Candidate

Members = dict[str, object]


def answer_members(answer: Answer) -> Members:
    """The members of an `AnswerOut`, without those that say nothing."""
    found = answer.entity
    members: Members = {
        "outcome": answer.outcome.value,
        "entity": {"id": found.entity_id, "name": found.name} if found else None,
        "candidates": [_candidate(candidate) for candidate in answer.candidates],
        "rules_version": answer.rules_version,
    }
    if answer.removed:
        members["removed"] = answer.removed
    return members


def _candidate(candidate: Candidate) -> Members:
    return {
        "entity": {
            "id": candidate.entity_id,
            "name": candidate.name,
            "kind": candidate.kind.value,
        },
        "score": candidate.score,
        "verdict": candidate.verdict.value,
        "evidence": [_evidence(item) for item in candidate.judgement.items],
    }


def _evidence(item: Item) -> Members:
    text, rules = sentence(item)
    return {
        "part": item.part,
        "code": item.code,
        "weight": item.weight,
        "text": text,
        "rules": rules,
    }


def model_members(model: BaseModel) -> Members:
    """Those of a model that are not as they are by default."""
    return model.model_dump(mode="json", exclude_defaults=True)


def written(members: Members) -> bytes:
    """As JSON."""
    return to_json(members)
