"""Is the process there, and what does it run?"""

from __future__ import annotations

from fastapi import APIRouter

from api import examples
from api.answers import HealthOut
from api.problems import INTERNAL_ERROR, documented
from api.serving import Serving
from resolver import __version__

router = APIRouter(tags=["health"])


@router.get(
    "/healthz",
    operation_id="getHealth",
    summary="Alive, and in which version",
    response_description="The process answers",
    responses={200: examples.HEALTH_ANSWERS, **documented(INTERNAL_ERROR)},
)
def health(service: Serving) -> HealthOut:
    return HealthOut(status="ok", version=__version__, rules_version=service.rules_version)
