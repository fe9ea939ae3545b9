"""POST /v1/resolve:stream: lines in, lines out, whatever the lines are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from api.app import create_app
from api.lines import MAX_LINE_BYTES, LineSplitter
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

PATH = "/v1/resolve:stream"
LINES = {"Content-Type": "application/jsonl"}


def stream(client: TestClient, *lines: bytes) -> list[dict[str, Any]]:
    answer = client.post(PATH, content=b"\n".join(lines), headers=LINES)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/jsonl")
    return [json.loads(line) for line in answer.content.splitlines()]


def mention(name: str, **more: str) -> bytes:
    return json.dumps({"name": name, **more}).encode()


def test_answers_keep_the_order_and_the_ids_and_a_summary_ends_them(client: TestClient) -> None:
    client.post("/v1/mentions", json={"name": "Мансур Мовлаев", "entity_id": "movlaev"})
    *answers, last = stream(
        client, mention("Mansur Mowlajew", id="a"), mention("Gulnara Bazhkenova", id="b")
    )
    assert [(each["line"], each["id"]) for each in answers] == [(1, "a"), (2, "b")]
    assert [each["outcome"] for each in answers] == ["match", "none"]
    assert answers[0]["entity"]["id"] == "movlaev"
    outcomes = {"match": 1, "ambiguous": 0, "none": 1}
    assert last == {"summary": {"answered": 2, "failed": 0, "outcomes": outcomes}}


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        (b"nonsense", "bad-json"),
        (b'{"name": NaN}', "bad-json"),
        (b"\xff\xfe", "bad-json"),
        (b"[" * 60_000, "bad-json"),
        (b"[1]", "invalid-request"),
        (b'{"name": "Movlaev", "zyxo": 1}', "invalid-request"),
        (b'{"name": "Movlaev", "id": "\\ud800"}', "invalid-request"),
        (b'{"name": ""}', "bad-name"),
        (b'{"name": "\\ud800"}', "bad-name"),
        (b'{"name": "' + b"x" * MAX_LINE_BYTES + b'"}', "too-large"),
    ],
)
def test_a_bad_line_is_an_error_in_its_place_and_the_others_are_answered(
    client: TestClient, line: bytes, slug: str
) -> None:
    first, bad, third, last = stream(client, mention("Movlaev"), line, mention("Movlaev"))
    assert (first["outcome"], third["outcome"]) == ("none", "none")
    assert (bad["line"], bad["error"]["type"]) == (2, f"/problems/{slug}")
    assert "zyxo" not in json.dumps(bad)
    assert last["summary"]["failed"] == 1


def test_a_bad_name_keeps_the_id_of_its_line(client: TestClient) -> None:
    bad, _ = stream(client, mention("\0", id="row-7"))
    assert (bad["id"], bad["error"]["errors"][0]["pointer"]) == ("row-7", "#/name")


def test_blank_lines_are_passed_over_but_counted_as_lines(client: TestClient) -> None:
    answer, last = stream(client, b"", b"  ", mention("Movlaev"), b"")
    assert answer["line"] == 3
    assert (last["summary"]["answered"], last["summary"]["failed"]) == (1, 0)


def test_an_empty_stream_has_a_summary_and_nothing_else(client: TestClient) -> None:
    (last,) = stream(client)
    assert last["summary"]["answered"] == 0


def test_a_stream_may_be_larger_than_a_body(client: TestClient) -> None:
    line = mention("Movlaev", context="x" * 1500)
    *answers, last = stream(client, *[line] * 800)
    assert (len(answers), last["summary"]["answered"]) == (800, 800)


@pytest.mark.parametrize("content_type", ["", "application/json", "text/plain"])
def test_a_body_of_another_type_is_refused(client: TestClient, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = client.post(PATH, content=mention("Movlaev"), headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/unsupported-media-type")


def test_answers_begin_before_the_body_ends(store: SqliteStore) -> None:
    """The second part is sent only when the answer to the first is there."""
    answered = asyncio.Event()
    sent: list[Message] = []
    parts: Iterator[bytes] = iter([mention("Movlaev") + b"\n", mention("Movlayev")])

    async def receive() -> Message:
        part = next(parts, None)
        if part is None:
            return {"type": "http.request", "body": b"", "more_body": False}
        if b"Movlayev" in part:
            await asyncio.wait_for(answered.wait(), 10)
        return {"type": "http.request", "body": part, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)
        if b'"line":1' in message.get("body", b""):
            answered.set()

    scope = {
        "type": "http",
        "method": "POST",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "headers": [(b"content-type", b"application/jsonl")],
        "client": ("127.0.0.1", 1),
    }
    asyncio.run(create_app(Service(store))(scope, receive, send))
    assert b"summary" in b"".join(message.get("body", b"") for message in sent)


def test_a_client_that_leaves_ends_the_stream_without_a_fault(store: SqliteStore) -> None:
    messages: Iterator[Message] = iter(
        [
            {"type": "http.request", "body": mention("Movlaev") + b"\n", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Message:
        return next(messages)

    async def send(message: Message) -> None:
        return None

    scope = {
        "type": "http",
        "method": "POST",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "headers": [(b"content-type", b"application/jsonl")],
        "client": ("127.0.0.1", 1),
    }
    asyncio.run(create_app(Service(store))(scope, receive, send))


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=8))
def test_lines_do_not_depend_on_how_they_are_cut(body: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(body)]
    cut = LineSplitter()
    found = [line for a, b in pairwise(places) for line in cut.feed(body[a:b])]
    whole = LineSplitter()
    assert found + cut.end() == whole.feed(body) + whole.end()


def test_a_line_without_end_is_not_held() -> None:
    splitter = LineSplitter()
    for _ in range(1000):
        assert splitter.feed(b"x" * 1000) == []
        assert len(splitter._held) <= MAX_LINE_BYTES
    assert splitter.feed(b"\n{}\n") == [(1, None), (2, b"{}")]
