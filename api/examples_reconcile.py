"""Requests and answers of the reconciliation service; the tests send them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi.openapi.models import Example

from api.examples import ENTITY as ENTITY
from api.examples import ENTITY_ID, shown

_QUERIES = '{"q0": {"query": "Movlaev", "type": "person", "type_strict": "should", "limit": 3}}'
_EXTEND = f'{{"ids": ["{ENTITY_ID}"], "properties": [{{"id": "spellings"}}]}}'

QUERIES: dict[str, Example] = {"one": {"summary": "One name", "value": _QUERIES}}
EXTEND: dict[str, Example] = {"spellings": {"summary": "All spellings", "value": _EXTEND}}
PREFIX: dict[str, Example] = {"word": {"summary": "How a word begins", "value": "Mov"}}
CURSOR: dict[str, Example] = {"start": {"summary": "From the first on", "value": 0}}
CURSOR_10: dict[str, Example] = {"ten": {"summary": "At most ten", "value": 10}}
TYPE: dict[str, Example] = {"person": {"summary": "Of persons", "value": "person"}}

FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}},
                    "anyOf": [{"required": ["queries"]}, {"required": ["extend"]}],
                },
                "examples": {
                    "queries": {"value": urlencode({"queries": _QUERIES})},
                    "extend": {"value": urlencode({"extend": _EXTEND})},
                },
            }
        },
    }
}


def _described(text: str, **values: object) -> dict[str, Any]:
    return {"description": text, **shown(**values)}


_TYPE = {"id": "person", "name": "Person"}
MANIFEST = _described(
    "The manifest, or results",
    manifest={"versions": ["0.2"], "name": "name-resolver", "batchSize": 200},
)
RESULTS = _described(
    "Results by the keys of the queries, or rows of properties",
    results={
        "q0": {
            "result": [
                {
                    "id": ENTITY_ID,
                    "name": "Мансур Мовлаев",
                    "score": 97.1,
                    "match": True,
                    "type": [_TYPE],
                    "features": [{"id": "name_score", "value": 0.971}],
                }
            ]
        }
    },
)
SUGGESTED = _described("Suggestions", some={"result": [_TYPE]})
PROPOSED = _described(
    "Properties", some={"properties": [{"id": "spellings", "name": "Spellings"}], "limit": 100}
)
PREVIEW: dict[str, Any] = {
    "description": "The page",
    "content": {"text/html": {"examples": {"page": {"value": "<!doctype html>"}}}},
}
