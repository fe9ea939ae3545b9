"""Requests and answers about entities and decisions, as the OpenAPI document shows them.

The numbers and the mention ids are those of one small archive; the tests build it.
"""

from __future__ import annotations

from typing import Any

from fastapi.openapi.models import Example

from api.examples import ENTITY, ENTITY_ANSWERS, ENTITY_ID, shown

OTHER_ID = "mansur-movlajew"
MENTION_ID = "m0123456789abcdef"
SUGGESTION = 7
DECISION = 8


def _one(summary: str, value: Any) -> dict[str, Example]:
    return {"example": Example(summary=summary, value=value)}


LIMIT = _one("At most so many", 50)
AFTER = _one("From the beginning", 0)
AFTER_ID = _one("The page after this entity", ENTITY_ID)
NAME = _one("Any spelling", "Mowlajew")
KIND = _one("Persons only", "person")
IF_NONE_MATCH = _one("The ETag of an earlier answer", '"1"')
SUGGESTION_NUMBER = _one("A number from the queue", SUGGESTION)
DECISION_NUMBER = _one("A number from an answer", DECISION)

_WHY = {"actor": "vera", "reason": "the passport numbers agree"}
DECIDE: dict[str, Example] = {
    "entities": Example(
        summary="Nobody can know",
        value={"verdict": "unsure", "entities": [ENTITY_ID, OTHER_ID], "actor": "vera"},
    ),
    "suggestion": Example(
        summary="Answer a suggestion",
        value={"verdict": "same", "suggestion": SUGGESTION, **_WHY},
    ),
}
MERGE = _one("Two entities are one", {"entities": [OTHER_ID], **_WHY})
SPLIT = _one("One mention is of another", {"mentions": [MENTION_ID], "reason": "another person"})
RENAME = _one("Called so by its own press office", {"name": "Мансур Мовлаев", "actor": "vera"})
UNDO = _one("It was a mistake", {"actor": "vera", "reason": "wrong card"})
TAKE = _one("Who asks", {"actor": "vera"})

_SUMMARY = {"id": ENTITY_ID, "name": "Мансур Мовлаев", "kind": "person", "mentions": 2}
_OTHER = {"id": OTHER_ID, "name": "Mansur Mowlajew", "kind": "person", "mentions": 1}
_AT = "2026-05-17T08:00:00.000+00:00"
_DECISION = {
    "decision": DECISION,
    "kind": "decided",
    "verdict": "same",
    "entities": [ENTITY_ID, OTHER_ID],
    "actor": "vera",
    "at": _AT,
    "reason": "the passport numbers agree",
    "in_force": True,
}
_CARD = {
    "number": SUGGESTION,
    "kind": "suggestion",
    "entities": [_SUMMARY, _OTHER],
    "score": 0.71,
    "why": "surname: Мовлаев and Mowlajew both read мовлаев",
    "missing": ["birth_date", "country", "context"],
}
ENTITIES_ANSWERS = shown(
    found={"entities": [{**_SUMMARY, "score": 0.97}]}, page={"entities": [_SUMMARY], "next": "e1"}
)
HISTORY_ANSWERS = shown(
    events={
        "events": [
            {
                "seq": 1,
                "at": _AT,
                "actor": "system",
                "kind": "entity_founded",
                "rules_version": "1-0123abcd",
                "what": {"entity_id": ENTITY_ID, "kind": "person", "name": "Мансур Мовлаев"},
            }
        ]
    }
)
DONE_ANSWERS = shown(
    done={"decision": DECISION, "entities": [ENTITY_ID]},
    waiting={"decision": 9, "entities": [ENTITY_ID, OTHER_ID], "blocked_by": DECISION},
)
DECISION_ANSWERS = shown(decision=_DECISION)
DECISIONS_ANSWERS = shown(page={"decisions": [_DECISION]})
QUEUE_ANSWERS = shown(queue={"cards": [_CARD], "suggestions": 1, "collisions": 0})
CARD_ANSWERS = shown(suggestion=_CARD)

__all__ = ["ENTITY", "ENTITY_ANSWERS"]
