"""Clerks over HTTP: cards, decisions, merges, splits, undo, and what keeps two apart."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from resolver.mention import Kind, Mention
from resolver.store.protocol import EntityFounded, MentionRecorded, SuggestionRaised
from resolver.store.sqlite import SqliteStore

PEOPLE = {"a": "Anna Orlova", "b": "Анна Орлова", "c": "Anna Orlowa", "d/ю": "Anne Orlov"}


@pytest.fixture(autouse=True)
def people(store: SqliteStore) -> None:
    with store.writing() as writer:
        for entity_id, name in PEOPLE.items():
            writer.append(EntityFounded(entity_id, Kind.PERSON, name))
            for number in range(2):
                mention = MentionRecorded(f"{entity_id}{number}", entity_id, Mention(name), "given")
                writer.append(mention)


def suggest(store: SqliteStore, a: str, b: str, score: float = 0.5) -> int:
    with store.writing() as writer:
        return writer.append(SuggestionRaised(a, b, score, "alike", (), ("birth_date",)))


def decide(client: TestClient, ruling: str, *entities: str, **headers: str) -> dict[str, Any]:
    answer = client.post(
        "/v1/decisions",
        json={"verdict": ruling, "entities": entities, "actor": "vera", "reason": "why"},
        headers=headers,
    )
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def undo(client: TestClient, number: int) -> dict[str, Any]:
    answer = client.post(f"/v1/decisions/{number}:undo", json={"actor": "vera"})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_card_is_taken_decided_and_gone(client: TestClient, store: SqliteStore) -> None:
    number = suggest(store, "a", "b")
    taken = client.post("/v1/suggestions:next", json={"actor": "vera"})
    card = taken.json()
    assert (card["number"], card["kind"], card["missing"]) == (number, "suggestion", ["birth_date"])
    assert [one["id"] for one in card["entities"]] == ["a", "b"]
    assert client.post("/v1/suggestions:next", json={"actor": "anna"}).status_code == 204
    again = client.post("/v1/suggestions:next", json={"actor": "vera"})
    assert again.json()["number"] == number
    said = {"verdict": "same", "suggestion": number, "actor": "vera"}
    answer = client.post("/v1/decisions", json=said, headers={"If-Match": taken.headers["ETag"]})
    assert answer.status_code == 201
    assert answer.json()["entities"] == ["a"]
    assert client.post("/v1/suggestions:next", json={"actor": "vera"}).status_code == 204
    assert client.get(f"/v1/suggestions/{number}").json()["state"] == "decided"


def test_two_clerks_on_one_card_the_second_is_shown_what_the_first_said(
    client: TestClient, store: SqliteStore
) -> None:
    number = suggest(store, "a", "b")
    seen = client.get(f"/v1/suggestions/{number}").headers["ETag"]
    first = decide(client, "different", "a", "b", **{"If-Match": seen})
    late = client.post(
        "/v1/decisions",
        json={"verdict": "same", "suggestion": number, "actor": "anna"},
        headers={"If-Match": seen},
    )
    assert late.status_code == 412
    assert late.headers["content-type"] == "application/problem+json"
    problem = late.json()
    assert problem["type"] == "/problems/stale"
    other = problem["decision"]
    assert (other["decision"], other["actor"], other["verdict"], other["reason"]) == (
        first["decision"],
        "vera",
        "different",
        "why",
    )


def test_an_old_etag_is_stale_only_when_somebody_has_decided(
    client: TestClient, store: SqliteStore
) -> None:
    seen = client.get("/v1/entities/a").headers["ETag"]
    client.post("/v1/mentions", json={"name": "Anna Orlova", "entity_id": "a"})
    assert client.get("/v1/entities/a").headers["ETag"] != seen
    decide(client, "same", "a", "b", **{"If-Match": seen})
    merge = {"entities": ["c"]}
    late = client.post("/v1/entities/a:merge", json=merge, headers={"If-Match": seen})
    assert late.status_code == 412
    fresh = client.get("/v1/entities/a").headers["ETag"]
    done = client.post("/v1/entities/a:merge", json=merge, headers={"If-Match": fresh})
    assert done.status_code == 201
    bad = client.post("/v1/entities/a:merge", json=merge, headers={"If-Match": "latest"})
    assert (bad.status_code, bad.json()["errors"][0]["parameter"]) == (422, "If-Match")


def test_an_entity_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    seen = client.get("/v1/entities/a").headers["ETag"]
    same = client.get("/v1/entities/a", headers={"If-None-Match": seen})
    assert (same.status_code, same.content) == (304, b"")
    decide(client, "same", "a", "b")
    assert client.get("/v1/entities/a", headers={"If-None-Match": seen}).status_code == 200


def test_a_retry_with_the_same_key_acts_once(client: TestClient) -> None:
    key = {"Idempotency-Key": "one"}
    first = decide(client, "same", "a", "b", **key)
    assert decide(client, "same", "a", "b", **key) == first
    assert len(client.get("/v1/decisions").json()["decisions"]) == 1
    other = client.post(
        "/v1/decisions", json={"verdict": "unsure", "entities": ["a", "c"]}, headers=key
    )
    assert other.status_code == 422
    # Refused, a request leaves its key unused.
    late = {"Idempotency-Key": "two"}
    body = {"verdict": "same", "entities": ["a", "nobody"]}
    assert client.post("/v1/decisions", json=body, headers=late).status_code == 404
    decide(client, "same", "a", "c", **late)


def test_a_merged_id_redirects_until_the_merge_is_undone(client: TestClient) -> None:
    done = client.post("/v1/entities/b:merge", json={"entities": ["c", "d/ю"]}).json()
    assert done["entities"] == ["b"]
    entity = client.get("/v1/entities/d/ю").json()
    assert (entity["id"], entity["members"]) == ("b", ["c", "d/ю"])
    undo(client, done["decision"])
    assert client.get("/v1/entities/d/ю").json()["id"] == "d/ю"
    assert "members" not in client.get("/v1/entities/b").json()


def test_mentions_are_split_off_and_come_back(client: TestClient) -> None:
    done = client.post("/v1/entities/a:split", json={"mentions": ["a0"]}).json()
    new = done["entities"][-1]
    assert [one["mention_id"] for one in client.get(f"/v1/entities/{new}").json()["mentions"]] == [
        "a0"
    ]
    everything = client.post("/v1/entities/a:split", json={"mentions": ["a1"]})
    assert everything.status_code == 409
    undo(client, done["decision"])
    entity = client.get(f"/v1/entities/{new}").json()
    assert (entity["id"], len(entity["mentions"])) == ("a", 2)


def test_decisions_that_collide_come_to_the_queue_with_both_reasons(client: TestClient) -> None:
    first = decide(client, "different", "a", "b")
    decide(client, "same", "a", "c")
    second = decide(client, "same", "b", "c")
    assert second["blocked_by"] == first["decision"]
    (card,) = client.get("/v1/suggestions").json()["cards"]
    assert (card["kind"], card["number"]) == ("collision", second["decision"])
    assert (card["decision"]["reason"], card["against"]["reason"]) == ("why", "why")
    taken = client.post("/v1/suggestions:next", json={"actor": "vera"}).json()
    assert taken["number"] == second["decision"]
    undo(client, first["decision"])
    assert client.get("/v1/suggestions").json()["collisions"] == 0
    assert client.get("/v1/entities/b").json()["id"] == "a"
    assert client.get(f"/v1/decisions/{second['decision']}").json()["in_force"] is True


def test_an_undo_is_undone(client: TestClient) -> None:
    done = decide(client, "same", "a", "b")
    undone = undo(client, done["decision"])
    twice = client.post(f"/v1/decisions/{done['decision']}:undo", json={})
    assert (twice.status_code, twice.json()["decision"]["decision"]) == (412, undone["decision"])
    undo(client, undone["decision"])
    assert client.get("/v1/entities/b").json()["id"] == "a"


def test_a_corrected_name_stays_until_undone(client: TestClient) -> None:
    said = {"name": "Орлова, Анна Петровна", "actor": "vera"}
    done = client.post("/v1/entities/a:rename", json=said).json()
    for _ in range(3):
        client.post("/v1/mentions", json={"name": "Anna Petrovna Orlova", "entity_id": "a"})
    entity = client.get("/v1/entities/a").json()
    assert (entity["name"], entity["corrected"]) == ("Орлова, Анна Петровна", True)
    undo(client, done["decision"])
    assert client.get("/v1/entities/a").json()["name"] == "Anna Petrovna Orlova"
    bad = client.post("/v1/entities/a:rename", json={"name": ""})
    assert (bad.status_code, bad.json()["type"]) == (422, "/problems/bad-name")


def test_history_tells_who_did_what_and_why_page_by_page(
    client: TestClient, store: SqliteStore
) -> None:
    suggest(store, "a", "b")
    done = decide(client, "same", "a", "b")
    undo(client, done["decision"])
    events = client.get("/v1/entities/a/history").json()["events"]
    assert [one["kind"] for one in events] == [
        "entity_founded",
        "mention_recorded",
        "mention_recorded",
        "suggestion_raised",
        "decided",
        "decision_undone",
    ]
    assert (events[4]["actor"], events[4]["reason"]) == ("vera", "why")
    pages, after = [], 0
    while True:
        page = client.get(f"/v1/entities/a/history?limit=2&after={after}").json()
        pages += page["events"]
        if "next" not in page:
            break
        after = page["next"]
    assert pages == events
    assert client.get("/v1/entities/nobody/history").status_code == 404


def test_entities_are_found_by_any_spelling_and_listed_in_pages(client: TestClient) -> None:
    found = client.get("/v1/entities", params={"name": "Орлова Анна"}).json()["entities"]
    assert {"a", "b", "c"} <= {one["id"] for one in found}
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    first = client.get("/v1/entities", params={"limit": 3}).json()
    assert [one["id"] for one in first["entities"]] == ["a", "b", "c"]
    rest = client.get("/v1/entities", params={"after": first["next"]}).json()
    assert [one["id"] for one in rest["entities"]] == ["d/ю"]
    assert "next" not in rest
    assert client.get("/v1/entities", params={"name": ""}).json()["type"] == "/problems/bad-name"
    assert client.get("/v1/entities", params={"after": "nobody"}).status_code == 404


def test_what_is_no_name_is_no_candidate_and_gets_its_own_spelling(client: TestClient) -> None:
    decide(client, "not_a_name", "d/ю")
    answer = client.post("/v1/resolve", json={"name": "Anne Orlov"}).json()
    assert "d/ю" not in {one["entity"]["id"] for one in answer["candidates"]}
    assert client.get("/v1/entities/d/ю").json()["not_a_name"] is True


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/decisions", {"verdict": "same"}, 422),
        ("/v1/decisions", {"verdict": "same", "entities": ["a"]}, 422),
        ("/v1/decisions", {"verdict": "same", "entities": ["a", "a"]}, 422),
        ("/v1/decisions", {"verdict": "not_a_name", "entities": ["a", "b"]}, 422),
        ("/v1/decisions", {"verdict": "same", "suggestion": 999}, 404),
        ("/v1/decisions", {"verdict": "same", "suggestion": 2**60}, 422),
        ("/v1/decisions/1:undo", {}, 404),
        ("/v1/decisions/999:undo", {}, 404),
        ("/v1/entities/a:merge", {"entities": ["a"]}, 422),
        ("/v1/entities/a:merge", {"entities": ["nobody"]}, 404),
        ("/v1/entities/nobody:merge", {"entities": ["a"]}, 404),
        ("/v1/entities/a:split", {"mentions": ["b0"]}, 409),
        ("/v1/entities/a:split", {"mentions": []}, 422),
        ("/v1/entities/a:rename", {"name": "Anna", "reason": "x\0y"}, 422),
        ("/v1/suggestions:next", {"actor": ""}, 422),
    ],
)
def test_what_cannot_be_done_is_a_problem_and_changes_nothing(
    client: TestClient, store: SqliteStore, path: str, body: dict[str, Any], status: int
) -> None:
    before = store.verify_log()
    answer = client.post(path, json=body)
    assert answer.status_code == status, answer.text
    assert answer.json()["status"] == status
    assert store.verify_log() == before
