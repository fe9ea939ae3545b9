"""Questions about spellings and rules: no store stands behind their answers."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

ABOUT_A_NAME = ("/v1/romanize", "/v1/original", "/v1/variants")


def test_an_explanation_adds_sentences_and_letters_to_the_comparison(client: TestClient) -> None:
    pair = {"name_a": "Movlaev", "name_b": "Mowlajew"}
    compared = client.post("/v1/compare", json=pair).json()
    explained = client.post("/v1/explain", json=pair).json()
    assert (explained["score"], explained["verdict"]) == (compared["score"], compared["verdict"])
    assert "Мовлаев" in explained["summary"]
    (aligned,) = explained["alignment"]
    assert "".join(segment["a"] for segment in aligned["segments"]).lower() == "movlaev"
    assert "".join(segment["b"] for segment in aligned["segments"]).lower() == "mowlajew"


def test_a_name_is_romanized_by_all_standards_or_by_one(client: TestClient) -> None:
    every = client.post("/v1/romanize", json={"name": "Мовлаев", "language": "ru"}).json()
    spellings = {each["standard"]["id"]: each["latin"] for each in every["romanizations"]}
    assert spellings["icao-9303"] == "Movlaev"
    one = client.post("/v1/romanize", json={"name": "Мовлаев", "standard": "press-de"}).json()
    assert [each["latin"] for each in one["romanizations"]] == [spellings["press-de"]]


def test_originals_come_best_first_and_within_the_limit(client: TestClient) -> None:
    body = {"name": "Mowlajew", "limit": 3}
    found = client.post("/v1/original", json=body).json()["originals"]
    assert found[0]["text"] == "Мовлаев"
    assert len(found) <= 3


def test_variants_come_with_a_query_only_where_one_is_asked_for(client: TestClient) -> None:
    plain = client.post("/v1/variants", json={"name": "Мовлаев", "limit": 5}).json()
    asked = client.post("/v1/variants", json={"name": "Мовлаев", "query": "lucene"}).json()
    assert "query" not in plain
    assert len(plain["variants"]) == 5
    assert all(f'"{each["text"]}"' in asked["query"] for each in plain["variants"])


@pytest.mark.parametrize("path", ABOUT_A_NAME)
def test_a_bad_name_is_refused_with_its_reason(client: TestClient, path: str) -> None:
    answer = client.post(path, json={"name": "\u200b"})
    assert answer.status_code == 422
    body = answer.json()
    assert (body["type"], body["reason"]) == ("/problems/bad-name", "empty")
    assert body["errors"][0]["pointer"] == "#/name"


@pytest.mark.parametrize("path", ABOUT_A_NAME)
def test_invisible_characters_are_reported(client: TestClient, path: str) -> None:
    answer = client.post(path, json={"name": "Mov\u200blaev"}).json()
    assert answer["removed"] == ["U+200B"]


@pytest.mark.parametrize(
    ("path", "more", "pointer"),
    [
        ("/v1/romanize", {"language": "tlh"}, "#/language"),
        ("/v1/romanize", {"standard": "zyxo"}, "#/standard"),
        ("/v1/original", {"language": "zyxo"}, "#/language"),
        ("/v1/original", {"limit": 0}, "#/limit"),
        ("/v1/original", {"limit": "5"}, "#/limit"),
        ("/v1/variants", {"limit": 1001}, "#/limit"),
        ("/v1/variants", {"query": "zyxo"}, "#/query"),
    ],
)
def test_a_fault_is_pointed_at_and_not_repeated(
    client: TestClient, path: str, more: dict[str, object], pointer: str
) -> None:
    answer = client.post(path, json={"name": "Мовлаев", **more})
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    assert "zyxo" not in answer.text


def test_every_table_can_be_read_to_its_end(client: TestClient) -> None:
    listed = client.get("/v1/rules").json()["tables"]
    assert {"readings_latin", "weights"} <= {each["table"] for each in listed}
    for each in listed:
        rows, after = 0, 0
        while after is not None:
            page = client.get(f"/v1/rules/{each['table']}?limit=1000&after={after}").json()
            rows, after = rows + len(page["rows"]), page.get("next")
        assert rows == each["rows"], each["table"]


def test_a_standard_is_shown_with_source_and_examples(client: TestClient) -> None:
    every = client.get("/v1/rules/standards").json()["standards"]
    ukrainian = client.get("/v1/rules/standards?language=uk").json()["standards"]
    assert 0 < len(ukrainian) < len(every)
    assert all("uk" in each["languages"] for each in ukrainian)
    assert all(each["source"] and each["examples"] for each in every)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/rules/zyxo", 404),
        ("/v1/rules/..%2fstandards", 404),
        ("/v1/rules/weights?limit=0", 422),
        ("/v1/rules/weights?after=-1", 422),
        ("/v1/rules/weights?after=zyxo", 422),
        ("/v1/rules/standards?language=a%20b", 422),
    ],
)
def test_a_page_of_rules_that_is_not_there_is_a_problem(
    client: TestClient, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert "zyxo" not in answer.text
