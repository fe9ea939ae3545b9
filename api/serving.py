"""How a route gets at the service that the app was made with."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from resolver.desk import Desk
from resolver.service import Service


async def _service(request: Request) -> Service:
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


Serving = Annotated[Service, Depends(_service)]


async def _desk(request: Request) -> Desk:
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


AtDesk = Annotated[Desk, Depends(_desk)]


async def _key_id(request: Request) -> str | None:
    return request.scope.get("key_id") or None


KeyId = Annotated[str | None, Depends(_key_id)]
"""The id of the key that the request came with; None where the server has no keys."""
