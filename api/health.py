"""Is the process there, and what does it run?"""

from __future__ import annotations

from fastapi import APIRouter

from api import examples
from api.answers import HealthOut
from api.problems import ANYTIME, INTERNAL_ERROR, documented
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


@router.get(
    "/readyz",
    operation_id="getReadiness",
    summary="Ready to answer and to record",
    response_description="The store can be written and the rules are loaded",
    responses={200: examples.HEALTH_ANSWERS, **documented(*ANYTIME)},
)
def readiness(service: Serving) -> HealthOut:
    """Takes the write lock of the store and gives it back; 503 where it cannot be had. The
    tables of the database are current: a server does not start on any others.
    """
    service.check()
    return HealthOut(status="ok", version=__version__, rules_version=service.rules_version)
