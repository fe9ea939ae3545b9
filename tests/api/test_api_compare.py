"""POST /v1/compare: two spellings and the reasons."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    ("name_a", "name_b", "kind", "verdict"),
    [
        ("Mansur Movlaev", "Мансур Мовлаев", "person", "match"),
        ("Ramzan Kadyrov", "Akhmat Kadyrov", "person", "different"),
        ("Kazakhstaan", "Казахстан", "place", "match"),
    ],
)
def test_a_pair_gets_its_verdict_with_evidence(
    client: TestClient, name_a: str, name_b: str, kind: str, verdict: str
) -> None:
    body = {"name_a": name_a, "name_b": name_b, "kind": kind}
    answer = client.post("/v1/compare", json=body).json()
    assert answer["verdict"] == verdict
    assert answer["evidence"]
    assert answer["rules_version"]


@pytest.mark.parametrize("member", ["name_a", "name_b"])
def test_the_bad_name_of_the_two_is_pointed_at(client: TestClient, member: str) -> None:
    body = {"name_a": "Movlaev", "name_b": "Мовлаев", member: "--"}
    answer = client.post("/v1/compare", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"#/{member}"


def test_invisible_characters_of_both_names_are_reported(client: TestClient) -> None:
    body = {"name_a": "Mov\u200blaev", "name_b": "Мов\u2060лаев"}
    assert client.post("/v1/compare", json=body).json()["removed"] == ["U+200B", "U+2060"]


def test_health_tells_the_versions(client: TestClient) -> None:
    answer = client.get("/healthz").json()
    assert answer["status"] == "ok"
    assert set(answer) == {"status", "version", "rules_version"}
