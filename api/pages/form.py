"""A form as a page sends it: `application/x-www-form-urlencoded`, each field read by name."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request

from api.answers import Fault
from api.problems import INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE, Refused

_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 12_000


class Fields:
    """The fields of a form. What a form of ours always has and is not there is refused."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self._fields = fields

    def text(self, name: str, default: str | None = None) -> str:
        """The one value of a field."""
        values = self._fields.get(name, [])
        if values:
            return values[-1]
        if default is None:
            raise refused(name, "is missing: load the page anew")
        return default

    def number(self, name: str, default: int | None = None) -> int:
        """The value of a field that is a number from 0 to 2^53."""
        given = self.text(name, None if default is None else str(default))
        if not given.isascii() or not given.isdigit() or len(given) > 15:
            raise refused(name, "must be a number")
        return int(given)

    def many(self, name: str) -> list[str]:
        """Every value of a field, in order, each once."""
        return list(dict.fromkeys(self._fields.get(name, [])))


def refused(name: str, detail: str) -> Refused:
    """A field that cannot be used."""
    return Refused(INVALID_REQUEST.problem(errors=[Fault(parameter=name, detail=detail)]))


async def _fields(request: Request) -> Fields:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != _TYPE:
        raise Refused(UNSUPPORTED_MEDIA_TYPE.problem(f"Send a form: {_TYPE}."))
    try:
        text = (await request.body()).decode("utf-8")
        found = parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Refused(INVALID_REQUEST.problem("The form cannot be read.")) from None
    return Fields(found)


Form = Annotated[Fields, Depends(_fields)]
