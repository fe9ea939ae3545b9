"""What several questions about names need: a usable name, a known language."""

from __future__ import annotations

from api.answers import Fault
from api.problems import INVALID_REQUEST, Refused, bad_name
from resolver.errors import BadName, NotFound
from resolver.mention import Kind
from resolver.names import Name, analyze
from resolver.standards import Standard, standard, standards
from resolver.text import Cleaned, clean


def analysed(raw: str, kind: Kind, pointer: str) -> Name:
    """The name, or Refused with what is wrong with it."""
    try:
        return analyze(raw, kind)
    except BadName as error:
        raise Refused(bad_name(error, pointer)) from error


def cleaned(raw: str) -> Cleaned:
    """The name at `/name` as a string that may be spelled, or Refused."""
    try:
        return clean(raw)
    except BadName as error:
        raise Refused(bad_name(error, "/name")) from error


def known_language(code: str | None) -> str | None:
    """The code, or Refused where no standard writes that language."""
    if code is None or standards(code):
        return code
    known = ", ".join(sorted({each for item in standards() for each in item.languages}))
    raise _refused("/language", f"no standard writes this language; known are {known}")


def known_standard(key: str) -> Standard:
    """The standard, or Refused."""
    try:
        return standard(key)
    except NotFound:
        detail = "there is no such standard; GET /v1/rules/standards lists them"
        raise _refused("/standard", detail) from None


def _refused(pointer: str, detail: str) -> Refused:
    return Refused(INVALID_REQUEST.problem(errors=[Fault(pointer=f"#{pointer}", detail=detail)]))
