"""`POST /v1/extract`: the names of a text, and the entities they mean."""

from __future__ import annotations

import json
import time

import pytest
from fastapi.testclient import TestClient

from api.schemas import MAX_TEXT

TEXT = "Адвокат встретился с Тимуром Оспановым в Алматы. Оспанов молчал."


def test_names_come_with_offsets_into_the_text_that_is_sent_back(client: TestClient) -> None:
    answer = client.post("/v1/extract", json={"text": TEXT}).json()
    assert (answer["language"], answer["text"]) == ("ru", TEXT)
    person, place, lone = answer["names"]
    assert [name["name"] for name in answer["names"]] == ["Тимур Оспанов", "Алматы", "Оспанов"]
    assert lone["full_name"] == "Тимур Оспанов"
    assert lone["group"] == person["group"] != place["group"]
    for name in answer["names"]:
        assert TEXT[name["start"] : name["end"]] == name["text"]
        assert name["standing"] == "new"


def test_offsets_count_code_points_beyond_the_basic_plane(client: TestClient) -> None:
    text = "😀😀 Lawyer Timur Ospanov left."
    (name,) = client.post("/v1/extract", json={"text": text}).json()["names"]
    assert text[name["start"] : name["end"]] == "Timur Ospanov"


def test_a_page_is_read_as_its_article(client: TestClient) -> None:
    page = "<html><nav>Ivan Menu</nav><p>Lawyer Timur Ospanov left.</p></html>"
    answer = client.post("/v1/extract", json={"text": page, "language": "en"}).json()
    assert answer["text"] == "Lawyer Timur Ospanov left."
    assert [name["name"] for name in answer["names"]] == ["Timur Ospanov"]
    assert answer["names"][0]["roles"] == ["lawyer"]


def test_known_entities_are_named_and_those_in_doubt_are_listed(client: TestClient) -> None:
    client.post("/v1/mentions", json={"name": "Timur Ospanov", "entity_id": "e1"})
    found = client.post("/v1/extract", json={"text": TEXT}).json()["names"]
    assert found[0]["standing"] == "match"
    assert found[0]["entity"] == {"id": "e1", "name": "Timur Ospanov"}
    client.post("/v1/mentions", json={"name": "Timur Ospanov", "entity_id": "e2"})
    found = client.post("/v1/extract", json={"text": TEXT}).json()["names"]
    assert found[0]["standing"] == "review"
    assert "entity" not in found[0]
    assert {candidate["id"] for candidate in found[0]["candidates"]} == {"e1", "e2"}


def test_nothing_is_recorded(client: TestClient) -> None:
    for _ in range(2):
        names = client.post("/v1/extract", json={"text": TEXT}).json()["names"]
        assert {name["standing"] for name in names} == {"new"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": 5},
        {"text": "a" * (MAX_TEXT + 1)},
        {"text": "a\0b"},
        {"text": "a\ud800b"},
        {"text": "a", "language": "de"},
        {"text": "a", "date": "yesterday"},
        {"text": "a", "secret": "Timur"},
    ],
)
def test_what_does_not_fit_is_a_problem_that_repeats_nothing(
    client: TestClient, body: dict[str, object]
) -> None:
    headers = {"content-type": "application/json"}
    answer = client.post("/v1/extract", content=json.dumps(body), headers=headers)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/invalid-request"
    assert "Timur" not in answer.text


@pytest.mark.parametrize(
    "text",
    ["<html>", "«" * 999, "Office of " * 999, "\n" * 999, "…", "<p " * 999, "Иван " * 9999, "&#0;"],
)
def test_no_text_is_answered_with_a_failure_or_late(client: TestClient, text: str) -> None:
    started = time.process_time()
    assert client.post("/v1/extract", json={"text": text}).is_success
    assert time.process_time() - started < 5
