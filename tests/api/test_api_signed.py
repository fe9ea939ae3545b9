"""Whoever changes something signs it: the id of the key stands in the log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access import role_needed
from api.app import create_app
from api.telemetry import JsonLines
from resolver.access import NewKey, Role
from resolver.mention import Kind, Mention
from resolver.service import Service
from resolver.store.protocol import EntityFounded, MentionRecorded, SuggestionRaised
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys


@pytest.fixture
def key(store: SqliteStore, tmp_path: Path) -> NewKey:
    with SqliteKeys(tmp_path / "names.db") as keys:
        return keys.create(Role.CLERK, "")


@pytest.fixture
def people(store: SqliteStore) -> int:
    """Three people, two mentions each; the number of an open suggestion."""
    with store.writing() as writer:
        for entity_id in "abc":
            writer.append(EntityFounded(entity_id, Kind.PERSON, "Anna Orlova"))
            for number in range(2):
                mention = Mention("Anna Orlova")
                writer.append(MentionRecorded(f"{entity_id}{number}", entity_id, mention, "given"))
        return writer.append(SuggestionRaised("a", "b", 0.5, "alike"))


@pytest.fixture
def keyed(store: SqliteStore, key: NewKey, tmp_path: Path) -> Iterator[TestClient]:
    with SqliteKeys(tmp_path / "names.db") as keys, TestClient(
        create_app(Service(store), keys=keys), headers={"Authorization": f"Bearer {key.text}"}
    ) as opened:  # fmt: skip
        yield opened


CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "recordMentions": ("/v1/mentions", {"mentions": [{"name": "Мовлаев"}, {"name": "Орлова"}]}),
    "decide": ("/v1/decisions", {"verdict": "unsure", "entities": ["a", "c"]}),
    "undoDecision": ("/v1/decisions/{decision}:undo", {}),
    "mergeEntities": ("/v1/entities/a:merge", {"entities": ["c"]}),
    "splitEntity": ("/v1/entities/a:split", {"mentions": ["a1"]}),
    "renameEntity": ("/v1/entities/a:rename", {"name": "Анна Орлова"}),
}
LEAVING_THE_LOG_ALONE = {"takeNextSuggestion"}
"""Of the operations that need more than a reader: a lease is no event."""


def test_every_operation_that_changes_something_is_known_here(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    changing = {
        operation["operationId"]
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if role_needed(method.upper(), path) not in {None, Role.READER}
    }
    assert changing == CHANGES.keys() | LEAVING_THE_LOG_ALONE


@pytest.mark.parametrize("operation", CHANGES)
def test_every_event_of_a_request_is_signed_by_its_key(
    keyed: TestClient, store: SqliteStore, key: NewKey, people: int, operation: str
) -> None:
    said = {"verdict": "different", "entities": ["b", "c"]}
    decision = keyed.post("/v1/decisions", json=said).json()["decision"]
    before = len(list(store.events()))
    path, body = CHANGES[operation]
    answer = keyed.post(path.format(decision=decision), json=body)
    assert answer.status_code == 201, answer.text
    made = list(store.events(before))
    assert made
    assert {event["actor"] for event in made} == {key.key_id}


@pytest.mark.parametrize("operation", [*CHANGES, *LEAVING_THE_LOG_ALONE])
def test_the_log_of_requests_names_the_key_and_nobody_else(
    keyed: TestClient,
    key: NewKey,
    people: int,
    operation: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path, body = CHANGES.get(operation, ("/v1/suggestions:next", {"actor": "Мовлаев"}))
    with caplog.at_level(logging.INFO, "resolver.requests"):
        keyed.post(path.format(decision=people), json=body)
    (line,) = [
        JsonLines().format(record)
        for record in caplog.records
        if record.name == "resolver.requests"
    ]
    told = json.loads(line)
    assert (told["key"], told["operation"]) == (key.key_id, operation)
    assert "Мовлаев" not in line
    assert "Орлова" not in line


def test_whom_the_bearer_names_is_kept_beside_the_key(
    keyed: TestClient, store: SqliteStore, key: NewKey, people: int
) -> None:
    said = {"verdict": "same", "suggestion": people, "actor": "vera", "reason": "one office"}
    number = keyed.post("/v1/decisions", json=said).json()["decision"]
    shown = keyed.get(f"/v1/decisions/{number}").json()
    assert (shown["actor"], shown["on_behalf_of"], shown["reason"]) == (
        key.key_id,
        "vera",
        "one office",
    )
    event = keyed.get("/v1/entities/a/history").json()["events"][-1]
    assert (event["actor"], event["on_behalf_of"]) == (key.key_id, "vera")
    assert next(store.events(number - 1))["actor"] == f"{key.key_id} for vera"


def test_nobody_signs_as_another_key(keyed: TestClient, key: NewKey, people: int) -> None:
    forged = {"verdict": "same", "suggestion": people, "actor": "0123456789ab for vera"}
    number = keyed.post("/v1/decisions", json=forged).json()["decision"]
    shown = keyed.get(f"/v1/decisions/{number}").json()
    assert (shown["actor"], shown["on_behalf_of"]) == (key.key_id, "0123456789ab for vera")


def test_two_people_who_share_a_key_are_not_given_one_card(keyed: TestClient, people: int) -> None:
    taken = keyed.post("/v1/suggestions:next", json={"actor": "vera"})
    assert taken.json()["number"] == people
    assert keyed.post("/v1/suggestions:next", json={"actor": "anna"}).status_code == 204
    assert keyed.post("/v1/suggestions:next", json={"actor": "vera"}).status_code == 200


def test_without_keys_a_request_says_who_acts(client: TestClient, people: int) -> None:
    said: dict[str, Any] = {"verdict": "unsure", "entities": ["a", "c"]}
    for actor, signed in (("vera", "vera"), (None, "clerk")):
        number = client.post("/v1/decisions", json={**said, "actor": actor}).json()["decision"]
        shown = client.get(f"/v1/decisions/{number}").json()
        assert shown["actor"] == signed
        assert "on_behalf_of" not in shown
