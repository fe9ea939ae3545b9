"""The client against a real server, and against servers that behave badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import product
from pathlib import Path
from typing import NotRequired, get_origin, get_type_hints
from uuid import uuid4

import pytest
import uvicorn
from pydantic import BaseModel

from api import answers as api_answers
from api import answers_review
from api.app import create_app
from resolver.access import Role
from resolver.client import Client, ProblemError, UnreachableError, answers
from resolver.client import connection as of_connection
from resolver.client.client import MentionLike
from resolver.service import Service
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys

LETTERS = list(product("бвгджзклмн", "аоу", "бвгджзклмнпрстфхчш"))[:520]


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


def test_a_batch_cut_short_is_finished_by_the_same_call(names: Client) -> None:
    batch: list[MentionLike] = [f"Тимур {surname}ов" for surname in map("".join, LETTERS)]
    first = names.record_many(batch[:500], key="job-1")
    whole = names.record_many(batch, key="job-1")
    assert len(whole) == len(batch) > 500
    assert whole[:500] == first
    ids = {each.get("mention_id") for each in whole}
    assert len(ids) == len(batch)
    assert names.record_many(batch, key="job-1") == whole


def two(names: Client) -> tuple[str, str]:
    """Two entities of one name, that of the second with two mentions."""
    a, b = (f"e{uuid4().hex}" for _ in range(2))
    for entity_id in (a, b, b):
        names.record("Анна Петровна Орлова", entity_id=entity_id)
    return a, b


def test_entities_are_merged_split_renamed_and_all_of_it_undone(names: Client) -> None:
    a, b = two(names)
    merged = names.merge(a, b, actor="vera", reason="one office")
    assert merged["entities"] == [a]
    assert names.entity(b).get("members") == [b]
    assert names.undo(merged["decision"])["entities"] == [a, b]
    moving = names.entity(b)["mentions"][1]["mention_id"]
    split = names.split(b, [moving])
    assert [each["mention_id"] for each in names.entity(split["entities"][-1])["mentions"]] == [
        moving
    ]
    names.undo(split["decision"])
    names.rename(b, "Орлова Анна")
    assert names.entity(b)["name"] == "Орлова Анна"
    kinds = [event["kind"] for event in names.history(b)][-5:]
    assert kinds == [
        "entities_merged",
        "decision_undone",
        "entity_split",
        "decision_undone",
        "name_corrected",
    ]
    told = names.decision(merged["decision"])
    assert (told["actor"], told.get("reason"), told["in_force"]) == ("vera", "one office", False)
    assert merged["decision"] in [each["decision"] for each in names.decisions()]


def test_a_card_is_taken_and_answered_and_the_slower_clerk_is_shown_the_other(
    names: Client,
) -> None:
    names.record("Орлов", entity_id="o1")
    names.record("Пётр Орлов", country="KZ")
    names.record("Пётр Орлов", country="RU", entity_id="o2")
    while (card := names.next_suggestion("vera")) is not None:
        listed = names.suggestions()
        assert card["number"] in [each["number"] for each in listed]
        done = names.answer(card, "different", actor="vera", reason="two countries")
        assert names.suggestion(card["number"]).get("state") == "decided"
        with pytest.raises(ProblemError) as caught:
            names.answer(card, "same", actor="anna")
        other = caught.value.problem.get("decision")
        assert caught.value.problem["type"] == "/problems/stale"
        assert other is not None
        assert (other["decision"], other["actor"]) == (done["decision"], "vera")
        assert done["decision"] > card["number"]
        break
    else:
        pytest.fail("there was no card")


def test_an_act_on_what_has_changed_since_it_was_seen_is_refused(names: Client) -> None:
    a, b = two(names)
    seen = names.entity(a)["etag"]
    first = names.decide("different", a, b, seen=seen, key=f"{a} 1")
    assert names.decide("different", a, b, seen=seen, key=f"{a} 1") == first
    with pytest.raises(ProblemError) as caught:
        names.rename(a, "Анна", seen=seen)
    assert caught.value.problem["status"] == 412
    assert caught.value.key


@pytest.mark.parametrize(
    ("typed", "model"),
    [
        (answers.Card, answers_review.CardOut),
        (answers.Decision, answers_review.DecisionOut),
        (answers.Done, answers_review.DoneOut),
        (answers.EntitySummary, answers_review.EntitySummary),
        (answers.Event, answers_review.EventOut),
        (answers.Entity, api_answers.EntityOut),
        (answers.Mention, api_answers.MentionOut),
        (answers.Recorded, api_answers.RecordedOut),
        (answers.Answer, api_answers.AnswerOut),
        (answers.Problem, answers_review.StaleProblem),
    ],
)
def test_the_types_of_answers_are_those_of_the_server(typed: type, model: type[BaseModel]) -> None:
    sent = {name: field.is_required() for name, field in model.model_fields.items()}
    hints = get_type_hints(typed, include_extras=True)
    read = {name: get_origin(hint) is not NotRequired for name, hint in hints.items()}
    read.pop("etag", None)
    if typed is answers.Problem:
        sent["decision"] = False
    assert read == sent


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
        self.keys: list[str | None] = []
        seen, keys = self.requests, self.keys

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                seen.append(self.rfile.read(int(self.headers["Content-Length"])))
                keys.append(self.headers["Idempotency-Key"])
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


@pytest.mark.parametrize("key", [None, "mine"])
def test_what_changes_something_is_sent_again_under_the_same_key(
    monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    scripted, waits = Scripted(None, 503, 200), list[float]()
    with scripted.client(waits, monkeypatch) as names:
        names.record("Movlaev", key=key)
    scripted.stop()
    assert len(scripted.requests) == 3
    (sent,) = set(scripted.keys)
    assert sent == key if key else len(sent or "") == 32


def test_every_call_has_a_key_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted, waits = Scripted(200, 200, 200), list[float]()
    with scripted.client(waits, monkeypatch) as names:
        names.record("Movlaev")
        names.decide("same", "a", "b")
        names.resolve("Movlaev")
    scripted.stop()
    assert len(set(scripted.keys)) == 3
    assert scripted.keys[-1] is None


def test_a_change_without_an_answer_in_the_end_tells_its_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scripted, waits = Scripted(*[None] * 5), list[float]()
    with scripted.client(waits, monkeypatch) as names, pytest.raises(UnreachableError) as caught:
        names.record("Movlaev")
    scripted.stop()
    assert not caught.value.sure
    assert {caught.value.key} == set(scripted.keys)


def test_where_nobody_listens_nothing_was_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted, waits = Scripted(), list[float]()
    scripted.stop()
    with scripted.client(waits, monkeypatch) as names, pytest.raises(UnreachableError) as caught:
        names.record("Movlaev")
    assert (caught.value.sure, caught.value.key) == (True, None)
    assert len(waits) == 4


def test_it_gives_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted, waits = Scripted(*[503] * 5), list[float]()
    with scripted.client(waits, monkeypatch) as names, pytest.raises(ProblemError) as caught:
        names.resolve("Movlaev")
    scripted.stop()
    assert caught.value.problem["status"] == 503
    assert len(waits) == 4
