"""The middleware: how much may be sent, and by what id a request is known."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.limits import DRAINED_BODIES, BodyLimit, RequestId

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def echo() -> TestClient:
    """A nested, prefixed route that tells how many bytes it got, behind a limit of 100."""

    async def length(request: Request) -> int:
        return len(await request.body())

    inner = APIRouter(prefix="/inner")
    inner.add_api_route("/length", length, methods=["POST"])
    outer = APIRouter(prefix="/outer")
    outer.include_router(inner)
    app = FastAPI()
    app.add_middleware(BodyLimit, max_bytes=100)
    app.add_middleware(RequestId)
    app.include_router(outer)
    return TestClient(app)


def chunks(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b"x" * 10


@pytest.mark.parametrize("size", [0, 1, 99, 100])
def test_a_body_up_to_the_limit_arrives_whole(echo: TestClient, size: int) -> None:
    assert echo.post("/outer/inner/length", content=b"x" * size).json() == size


@pytest.mark.parametrize("size", [101, 1000, 100_000])
def test_a_body_over_the_limit_is_refused(echo: TestClient, size: int) -> None:
    answer = echo.post("/outer/inner/length", content=b"x" * size)
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize(("count", "status"), [(10, 200), (11, 413), (10_000, 413)])
def test_a_body_of_unannounced_length_is_counted(echo: TestClient, count: int, status: int) -> None:
    answer = echo.post("/outer/inner/length", content=chunks(count))
    assert "content-length" not in answer.request.headers
    assert answer.status_code == status


def test_what_is_too_much_is_dropped_up_to_a_bound_and_no_further() -> None:
    received = 0
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("the app must not run")

    async def endless() -> Message:
        nonlocal received
        received += 10
        return {"type": "http.request", "body": b"x" * 10, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    asyncio.run(BodyLimit(app, max_bytes=100)(scope, endless, send))
    assert received == 100 * DRAINED_BODIES + 10
    assert sent[0]["status"] == 413


def test_a_client_that_leaves_while_sending_starts_nothing() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("the app must not run")

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        raise AssertionError("nobody is there")

    asyncio.run(BodyLimit(app)({"type": "http", "path": "/", "headers": []}, gone, send))


def test_the_api_takes_a_megabyte_and_no_more(client: TestClient) -> None:
    within = b'{"name": "Movlaev"' + b" " * 999_000 + b"}"
    assert client.post("/v1/resolve", content=within, headers=JSON).status_code == 200
    over = b'{"name": "Movlaev"' + b" " * 1_000_000 + b"}"
    assert client.post("/v1/resolve", content=over, headers=JSON).status_code == 413


def test_a_plain_request_id_comes_back(client: TestClient) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": "job-7.row_9"})
    assert answer.headers["X-Request-Id"] == "job-7.row_9"


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "<script>", "id;1"])
def test_any_other_request_id_is_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": given} if given else {})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-Id"])


def test_two_requests_have_two_ids(client: TestClient) -> None:
    first, second = (client.get("/nowhere").headers["X-Request-Id"] for _ in range(2))
    assert first != second
