"""Which addresses are pages for people; all others answer programs."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.types import Scope

from api.limits import address_of

_PROGRAMS = re.compile(
    r"/(v1|reconcile|match|problems)([/:].*)?|/(healthz|readyz|metrics|openapi\.json)"
)
FRAGMENT = "X-Fragment"
"""The header of our script: it wants a part of a page, and handles errors itself."""


def is_page(address: str) -> bool:
    """Whether an address belongs to the pages, known or not."""
    return _PROGRAMS.fullmatch(address) is None


def wants_page(scope: Scope) -> bool:
    """Whether an error should be answered as a page."""
    headers = Headers(scope=scope)
    for_people = "text/html" in headers.get("accept", "") or FRAGMENT in headers
    return is_page(address_of(scope)) and for_people


def inside(address: str) -> str:
    """An address of ours to go on to, or the home page for one that leads elsewhere."""
    local = re.fullmatch(r"/(?![/\\])[\x21-\x7e]*", address)
    return address if local and len(address) <= 2_000 else "/"
