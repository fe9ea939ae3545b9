"""POST /v1/resolve: whom a name means, without a trace."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from resolver.store.sqlite import SqliteStore

MOVLAEV = {"name": "Мансур Мовлаев", "language": "ru", "entity_id": "movlaev"}


def record(client: TestClient, **mention: str) -> None:
    assert client.post("/v1/mentions", json=mention).status_code == 201


@pytest.mark.parametrize("spelling", ["Мансур Мовлаев", "Mansur Movlaev", "Mansur Mowlajew"])
def test_a_recorded_person_is_found_under_other_spellings(
    client: TestClient, spelling: str
) -> None:
    record(client, **MOVLAEV)
    answer = client.post("/v1/resolve", json={"name": spelling}).json()
    assert answer["outcome"] == "match"
    assert answer["entity"] == {"id": "movlaev", "name": "Мансур Мовлаев"}
    best = answer["candidates"][0]
    assert best["entity"] == {"id": "movlaev", "name": "Мансур Мовлаев", "kind": "person"}
    assert best["verdict"] == "match"
    assert all(item["text"] and item["code"] for item in best["evidence"])


def test_a_misspelt_place_is_found_and_not_its_neighbour(client: TestClient) -> None:
    record(client, name="Казахстан", kind="place", entity_id="kz")
    record(client, name="Kyrgyzstan", kind="place", entity_id="kg")
    answer = client.post("/v1/resolve", json={"name": "Kazakhstaan", "kind": "place"}).json()
    assert (answer["outcome"], answer["entity"]["id"]) == ("match", "kz")


def test_an_unknown_name_is_none_and_not_an_error(client: TestClient) -> None:
    answer = client.post("/v1/resolve", json={"name": "Gulnara Bazhkenova"})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["outcome"], body["entity"], body["candidates"]) == ("none", None, [])
    assert body["rules_version"] == client.get("/healthz").json()["rules_version"]


def test_two_homonyms_are_ambiguous_and_neither_is_chosen(client: TestClient) -> None:
    record(client, **MOVLAEV)
    record(client, name="Мансур Мовлаев", entity_id="another")
    answer = client.post("/v1/resolve", json={"name": "Mansur Movlaev"}).json()
    assert (answer["outcome"], answer["entity"]) == ("ambiguous", None)
    assert {found["entity"]["id"] for found in answer["candidates"]} == {"movlaev", "another"}


def test_asking_changes_nothing(client: TestClient, store: SqliteStore) -> None:
    record(client, **MOVLAEV)
    before = list(store.events())
    client.post("/v1/resolve", json={"name": "Mansur Movlaev"})
    client.post("/v1/resolve", json={"mentions": [{"name": "Ramzan Kadyrov"}, {"name": ""}]})
    client.post("/v1/compare", json={"name_a": "Movlaev", "name_b": "Мовлаев"})
    assert list(store.events()) == before


def test_a_batch_answers_in_order_with_bad_items_in_their_place(client: TestClient) -> None:
    record(client, **MOVLAEV)
    record(client, name="Казахстан", kind="place", entity_id="kz")
    batch = [
        {"name": "Kazakhstan", "kind": "place"},
        {"name": ""},
        {"name": "Mansur Movlayev"},
        {"name": "x" * 513},
        "Movlaev",
        {"name": "Movlaev", "kind": "planet"},
        {"name": "Kazakhstaan", "kind": "place"},
    ]
    answer = client.post("/v1/resolve", json={"mentions": batch})
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [(result.get("entity") or {}).get("id") for result in results] == [
        "kz",
        None,
        "movlaev",
        None,
        None,
        None,
        "kz",
    ]
    problems = {index: result["error"] for index, result in enumerate(results) if "error" in result}
    assert {
        index: (problem["type"], problem.get("reason"), problem["errors"][0]["pointer"])
        for index, problem in problems.items()
    } == {
        1: ("/problems/bad-name", "empty", "#/mentions/1/name"),
        3: ("/problems/bad-name", "too_long", "#/mentions/3/name"),
        4: ("/problems/invalid-request", None, "#/mentions/4"),
        5: ("/problems/invalid-request", None, "#/mentions/5/kind"),
    }


def test_half_a_surrogate_pair_spoils_its_name_and_not_the_batch(client: TestClient) -> None:
    body = b'{"mentions": [{"name": "Mov\\ud800laev"}, {"name": "Movlaev"}]}'
    answer = client.post(
        "/v1/resolve", content=body, headers={"Content-Type": "application/json"}
    ).json()
    assert answer["results"][0]["error"]["reason"] == "surrogate"
    assert answer["results"][1]["outcome"] == "none"


def test_a_batch_gives_the_answers_that_its_items_get_alone(client: TestClient) -> None:
    record(client, **MOVLAEV)
    items = [{"name": "Mansur Movlaev"}, {"name": "Murat Adam"}, {"name": "Movlaev"}]
    alone = [client.post("/v1/resolve", json=item).json() for item in items]
    assert client.post("/v1/resolve", json={"mentions": items}).json() == {"results": alone}


def test_invisible_characters_are_removed_and_reported(client: TestClient) -> None:
    record(client, **MOVLAEV)
    answer = client.post("/v1/resolve", json={"name": "Mansur\u200b Mov\u202elaev"}).json()
    assert answer["removed"] == ["U+200B", "U+202E"]
    assert answer["outcome"] == "match"


def test_nothing_removed_is_not_mentioned(client: TestClient) -> None:
    assert "removed" not in client.post("/v1/resolve", json={"name": "Movlaev"}).json()


@pytest.mark.parametrize(("count", "status"), [(1, 200), (1000, 200), (1001, 422), (0, 422)])
def test_a_batch_holds_one_to_a_thousand_mentions(
    client: TestClient, count: int, status: int
) -> None:
    batch = {"mentions": [{"name": "Movlaev"}] * count}
    answer = client.post("/v1/resolve", json=batch)
    assert answer.status_code == status
    if status == 200:
        assert len(answer.json()["results"]) == count
    else:
        assert answer.json()["errors"][0]["pointer"] == "#/mentions"


@pytest.mark.parametrize("local", [True, False])
def test_a_batch_answers_as_single_questions_do_wherever_the_store_is(
    client: TestClient, store: SqliteStore, monkeypatch: pytest.MonkeyPatch, *, local: bool
) -> None:
    monkeypatch.setattr(store, "is_local", local)
    record(client, **MOVLAEV)
    record(client, name="Ахмад Мовлаев", entity_id="another")
    asked = [
        {"name": "Mansur Mowlajew"},
        {"name": "Movlaev"},
        {"name": ""},
        {"name": "Gulnara Bazhkenova"},
        {"name": "Mansur Mowlajew"},
    ]
    batch = client.post("/v1/resolve", json={"mentions": asked}).json()["results"]
    single = [client.post("/v1/resolve", json=question) for question in asked]
    assert [found.status_code for found in single] == [200, 200, 422, 200, 200]
    assert [one for one in batch if "error" not in one] == [
        found.json() for found in single if found.status_code == 200
    ]
    assert "error" in batch[2]
    counted = client.get("/metrics").text
    assert 'resolver_outcomes_total{outcome="match"} 4.0' in counted
