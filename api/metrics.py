"""What a Prometheus server reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from api.problems import ANYTIME, documented
from api.telemetry import Counts
from resolver.names import analyze
from resolver.service import Service

router = APIRouter(tags=["health"])

_SHOWN: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The measurements",
        "content": {"text/plain": {"examples": {"text": {"value": "# HELP resolver_requests"}}}},
    }
}


def registry_of(service: Service) -> CollectorRegistry:
    """A registry of one app, with what its service counts by itself."""
    registry = CollectorRegistry()
    for counts in (
        Counts("resolver_outcomes", "Names looked up, by outcome.", "outcome", service.counted),
        Counts("resolver_store", "What the store holds.", "what", service.held, rising=False),
        Counts("resolver_name_cache", "Lookups of analysed names.", "result", _cache),
    ):
        registry.register(counts)
    return registry


def _cache() -> Iterator[tuple[str, float]]:
    info = analyze.cache_info()
    yield "hit", info.hits
    yield "miss", info.misses


@router.get(
    "/metrics",
    operation_id="getMetrics",
    summary="Measurements for Prometheus",
    response_class=Response,
    responses={**_SHOWN, **documented(*ANYTIME)},
)
def metrics(request: Request) -> Response:
    """Requests and their times by operation, outcomes, what the store holds (`suggestions`
    is the queue of the clerks), and how often names were found analysed already.
    """
    return Response(generate_latest(request.app.state.registry), media_type=CONTENT_TYPE_LATEST)
