"""Logs, measurements and readiness: what an operator sees, and what nobody may see there."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from prometheus_client import CollectorRegistry

from api.limits import RequestId
from api.telemetry import JsonLines, Measured
from resolver.store.sqlite import SqliteStore


def test_requests_are_measured_by_operation_behind_nested_routers(
    caplog: pytest.LogCaptureFixture,
) -> None:
    inner = APIRouter(prefix="/inner")
    inner.add_api_route("/{name}", lambda name: name, operation_id="tellName")
    outer = APIRouter(prefix="/outer")
    outer.include_router(inner)
    app = FastAPI()
    app.include_router(outer)
    registry = CollectorRegistry()
    client = TestClient(RequestId(Measured(app, registry)))
    with caplog.at_level(logging.INFO, "resolver.requests"):
        client.get("/outer/inner/Mowlajew", headers={"X-Request-Id": "job-1"})
        client.get("/outer/nowhere")
    asked = {"operation": "tellName", "status": "200"}
    assert registry.get_sample_value("resolver_requests_total", asked) == 1
    missed = {"operation": "none", "status": "404"}
    assert registry.get_sample_value("resolver_requests_total", missed) == 1
    lines = [JsonLines().format(record) for record in caplog.records if "operation" in vars(record)]
    first = json.loads(lines[0])
    assert (first["request_id"], first["operation"], first["status"]) == ("job-1", "tellName", 200)
    assert "Mowlajew" not in "".join(lines)


def test_the_measurements_tell_outcomes_and_what_the_store_holds(client: TestClient) -> None:
    client.post("/v1/mentions", json={"name": "Мансур Мовлаев"})
    client.post("/v1/resolve", json={"name": "Mansur Movlaev"})
    client.post("/v1/resolve", json={"name": "Gulnara Bazhkenova"})
    text = client.get("/metrics").text
    for line in (
        'resolver_outcomes_total{outcome="match"} 1.0',
        'resolver_outcomes_total{outcome="none"} 1.0',
        'resolver_store{what="entities"} 1.0',
        'resolver_store{what="suggestions"} 0.0',
        'resolver_requests_total{operation="resolve",status="200"} 2.0',
        'resolver_request_seconds_count{operation="resolve"} 2.0',
    ):
        assert line in text
    assert "resolver_name_cache_total" in text


def test_it_is_ready_while_the_store_can_be_written(client: TestClient, store: SqliteStore) -> None:
    assert client.get("/readyz").status_code == 200
    before = list(store.events())
    with store.writing():
        busy = client.get("/readyz")
    assert (busy.status_code, busy.json()["type"]) == (503, "/problems/busy")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert list(store.events()) == before


def test_an_error_is_logged_by_its_type_and_place_and_without_its_message() -> None:
    try:
        raise ValueError("Mansur Movlaev")
    except ValueError:
        record = logging.LogRecord("uvicorn", logging.ERROR, "", 0, "failed\n", (), sys.exc_info())
    line = JsonLines().format(record)
    assert json.loads(line)["error"] == "ValueError"
    assert "test_api_telemetry.py" in line
    assert "Movlaev" not in line
    assert "\n" not in line
