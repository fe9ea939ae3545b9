"""Whatever is sent, the answer is a result or a problem; never a crash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.schemas_members import MEMBERS
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

OF_A_NAME = ("/v1/resolve", "/v1/mentions", "/v1/romanize", "/v1/original", "/v1/variants")
POSTS = (*OF_A_NAME, "/v1/compare", "/v1/explain", "/match/default")
GENTLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

any_text = st.text(st.characters(exclude_categories=()), max_size=40)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | any_text
any_json = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=12,
)
members = sorted(MEMBERS)
near_misses = st.dictionaries(st.sampled_from(members), any_json, max_size=5)
shaped = st.fixed_dictionaries(
    {"name": any_text},
    optional={
        "kind": st.sampled_from(["person", "place", "organization"]),
        "birth_date": any_text | st.dates().map(str),
        "context": any_text,
    },
)
batches = st.fixed_dictionaries({"mentions": st.lists(shaped | any_json, max_size=5)})


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One app for all examples: a crash here would be raised in the test."""
    path: Path = tmp_path_factory.mktemp("hostile") / "names.db"
    with SqliteStore(path) as store, TestClient(create_app(Service(store))) as opened:
        yield opened


def check(client: TestClient, path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
    expected = {
        200: "application/json",
        201: "application/json",
        400: "application/problem+json",
        409: "application/problem+json",
        422: "application/problem+json",
    }
    assert answer.headers["content-type"] == expected[answer.status_code]


@GENTLY
@given(st.sampled_from(POSTS), any_json | near_misses | shaped | batches)
def test_any_json_gets_an_answer(client: TestClient, path: str, value: object) -> None:
    check(client, path, json.dumps(value).encode())


@GENTLY
@given(st.sampled_from(POSTS), st.binary(max_size=200))
def test_any_bytes_get_an_answer(client: TestClient, path: str, body: bytes) -> None:
    check(client, path, body)


def address_of(entity_id: str) -> str:
    return "/v1/entities/" + "".join(f"%{byte:02X}" for byte in entity_id.encode())


@GENTLY
@given(any_text.filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text)))
def test_any_entity_id_gets_an_answer(client: TestClient, entity_id: str) -> None:
    assert client.get(address_of(entity_id)).status_code in {200, 404}


@pytest.mark.parametrize(
    "name",
    [
        "ﷺ" * 512,
        "M" + "\u0301\u0316" * 15,
        "Мovlаev",
        "-" * 512,
        "a " * 256,
        "Аа" * 256,
        "..." * 100,
        "<script>alert(1)</script>",
        "'; DROP TABLE events; --",
        "=HYPERLINK(1)",
        "\U000e0041\U000e0042",
        "𝕸𝖔𝖛𝖑𝖆𝖊𝖛",
        "Ӏ" * 100,
        "ch" * 256,
    ],
)
def test_the_worst_names_get_an_answer(client: TestClient, name: str) -> None:
    for path in OF_A_NAME:
        assert client.post(path, json={"name": name}).status_code in {200, 201, 422}
    pair = {"name_a": name, "name_b": "Мансур Мовлаев"}
    for path in ("/v1/compare", "/v1/explain"):
        assert client.post(path, json=pair).status_code in {200, 422}
    query = {"schema": "Person", "properties": {"name": [name]}}
    assert client.post("/match/default", json={"queries": {"q": query}}).status_code == 200
    form = {"queries": json.dumps({"q": {"query": name}})}
    assert client.post("/reconcile", data=form).status_code == 200
