"""Requests and answers of `extractNames` shown in the OpenAPI document."""

from __future__ import annotations

from fastapi.openapi.models import Example

from api.examples import ENTITY_ID, shown

_TEXT = "Адвокат встретился с Мансуром Мовлаевым в Алматы."

REQUESTS: dict[str, Example] = {
    "text": {"summary": "A plain text", "value": {"text": _TEXT}},
    "page": {
        "summary": "A page, with what is known of it",
        "value": {
            "text": "<html><nav>Menu</nav><p>Lawyer Murat Adam left Kazakhstaan.</p></html>",
            "language": "en",
            "source": "press",
            "date": "2026-01-30",
            "id": "article-1",
        },
    },
}

ANSWERS = shown(
    text={
        "language": "ru",
        "text": _TEXT,
        "names": [
            {
                "kind": "person",
                "text": "Мансуром Мовлаевым",
                "start": 21,
                "end": 39,
                "name": "Мансур Мовлаев",
                "full_name": "Мансур Мовлаев",
                "group": 0,
                "sentence": _TEXT,
                "standing": "match",
                "entity": {"id": ENTITY_ID, "name": "Мансур Мовлаев"},
            }
        ],
    }
)
