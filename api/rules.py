"""The tables that decide, to be read: rows, standards, sources and examples."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api import examples_questions as examples
from api.answers_questions import RowsOut, StandardOut, StandardsOut, TableRef, TablesOut
from api.problems import BUSY, INTERNAL_ERROR, LOOKING_UP, NOT_FOUND, Refused, documented
from api.serving import Serving
from resolver.rules import table, table_names
from resolver.standards import standards

router = APIRouter(prefix="/rules", tags=["rules"])


@router.get(
    "",
    operation_id="listRules",
    summary="The tables of rules",
    response_description="The tables",
    responses={200: examples.TABLES_ANSWERS, **documented(INTERNAL_ERROR, BUSY)},
)
def list_rules(service: Serving) -> TablesOut:
    """Every table with its columns and number of rows, the operator's own rows included."""
    found = [(name, table(name)) for name in table_names()]
    return TablesOut(
        rules_version=service.rules_version,
        tables=[
            TableRef(table=name, rows=len(rows), columns=list(rows[0]) if rows else [])
            for name, rows in found
        ],
    )


@router.get(
    "/standards",
    operation_id="listStandards",
    summary="The standards of romanization",
    response_description="The standards",
    responses={200: examples.STANDARDS_ANSWERS, **documented(*LOOKING_UP)},
)
def list_standards(
    service: Serving,
    language: Annotated[
        str | None,
        Query(max_length=35, pattern=r"^[A-Za-z0-9-]+$", openapi_examples=examples.LANGUAGE),
    ] = None,
) -> StandardsOut:
    """All, or those of one language, each with its source and examples."""
    return StandardsOut(
        rules_version=service.rules_version,
        standards=[StandardOut.of(item) for item in standards(language)],
    )


@router.get(
    "/{table}",
    operation_id="getRules",
    summary="The rows of a table",
    response_description="A page of rows",
    response_model_exclude_defaults=True,
    responses={200: examples.ROWS_ANSWERS, **documented(*LOOKING_UP)},
)
def get_rules(
    service: Serving,
    name: Annotated[str, Path(alias="table", openapi_examples=examples.TABLE)],
    limit: Annotated[int, Query(ge=1, le=1000, openapi_examples=examples.LIMIT)] = 100,
    after: Annotated[
        int, Query(ge=0, le=1_000_000, openapi_examples=examples.AFTER, description="Rows to skip.")
    ] = 0,
) -> RowsOut:
    """In the order of the table; `next` is missing on the last page."""
    if name not in table_names():
        raise Refused(NOT_FOUND.problem("No table has this name; GET /v1/rules lists them."))
    rows = table(name)
    end = after + limit
    return RowsOut(
        rules_version=service.rules_version,
        table=name,
        rows=list(rows[after:end]),
        next=end if end < len(rows) else None,
    )
