"""Requests and answers shown in the OpenAPI document; the tests send every request."""

from __future__ import annotations

from typing import Any

from fastapi.openapi.models import Example

ENTITY_ID = "mansur-movlaev"

RESOLVE: dict[str, Example] = {
    "latin": {
        "summary": "As an English source spells it",
        "value": {"name": "Mansur Movlaev", "kind": "person", "language": "en"},
    },
    "cyrillic": {
        "summary": "As a Russian source spells it, with what else it says",
        "value": {
            "name": "Мансур Мовлаев",
            "language": "ru",
            "birth_date": "1995",
            "country": "RU",
            "context": "активист, Алматы",
        },
    },
    "typo": {
        "summary": "A place with one letter too many",
        "value": {"name": "Kazakhstaan", "kind": "place"},
    },
    "batch": {
        "summary": "Several at once; the empty one is answered in its place",
        "value": {
            "mentions": [
                {"name": "Movlaev"},
                {"name": ""},
                {"name": "Movlayev"},
                {"name": "Kazakhstaan", "kind": "place"},
            ]
        },
    },
}

RECORD: dict[str, Example] = {
    "known": {
        "summary": "The source says which entity it is",
        "value": {
            "name": "Мансур Мовлаев",
            "entity_id": ENTITY_ID,
            "language": "ru",
            "source": "archive",
            "date": "2025-05-17",
            "id": "row-1",
        },
    },
    "unknown": {
        "summary": "The resolver finds the entity, or founds one",
        "value": {"name": "Mansur Movlayev", "language": "en", "source": "press", "id": "row-2"},
    },
    "batch": {
        "summary": "Several at once",
        "value": {
            "mentions": [
                {"name": "Mansur Movlaev", "id": "row-3"},
                {"name": "Казахстан", "kind": "place", "language": "ru", "id": "row-4"},
            ]
        },
    },
}

COMPARE: dict[str, Example] = {
    "same": {
        "summary": "Two conventions, one name",
        "value": {"name_a": "Mansur Movlaev", "name_b": "Мансур Мовлаев"},
    },
    "place": {
        "summary": "A typo in a place",
        "value": {"name_a": "Kazakhstaan", "name_b": "Казахстан", "kind": "place"},
    },
}

ENTITY: dict[str, Example] = {"known": {"summary": "An id from an answer", "value": ENTITY_ID}}

RULES_VERSION = "0123456789ab"
_EVIDENCE = {
    "part": "surname",
    "code": "reading",
    "weight": 6.2,
    "text": "Movlayev and Мовлаев read the same",
    "rules": ["bgn_pcgn"],
}
_REF = {"id": ENTITY_ID, "name": "Мансур Мовлаев"}
_ANSWER = {
    "outcome": "match",
    "entity": _REF,
    "candidates": [
        {
            "entity": {**_REF, "kind": "person"},
            "score": 0.98,
            "verdict": "match",
            "evidence": [_EVIDENCE],
        }
    ],
    "rules_version": RULES_VERSION,
}
NONE_FOUND: dict[str, object] = {
    "outcome": "none",
    "entity": None,
    "candidates": [],
    "rules_version": RULES_VERSION,
}
COMPARISON = {
    "score": 0.98,
    "verdict": "match",
    "evidence": [_EVIDENCE],
    "rules_version": RULES_VERSION,
}
_RECORDED = {
    "mention_id": "m1",
    "entity": _REF,
    "how": "joined",
    "score": 0.98,
    "suggestions": 0,
}
BAD_NAME = {
    "type": "/problems/bad-name",
    "title": "The name cannot be used",
    "status": 422,
    "detail": "the name is empty or has no letters",
    "reason": "empty",
    "errors": [{"detail": "the name is empty or has no letters", "pointer": "#/mentions/1/name"}],
}


def shown(**values: object) -> dict[str, Any]:
    """The content of an answer in OpenAPI, with one example for each keyword."""
    return {
        "content": {
            "application/json": {
                "examples": {name: {"value": value} for name, value in values.items()}
            }
        }
    }


RESOLVE_ANSWERS = shown(
    match=_ANSWER, none=NONE_FOUND, batch={"results": [_ANSWER, {"error": BAD_NAME}, NONE_FOUND]}
)
RECORD_ANSWERS = shown(
    joined=_RECORDED,
    given={**_RECORDED, "how": "given", "score": None},
    batch={"results": [_RECORDED, {"error": BAD_NAME}]},
)
COMPARE_ANSWERS = shown(match=COMPARISON)
ENTITY_ANSWERS = shown(
    entity={
        **_REF,
        "kind": "person",
        "spellings": [
            {"name": "Мансур Мовлаев", "mentions": 1},
            {"name": "Mansur Movlayev", "mentions": 1},
        ],
        "mentions": [
            {
                "mention_id": "m1",
                "name": "Мансур Мовлаев",
                "how": "given",
                "recorded_at": "2025-05-17T08:00:00Z",
                "language": "ru",
                "source": "archive",
                "id": "row-1",
            }
        ],
    }
)
HEALTH_ANSWERS = shown(ok={"status": "ok", "version": "0.1.0", "rules_version": RULES_VERSION})
