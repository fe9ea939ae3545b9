"""Our own style sheet and script, under names that change with what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter, Response
from starlette.requests import Request

from api.problems import NOT_FOUND, Refused
from resolver.showing.environment import base_style

router = APIRouter(include_in_schema=False)

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FIRST = "pages.css"  # of every page; it begins with what reports share
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served. `address` holds the beginning of its hash."""

    address: str
    media_type: str
    body: bytes
    tag: str


@cache
def assets() -> dict[str, Asset]:
    """The files by their plain names."""
    found = {}
    for file in files("api.pages").joinpath("static").iterdir():
        stem, _, ending = file.name.rpartition(".")
        if ending in _TYPES:
            body = file.read_bytes()
            if file.name == _FIRST:
                body = base_style().encode() + body
            digest = sha256(body).hexdigest()[:16]
            address = f"/static/{stem}.{digest}.{ending}"
            found[file.name] = Asset(address, _TYPES[ending], body, f'"{digest}"')
    return found


@cache
def _by_address() -> dict[str, Asset]:
    return {asset.address: asset for asset in assets().values()}


@router.get("/static/{name}", operation_id="pageAsset")
async def asset(name: str, request: Request) -> Response:
    """A file under its present name; an old name is gone, as its pages are."""
    found = _by_address().get(f"/static/{name}")
    if found is None:
        raise Refused(NOT_FOUND.problem())
    headers = {**_FOR_EVER, "ETag": found.tag}
    if request.headers.get("if-none-match") == found.tag:
        return Response(status_code=304, headers=headers)
    return Response(found.body, media_type=found.media_type, headers=headers)
