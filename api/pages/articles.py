"""`/articles`: a text with its names marked, and the entities that they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from api.pages.asked import entity_path
from api.pages.form import Fields, Form
from api.pages.frame import render
from api.pages.views_article import SAYS, article_shown
from api.schemas import MAX_TEXT, ExtractIn
from api.serving import Serving
from resolver.extract.linked import Standing, linked

router = APIRouter(include_in_schema=False)

_ADVICE = {
    "text": "Paste a text.",
    "language": "Choose one of the languages.",
    "source": "A source has at most 500 characters, and none that is invisible to a file.",
    "date": "Write the date as 2026, 2026-05 or 2026-05-17.",
}


@dataclass(frozen=True, slots=True)
class Pasted:
    """The form as it was filled in; `faults` say by field what to do."""

    text: str = ""
    language: str = "auto"
    source: str = ""
    date: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


@router.get("/articles", operation_id="pageArticles")
def articles_page(request: Request) -> Response:
    """The form."""
    return render(request, "articles.html", given=Pasted(), most=MAX_TEXT)


@router.post("/articles", operation_id="pageArticle")
def article_page(request: Request, service: Serving, form: Form) -> Response:
    """The text with its names. A question: nothing is recorded."""
    given = _pasted(form)
    try:
        asked = ExtractIn(
            text=given.text,
            language=given.language,  # type: ignore[arg-type]
            source=given.source or None,
            date=given.date or None,
        )
    except ValidationError as error:
        given = replace(given, faults=_faults(given, error))
        return render(request, "articles.html", status=422, given=given, most=MAX_TEXT)
    shown = article_shown(linked(service, asked.article()))
    return render(
        request,
        "article.html",
        given=given,
        shown=shown,
        most=MAX_TEXT,
        says=SAYS,
        standings=tuple(Standing),
        entity_path=entity_path,
    )


def _pasted(form: Fields) -> Pasted:
    # Browsers send the ends of lines as CR LF; files have LF, and offsets count either once.
    return Pasted(
        text=form.text("text", "").replace("\r\n", "\n"),
        language=form.text("language", "auto"),
        source=form.text("source", "").strip(),
        date=form.text("date", "").strip(),
    )


def _faults(given: Pasted, error: ValidationError) -> dict[str, str]:
    found = {str(one["loc"][0]): _ADVICE[str(one["loc"][0])] for one in error.errors()}
    if len(given.text) > MAX_TEXT:
        found["text"] = (
            f"The text has {len(given.text):,} characters; at most {MAX_TEXT:,} are read here. "
            "Paste it in parts, or give the file to resolver extract."
        )
    elif "text" in found and given.text:
        found["text"] = "The text holds characters that cannot be kept (NUL); remove them."
    return found
