"""`/compare`: are two spellings one name, letter by letter, and why?"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.asked import Text, kind_asked
from api.pages.frame import render
from api.pages.views_compare import CHANGES, Compared, compared
from resolver.errors import BadName
from resolver.mention import Kind
from resolver.text import clean

router = APIRouter(include_in_schema=False)

EXAMPLES = (
    ("Mowlajew", "Мовлаев", Kind.PERSON),
    ("Саша Иванов", "Aleksandr Ivanov", Kind.PERSON),
    ("Katz", "Кац", Kind.PERSON),
    ("Kazakhstaan", "Казахстан", Kind.PLACE),
)


@router.get("/compare", operation_id="pageCompare")
def compare_page(
    request: Request, a: Text = "", b: Text = "", kind: Text = Kind.PERSON.value
) -> Response:
    """The form, and what is to be said of the two names if both are there."""
    asked = kind_asked(kind) or Kind.PERSON
    faults = {side: fault for side, text in (("a", a), ("b", b)) if (fault := _fault(text))}
    shown: Compared | None = None
    if a.strip() and b.strip() and not faults:
        try:
            shown = compared(a, b, asked)
        except BadName as error:  # one that only analysis finds
            faults["b"] = f"{str(error).capitalize()}."
    return render(
        request,
        "compare.html",
        status=422 if faults else 200,
        a=a,
        b=b,
        kind=asked,
        kinds=tuple(Kind),
        shown=shown,
        faults=faults,
        examples=EXAMPLES,
        changes=CHANGES,
    )


def _fault(text: str) -> str:
    if not text.strip():
        return ""
    try:
        clean(text)
    except BadName as error:
        return f"{str(error).capitalize()}."
    return ""
