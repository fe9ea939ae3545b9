"""POST /match/{dataset}: what a client of yente sends, and what it reads."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient


@pytest.fixture(autouse=True)
def names(client: TestClient) -> None:
    for body in (
        {"name": "Мансур Мовлаев", "entity_id": "movlaev"},
        {"name": "ООО Рога и Копыта", "entity_id": "horns", "kind": "organization"},
    ):
        assert client.post("/v1/mentions", json=body).status_code == 201


def match(client: TestClient, query: str = "", **queries: object) -> dict[str, Any]:
    answer = client.post(f"/match/default{query}", json={"queries": queries})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["responses"]
    return found


def person(**properties: object) -> dict[str, object]:
    return {"schema": "Person", "properties": properties}


def test_a_person_is_matched_and_the_reasons_add_up_to_the_features(client: TestClient) -> None:
    found = match(client, mine=person(name=["Mansur Mowlajew"]))["mine"]
    (best,) = found["results"]
    assert (best["id"], best["match"], best["schema"]) == ("movlaev", True, "Person")
    assert best["caption"] == "Мансур Мовлаев"
    assert best["score"] > 0.9
    assert best["features"].keys() == best["explanations"].keys()
    assert found["total"] == {"value": 1, "relation": "eq"}


@pytest.mark.parametrize(
    "properties",
    [
        {"name": "Mansur Movlaev"},
        {"alias": ["Mansur Movlaev"]},
        {"name": ["Nobody Known", "Mansur Movlaev"]},
        {"firstName": ["Mansur"], "lastName": ["Movlaev"]},
        {"name": ["Mansur Movlaev"], "birthDate": ["soon"], "address": ["x"] * 50},
        {"name": ["", "Mansur Movlaev"]},
    ],
)
def test_names_are_taken_from_wherever_they_stand(
    client: TestClient, properties: dict[str, object]
) -> None:
    results = match(client, q=person(**properties))["q"]["results"]
    assert [each["id"] for each in results] == ["movlaev"]


@pytest.mark.parametrize("schema", ["Company", "Organization", "LegalEntity"])
def test_organizations_are_matched_under_each_of_their_schemata(
    client: TestClient, schema: str
) -> None:
    query = {"schema": schema, "properties": {"name": ["Рога и Копыта"]}}
    assert match(client, q=query)["q"]["results"][0]["id"] == "horns"


@pytest.mark.parametrize(
    "query",
    [
        person(),
        person(name=[]),
        person(name=["..."]),
        person(name=["x" * 600]),
        {"schema": "Vessel", "properties": {"name": ["Mansur Movlaev"]}},
    ],
)
def test_a_query_that_names_nobody_has_no_results_and_spoils_no_other(
    client: TestClient, query: object
) -> None:
    found = match(client, bad=query, good=person(name="Мовлаев Мансур"))
    assert found["bad"]["results"] == []
    assert found["good"]["results"][0]["id"] == "movlaev"


def test_limit_threshold_and_cutoff_are_kept(client: TestClient) -> None:
    client.post("/v1/mentions", json={"name": "Мансур Мовлаев", "entity_id": "other"})
    query = person(name="Mansur Movlaev")
    assert len(match(client, q=query)["q"]["results"]) == 2
    assert len(match(client, "?limit=1", q=query)["q"]["results"]) == 1
    unsure = match(client, "?threshold=1", q=query)["q"]["results"]
    assert not any(each["match"] for each in unsure)
    assert match(client, "?cutoff=1", q=query)["q"]["results"] == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/match/sanctions", {"queries": {"q": person(name="x")}}, 404),
        ("/match/default", {}, 422),
        ("/match/default", {"queries": {}}, 422),
        ("/match/default", {"queries": {str(n): person() for n in range(101)}}, 422),
        ("/match/default", {"queries": {"q": {"schema": "Person"}}}, 422),
        ("/match/default?limit=0", {"queries": {"q": person(name="x")}}, 422),
    ],
)
def test_what_does_not_fit_is_a_problem(
    client: TestClient, path: str, body: object, status: int
) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
