"""Requests and answers of /match; the tests send them."""

from __future__ import annotations

from fastapi.openapi.models import Example

from api.examples import ENTITY_ID, shown

_QUERY = {"schema": "Person", "properties": {"name": ["Mansur Movlaev"], "country": ["ru"]}}
MATCH: dict[str, Example] = {
    "person": {"summary": "One person", "value": {"queries": {"q1": _QUERY}}},
}
DATASET: dict[str, Example] = {"default": {"summary": "The only one", "value": "default"}}
LIMIT: dict[str, Example] = {"few": {"summary": "At most three", "value": 3}}
THRESHOLD: dict[str, Example] = {"usual": {"summary": "As in yente", "value": 0.7}}
CUTOFF: dict[str, Example] = {"usual": {"summary": "As in yente", "value": 0.5}}
ANSWERS = {
    "description": "Results by the keys of the queries",
    **shown(
        match={
            "responses": {
                "q1": {
                    "status": 200,
                    "results": [
                        {
                            "id": ENTITY_ID,
                            "caption": "Мансур Мовлаев",
                            "schema": "Person",
                            "properties": {"name": ["Мансур Мовлаев"]},
                            "datasets": ["default"],
                            "referents": [],
                            "target": True,
                            "score": 0.98,
                            "match": True,
                            "features": {"surname:reading": 6.2},
                            "explanations": {
                                "surname:reading": {"score": 6.2, "detail": "read the same"}
                            },
                        }
                    ],
                    "total": {"value": 1, "relation": "eq"},
                    "query": _QUERY,
                }
            },
            "matcher": {"name-resolver": {"description": "Evidence of names, see /v1/rules"}},
            "limit": 5,
        }
    ),
}
