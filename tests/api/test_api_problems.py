"""Every error is a problem document that says where and why, and repeats nothing."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from api import problems
from api.limits import RequestId
from resolver.errors import (
    BadInput,
    BadName,
    Conflict,
    DamagedData,
    NotFound,
    OutcomeUnknown,
    StoreBusy,
)

JSON = {"Content-Type": "application/json"}
MARKER = "Zyxomarker"


def problem(answer: httpx2.Response) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == answer.status_code
    assert body["title"]
    assert body["detail"]
    assert len(body.get("errors", [])) <= 20
    return body


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/docs", 404, "not-found"),
        ("GET", "/redoc", 404, "not-found"),
        ("POST", "/v1/resolve/", 404, "not-found"),
        ("GET", "/v1/resolve", 405, "method-not-allowed"),
        ("DELETE", "/healthz", 405, "method-not-allowed"),
    ],
)
def test_an_address_or_method_that_is_not_there_is_a_problem(
    client: TestClient, method: str, path: str, status: int, slug: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, problem(answer)["type"]) == (status, f"/problems/{slug}")
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_wrong_method_is_told_all_that_work(client: TestClient) -> None:
    assert client.options("/v1/decisions").headers["Allow"] == "GET, POST"
    assert client.put("/v1/entities/a/b").headers["Allow"] == "GET"
    assert client.put("/v1/entities/a:merge").headers["Allow"] == "POST"
    assert client.delete("/reconcile").headers["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"]
)
def test_a_body_of_another_type_is_refused(client: TestClient, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = client.post("/v1/resolve", content=b'{"name": "Movlaev"}', headers=headers)
    assert (answer.status_code, problem(answer)["type"]) == (
        415,
        "/problems/unsupported-media-type",
    )


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON; charset=utf-8", "application/vnd.archive+json"],
)
def test_json_by_any_of_its_names_is_taken(client: TestClient, content_type: str) -> None:
    answer = client.post(
        "/v1/resolve", content=b'{"name": "Movlaev"}', headers={"Content-Type": content_type}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"NaN",
        b'{"name": NaN}',
        b'{"name": 1e999}',
        b'{"name": -1e999}',
        b'{"name": Infinity}',
        b'{"name": ' + b"9" * 5000 + b"}",
        b'{"name": "Movlaev", "name": "Kadyrov"}',
        b"[" * 17 + b"1" + b"]" * 17,
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"name": "\xff"}',
        b'\xef\xbb\xbf{"name": "Movlaev"}',
        '{"name": "Movlaev"}'.encode("utf-16"),
        b'{"name": "\x00"}',
    ],
)
def test_a_body_that_is_not_strict_json_is_a_bad_request(client: TestClient, body: bytes) -> None:
    for path in ("/v1/resolve", "/v1/mentions", "/v1/compare"):
        answer = client.post(path, content=body, headers=JSON)
        assert (answer.status_code, problem(answer)["type"]) == (400, "/problems/bad-json")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty"),
        ("\u200b\u202e", "empty"),
        ("М" * 513, "too_long"),
        ("Mov\0laev", "nul"),
        ("Mov\ud800laev", "surrogate"),
        ("M" + "\u0301" * 31, "marks"),
    ],
)
def test_a_name_that_cannot_be_used_says_why(client: TestClient, name: str, reason: str) -> None:
    body = json.dumps({"name": name}).encode()
    for path in ("/v1/resolve", "/v1/mentions"):
        found = problem(client.post(path, content=body, headers=JSON))
        assert (found["type"], found["reason"]) == ("/problems/bad-name", reason)
        assert [fault["pointer"] for fault in found["errors"]] == ["#/name"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/name"),
        ([], "#"),
        ("Movlaev", "#"),
        (None, "#"),
        ({"name": 7}, "#/name"),
        ({"name": ["Movlaev"]}, "#/name"),
        ({"name": "Movlaev", "kind": "planet"}, "#/kind"),
        ({"name": "Movlaev", "birth_date": "1990-02-30"}, "#/birth_date"),
        ({"name": "Movlaev", "birth_date": "17.05.1990"}, "#/birth_date"),
        ({"name": "Movlaev", "birth_date": "१९९०"}, "#/birth_date"),
        ({"name": "Movlaev", "language": "not a tag"}, "#/language"),
        ({"name": "Movlaev", "country": ""}, "#/country"),
        ({"name": "Movlaev", "context": "x" * 2001}, "#/context"),
        ({"name": "Movlaev", "context": "\0"}, "#/context"),
        ({"name": "Movlaev", "context": "\udfff"}, "#/context"),
        ({"name": "Movlaev", "birthdate": "1990"}, "#"),
        ({"mentions": "Movlaev"}, "#/mentions"),
        ({"mentions": [], "name": "Movlaev"}, "#"),
    ],
)
def test_a_request_that_does_not_fit_is_pointed_at(
    client: TestClient, body: object, pointer: str
) -> None:
    answer = client.post("/v1/resolve", content=json.dumps(body), headers=JSON)
    found = problem(answer)
    assert (answer.status_code, found["type"]) == (422, "/problems/invalid-request")
    assert [fault["pointer"] for fault in found["errors"]] == [pointer]


def test_no_problem_repeats_what_was_sent(client: TestClient) -> None:
    bodies: list[object] = [
        MARKER,
        [MARKER],
        {MARKER: MARKER},
        {"name": "x", MARKER: 1},
        {"name": MARKER * 100},
        {"name": MARKER + "\0"},
        {"name": {MARKER: MARKER}},
        {"name": "x", "kind": MARKER},
        {"name": "x", "birth_date": MARKER},
        {"name": "x", "language": MARKER + " "},
        {"mentions": MARKER},
        {"mentions": [MARKER, {MARKER: MARKER}, {"name": MARKER + "\0"}, {"kind": MARKER}]},
        {"name_a": MARKER + "\0", "name_b": MARKER},
    ]
    answers = [
        client.post(path, content=json.dumps(body), headers=JSON)
        for path in ("/v1/resolve", "/v1/mentions", "/v1/compare")
        for body in bodies
    ]
    answers += [
        client.get(f"/v1/entities/{MARKER}"),
        client.get(f"/{MARKER}?{MARKER}={MARKER}"),
        client.post("/v1/resolve", content=f'{{"{MARKER}'.encode(), headers=JSON),
        client.post("/v1/resolve", content=MARKER.encode(), headers={"Content-Type": MARKER}),
        client.post("/v1/resolve", content=b'{"name":1}', headers={**JSON, MARKER: MARKER}),
    ]
    assert all("problems/" in answer.text for answer in answers)
    assert [answer.request.content for answer in answers if MARKER in answer.text] == []


def test_many_faults_are_cut_at_twenty(client: TestClient) -> None:
    many = {"mentions": [], **{f"extra{number}": 1 for number in range(10_000)}}
    found = problem(client.post("/v1/resolve", json=many))
    assert len(found["errors"]) <= 20
    shown = problems.faults(
        [{"type": "x", "loc": ("body", i), "msg": "m", "input": 0} for i in range(100)]
    )
    assert [fault.pointer for fault in shown] == [f"#/{i}" for i in range(20)]


def small_app(error: Exception) -> TestClient:
    """An app of one route, in a nested and prefixed router, that fails with `error`."""

    def fail() -> None:
        raise error

    inner = APIRouter(prefix="/inner")
    inner.add_api_route("/fail", fail)
    outer = APIRouter(prefix="/outer")
    outer.include_router(inner)
    app = FastAPI()
    problems.install(app)
    app.add_middleware(RequestId)
    app.include_router(outer)
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (BadName("empty", MARKER), 422, "bad-name"),
        (BadInput(MARKER), 422, "invalid-request"),
        (NotFound(MARKER), 404, "not-found"),
        (Conflict(MARKER), 409, "conflict"),
        (DamagedData(MARKER), 500, "damaged-data"),
        (StoreBusy(MARKER), 503, "busy"),
        (OutcomeUnknown(MARKER), 503, "busy"),
        (RuntimeError(MARKER), 500, "internal-error"),
    ],
)
def test_an_error_that_no_route_expected_is_a_problem_all_the_same(
    error: Exception, status: int, slug: str
) -> None:
    answer = small_app(error).get("/outer/inner/fail", headers={"X-Request-Id": "abc-1"})
    assert (answer.status_code, problem(answer)["type"]) == (status, f"/problems/{slug}")
    assert MARKER not in answer.text
    assert answer.headers["X-Request-Id"] == "abc-1"
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_only_what_is_known_to_have_changed_nothing_is_said_to_have() -> None:
    said = {
        kind: problem(small_app(kind("")).get("/outer/inner/fail"))["detail"]
        for kind in (StoreBusy, OutcomeUnknown)
    }
    assert said[StoreBusy].startswith("Nothing was changed.")
    assert "not known" in said[OutcomeUnknown]
    assert "Idempotency-Key" in said[OutcomeUnknown]


def test_a_server_fault_is_logged_by_its_kind_and_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    small_app(DamagedData(MARKER)).get("/outer/inner/fail", headers={"X-Request-Id": "abc-1"})
    assert [record.getMessage() for record in caplog.records if record.name == "api.problems"] == [
        "request abc-1: DamagedData"
    ]
    assert MARKER not in caplog.text


def test_every_problem_type_has_an_address_of_its_own() -> None:
    uris = [kind.uri for kind in problems.TYPES]
    assert len(set(uris)) == len(uris)
    assert all(uri.startswith("/problems/") for uri in uris)
