"""POST /v1/mentions and GET /v1/entities/{id}: what was recorded is there."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from resolver.store.sqlite import SqliteStore


def events(store: SqliteStore) -> int:
    return len(list(store.events()))


def test_a_new_name_founds_an_entity_and_its_spellings_join_it(client: TestClient) -> None:
    founded = client.post("/v1/mentions", json={"name": "Мансур Мовлаев", "language": "ru"})
    assert founded.status_code == 201
    first = founded.json()
    assert (first["how"], first["score"]) == ("founded", None)
    joined = client.post("/v1/mentions", json={"name": "Mansur Mowlajew"}).json()
    assert joined["how"] == "joined"
    assert joined["entity"]["id"] == first["entity"]["id"]
    assert joined["mention_id"] != first["mention_id"]
    assert 0.5 < joined["score"] <= 1


def test_the_source_may_say_which_entity_it_is(client: TestClient) -> None:
    mention = {"name": "Adat", "kind": "organization", "entity_id": "adat"}
    first = client.post("/v1/mentions", json=mention).json()
    again = client.post("/v1/mentions", json={**mention, "name": "1ADAT"}).json()
    assert (first["entity"]["id"], again["entity"]["id"], again["how"]) == ("adat", "adat", "given")


def test_an_entity_shows_its_spellings_and_its_mentions_with_what_the_source_said(
    client: TestClient,
) -> None:
    known = {
        "language": "ru",
        "birth_date": "1995-05",
        "country": "RU",
        "context": "активист",
        "source": "archive",
        "date": "2025-05-17",
        "id": "row-1",
    }
    recorded = client.post("/v1/mentions", json={"name": "Мансур Мовлаев", **known}).json()
    client.post("/v1/mentions", json={"name": "Mansur Movlayev"})
    client.post("/v1/mentions", json={"name": "Mansur Movlayev"})
    entity = client.get(f"/v1/entities/{recorded['entity']['id']}").json()
    assert (entity["id"], entity["kind"]) == (recorded["entity"]["id"], "person")
    assert {item["name"]: item["mentions"] for item in entity["spellings"]} == {
        "Мансур Мовлаев": 1,
        "Mansur Movlayev": 2,
    }
    assert [item["name"] for item in entity["mentions"]] == [
        "Мансур Мовлаев",
        "Mansur Movlayev",
        "Mansur Movlayev",
    ]
    first = entity["mentions"][0]
    assert first["mention_id"] == recorded["mention_id"]
    assert {key: first[key] for key in known} == known
    assert "language" not in entity["mentions"][1]


def test_a_batch_is_recorded_in_order_with_bad_items_in_their_place(
    client: TestClient, store: SqliteStore
) -> None:
    batch = [
        {"name": "Mansur Movlaev", "id": "1"},
        {"name": "\u200b", "id": "2"},
        {"name": "Ramzan Kadyrov", "birth_date": "1976-13"},
        {"name": "Ramzan Kadyrov", "id": "4"},
        {"name": "Мансур Мовлаев", "id": "5"},
    ]
    answer = client.post("/v1/mentions", json={"mentions": batch})
    assert answer.status_code == 201
    results = answer.json()["results"]
    assert [result.get("how") for result in results] == [
        "founded",
        None,
        None,
        "founded",
        "joined",
    ]
    assert results[0]["entity"]["id"] == results[4]["entity"]["id"]
    assert results[1]["error"]["errors"][0]["pointer"] == "#/mentions/1/name"
    assert results[2]["error"]["errors"][0]["pointer"] == "#/mentions/2/birth_date"
    with store.reading() as reader:
        assert reader.counts()["mentions"] == 3


def test_a_bad_mention_leaves_no_event(client: TestClient, store: SqliteStore) -> None:
    before = events(store)
    for body in ({"name": ""}, {"name": "Movlaev", "birth_date": "yesterday"}, {}):
        assert client.post("/v1/mentions", json=body).status_code == 422
    assert events(store) == before


@pytest.mark.parametrize("entity_id", ["kz", " "])
def test_an_id_that_is_blank_or_of_another_kind_is_refused(
    client: TestClient, store: SqliteStore, entity_id: str
) -> None:
    client.post("/v1/mentions", json={"name": "Казахстан", "kind": "place", "entity_id": "kz"})
    before = events(store)
    person = {"name": "Murat Adam", "entity_id": entity_id}
    alone = client.post("/v1/mentions", json=person)
    assert (alone.status_code, alone.json()["errors"][0]["pointer"]) == (422, "#/entity_id")
    batch = client.post("/v1/mentions", json={"mentions": [person, {"name": ""}]}).json()
    assert [result["error"]["errors"][0]["pointer"] for result in batch["results"]] == [
        "#/mentions/0/entity_id",
        "#/mentions/1/name",
    ]
    assert events(store) == before


def test_a_store_held_by_another_process_is_busy_and_says_when_to_come_back(
    client: TestClient, store: SqliteStore, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "names.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        answer = client.post("/v1/mentions", json={"name": "Mansur Movlaev"})
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/busy")
    assert int(answer.headers["Retry-After"]) >= 1
    assert events(store) == 0
    assert client.post("/v1/mentions", json={"name": "Mansur Movlaev"}).status_code == 201


def test_an_id_of_the_source_may_hold_any_letters(client: TestClient) -> None:
    entity_id = "архив/12 a?b#c"
    client.post("/v1/mentions", json={"name": "Murat Adam", "entity_id": entity_id})
    answer = client.get(f"/v1/entities/{quote(entity_id, safe='')}")
    assert (answer.status_code, answer.json()["id"]) == (200, entity_id)


def test_an_unknown_entity_is_not_found(client: TestClient) -> None:
    answer = client.get("/v1/entities/nobody-here")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
    assert "nobody-here" not in answer.text
