"""`/rules`: the tables by standard and by letter, with examples and sources."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.pages.asked import Number
from api.pages.frame import render
from api.pages.views_letters import letter_shown, standard_shown
from api.pages.views_rules import MOST_FIND, browser, rows_of
from api.problems import NOT_FOUND, Refused
from api.serving import Serving
from resolver.errors import NotFound
from resolver.standards import standard

router = APIRouter(prefix="/rules", include_in_schema=False)

Short = Annotated[str, Query(max_length=MOST_FIND)]


@router.get("", operation_id="pageRules")
def rules_page(request: Request, service: Serving, language: Short = "ru") -> Response:
    """Standards of a language, letters, tables."""
    known = {one.code: one for one in browser().languages}
    if language not in known:
        raise Refused(NOT_FOUND.problem("No standard writes this language. /rules lists them."))
    return render(
        request,
        "rules.html",
        browser=browser(),
        chosen=known[language],
        rules_version=service.rules_version,
    )


@router.get("/standards/{id}", operation_id="pageStandard")
def standard_page(request: Request, id: str) -> Response:  # noqa: A002
    """One standard whole."""
    try:
        item = standard(id)
    except NotFound:
        raise Refused(NOT_FOUND.problem("There is no such standard. /rules lists them.")) from None
    return render(request, "standard.html", shown=standard_shown(item))


@router.get("/letters/{letter}", operation_id="pageLetter")
def letter_page(request: Request, letter: str) -> Response:
    """What every table says of a letter."""
    try:
        shown = letter_shown(letter)
    except NotFound:
        detail = "No table says anything of this letter. /rules has those that are known."
        raise Refused(NOT_FOUND.problem(detail)) from None
    return render(request, "letter.html", shown=shown, browser=browser())


@router.get("/tables/{table}", operation_id="pageTable")
def table_page(request: Request, table: str, find: Short = "", after: Number = 0) -> Response:
    """The rows of a table, those with a text or all."""
    try:
        rows = rows_of(table, find, after)
    except NotFound:
        raise Refused(NOT_FOUND.problem("There is no such table. /rules lists them.")) from None
    return render(request, "table.html", rows=rows, find=find, after=after)
