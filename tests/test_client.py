"""The client against a real server, and against servers that behave badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import uvicorn

from api.app import create_app
from resolver.access import Role
from resolver.client import Client, ProblemError, UnreachableError
from resolver.client import connection as of_connection
from resolver.client.client import MentionLike
from resolver.service import Service
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server on a free port."""
    db: Path = tmp_path_factory.mktemp("client") / "names.db"
    with SqliteStore(db) as store:
        config = uvicorn.Config(create_app(Service(store)), port=0, log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            thread.join(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def names(url: str) -> Iterator[Client]:
    with Client(url) as opened:
        yield opened


def test_what_is_recorded_is_resolved_alone_in_batches_and_in_streams(names: Client) -> None:
    names.record("Мансур Мовлаев", entity_id="movlaev", language="ru")
    assert names.resolve("Mansur Mowlajew")["entity"] == {"id": "movlaev", "name": "Мансур Мовлаев"}
    asked: list[MentionLike] = ["Mansur Movlayev", "", {"name": "Gulnara Bazhkenova"}] * 400
    many = names.resolve_many(asked)
    streamed = list(names.resolve_stream(iter(asked)))
    assert len(many) == len(streamed) == 1200
    for number, (one, line) in enumerate(zip(many, streamed, strict=True), start=1):
        assert line["line"] == number
        assert one.get("outcome") == line.get("outcome")
    assert "error" in many[1]
    assert names.entity("movlaev")["kind"] == "person"


def test_mentions_are_recorded_in_order_with_errors_in_their_places(names: Client) -> None:
    found = names.record_many([{"name": "Гульнара Баженова", "entity_id": "b"}, "\ud800", "Анна"])
    assert [sorted(each) for each in found][1] == ["error"]
    assert found[0].get("entity") == {"id": "b", "name": "Гульнара Баженова"}


def test_every_question_about_spellings_has_its_verb(names: Client) -> None:
    assert names.compare("Movlaev", "Мовлаев")["verdict"] == "match"
    assert names.explain("Movlaev", "Mowlajew")["alignment"]
    assert names.romanize("Мовлаев", standard="press-de")[0]["latin"] == "Mowlajew"
    assert names.original("Mowlajew", limit=1)[0]["text"] == "Мовлаев"
    assert "query" in names.variants("Мовлаев", query="regex")
    tables = {each["table"]: each["rows"] for each in names.rules()}
    assert len(list(names.rules("given_names"))) == tables["given_names"] > 1000


def test_a_refusal_is_a_problem_with_its_request_id(names: Client) -> None:
    with pytest.raises(ProblemError) as caught:
        names.resolve("")
    assert caught.value.problem["type"] == "/problems/bad-name"
    assert caught.value.problem.get("reason") == "empty"
    assert caught.value.request_id


def test_a_key_is_sent_with_every_request(tmp_path: Path, url: str) -> None:
    db = tmp_path / "names.db"
    with SqliteStore(db) as store, SqliteKeys(db) as keys:
        key = keys.create(Role.READER, "").text
        config = uvicorn.Config(create_app(Service(store), keys=keys), port=0, log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            thread.join(0.02)
        own = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        with Client(own, key=key) as names, Client(own) as stranger:
            assert names.resolve("Movlaev")["outcome"] == "none"
            with pytest.raises(ProblemError) as caught:
                stranger.resolve("Movlaev")
            assert caught.value.problem["status"] == 401
            with pytest.raises(ProblemError) as caught:
                names.record("Movlaev")
            assert caught.value.problem["status"] == 403
        server.should_exit = True
        thread.join()


class Scripted:
    """A server that answers as it is told: a status, or None to hang up after reading."""

    def __init__(self, *script: int | None) -> None:
        told = list(script)
        self.requests: list[bytes] = []
        seen = self.requests

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                seen.append(self.rfile.read(int(self.headers["Content-Length"])))
                status = told.pop(0)
                if status is None:
                    self.close_connection = True
                    return
                body = json.dumps({"outcome": "none"}).encode() if status == 200 else b"busy"
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                if status == 429:
                    self.send_header("Retry-After", "7")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def client(self, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> Client:
        monkeypatch.setattr(of_connection.Connection.__init__, "__defaults__", (waits.append,))
        return Client(f"http://127.0.0.1:{self.server.server_port}")

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.mark.parametrize("status", [429, 503])
def test_a_request_turned_away_is_sent_again_after_a_pause(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    scripted, waits = Scripted(status, status, 200), list[float]()
    with scripted.client(waits, monkeypatch) as names:
        assert names.resolve("Movlaev")["outcome"] == "none"
    scripted.stop()
    assert len(scripted.requests) == 3
    assert len(waits) == 2
    assert waits == [7.0, 7.0] if status == 429 else 0 < waits[0] <= 0.1


def test_a_question_without_an_answer_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted, waits = Scripted(None, 200), list[float]()
    with scripted.client(waits, monkeypatch) as names:
        assert names.resolve("Movlaev")["outcome"] == "none"
    scripted.stop()
    assert len(scripted.requests) == 2


def test_a_record_without_an_answer_is_never_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted, waits = Scripted(None, 200), list[float]()
    with scripted.client(waits, monkeypatch) as names, pytest.raises(UnreachableError) as caught:
        names.record("Movlaev")
    scripted.stop()
    assert not caught.value.sure
    assert "may have been recorded" in str(caught.value)
    assert len(scripted.requests) == 1


def test_it_gives_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted, waits = Scripted(*[503] * 5), list[float]()
    with scripted.client(waits, monkeypatch) as names, pytest.raises(ProblemError) as caught:
        names.resolve("Movlaev")
    scripted.stop()
    assert caught.value.problem["status"] == 503
    assert len(waits) == 4
