"""Requests and answers of questions about spellings and rules; the tests send them."""

from __future__ import annotations

from fastapi.openapi.models import Example

from api.examples import BAD_NAME, COMPARISON, NONE_FOUND, RULES_VERSION, shown

ROMANIZE: dict[str, Example] = {
    "all": {"summary": "By every standard", "value": {"name": "Мовлаев", "language": "ru"}},
    "one": {
        "summary": "As a German newspaper does",
        "value": {"name": "Хрущёв", "standard": "press-de"},
    },
}
ORIGINAL: dict[str, Example] = {
    "press": {"summary": "A spelling of the German press", "value": {"name": "Mowlajew"}},
    "language": {
        "summary": "Of one language",
        "value": {"name": "Mykola Petrenko", "language": "uk", "limit": 1},
    },
}
VARIANTS: dict[str, Example] = {
    "spellings": {"summary": "The five likeliest", "value": {"name": "Мовлаев", "limit": 5}},
    "query": {
        "summary": "With a query for Lucene, Elasticsearch or Solr",
        "value": {"name": "Mansur Movlaev", "limit": 20, "query": "lucene"},
    },
}
TABLE: dict[str, Example] = {"latin": {"summary": "A table", "value": "readings_latin"}}
LANGUAGE: dict[str, Example] = {"uk": {"summary": "Ukrainian", "value": "uk"}}
LIMIT: dict[str, Example] = {"few": {"summary": "A short page", "value": 2}}
AFTER: dict[str, Example] = {"second": {"summary": "The second page of two", "value": 2}}
STREAM = {
    "three": {
        "summary": "Two mentions and a line that is none",
        "value": '{"name": "Movlaev", "id": "row-1"}\nnonsense\n{"name": "Мовлаев"}\n',
    }
}

_REF = {"id": "icao-9303", "title": "ICAO Doc 9303 Machine Readable Travel Documents"}

ROMANIZE_ANSWERS = shown(
    all={"romanizations": [{"latin": "Movlaev", "standard": _REF, "status": "official"}]}
)
ORIGINAL_ANSWERS = shown(
    found={
        "originals": [
            {
                "text": "Мовлаев",
                "language": "ru",
                "score": 0.71,
                "how": "standard",
                "standards": [{"id": "press-de", "title": "German press"}],
                "also": ["bg"],
            }
        ]
    }
)
_VARIANT = {
    "text": "Movlayev",
    "weight": 0.5,
    "how": "spelling",
    "original": "Мовлаев",
    "language": "ru",
    "standards": [{"id": "bgn-pcgn-1947", "title": "BGN/PCGN 1947"}],
}
VARIANTS_ANSWERS = shown(
    spellings={"variants": [_VARIANT]},
    query={"variants": [_VARIANT], "query": '"Movlayev" OR "Мовлаев"'},
)
EXPLAIN_ANSWERS = shown(
    match={
        **COMPARISON,
        "summary": "Surname: Movlayev and Мовлаев read the same.",
        "alignment": [
            {
                "part": "surname",
                "a": "la",
                "b": "ла",
                "segments": [{"a": "la", "b": "ла", "sounds": "ла", "rule": "", "kind": "same"}],
            }
        ],
    }
)
TABLES_ANSWERS = shown(
    tables={
        "rules_version": RULES_VERSION,
        "tables": [
            {
                "table": "readings_latin",
                "rows": 400,
                "columns": ["letters", "sounds", "conventions", "example", "source"],
            }
        ],
    }
)
ROWS_ANSWERS = shown(
    page={
        "rules_version": RULES_VERSION,
        "table": "readings_latin",
        "rows": [{"letters": "w", "sounds": "в", "source": "Duden"}],
        "next": 2,
    }
)
STANDARDS_ANSWERS = shown(
    standards={
        "rules_version": RULES_VERSION,
        "standards": [
            {
                **_REF,
                "status": "official",
                "languages": ["ru"],
                "year": 2021,
                "source": "ICAO Doc 9303 part 3, section 6",
                "examples": [["Мовлаев", "Movlaev"]],
            }
        ],
    }
)
STREAM_ANSWER = {
    "description": "One line for each line sent, in order, and a summary",
    "content": {
        "application/jsonl": {
            "schema": {
                "anyOf": [
                    {"$ref": f"#/components/schemas/{name}"}
                    for name in ("LineOut", "FailedLine", "LastLine")
                ]
            },
            "examples": {
                "none": {"value": {"line": 1, "id": "row-1", **NONE_FOUND}},
                "failed": {"value": {"line": 2, "error": BAD_NAME}},
                "summary": {
                    "value": {"summary": {"answered": 1, "failed": 1, "outcomes": {"none": 1}}}
                },
            },
        }
    },
}
