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
