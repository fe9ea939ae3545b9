"""The OpenAPI document: complete, and true of the server that hands it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import problems

OPERATION_IDS = {
    "resolve",
    "recordMentions",
    "compareNames",
    "getEntity",
    "getHealth",
    "extractNames",
}


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/openapi.json").json()
    return answer


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def body_examples(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {name: example["value"] for name, example in content.get("examples", {}).items()}


def test_it_is_openapi_3_1_with_stable_operation_ids(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert sorted(ids) == sorted(OPERATION_IDS)


def test_it_needs_nothing_from_elsewhere(client: TestClient) -> None:
    text = client.get("/openapi.json").text
    assert "http://" not in text
    assert "https://" not in text


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    used = set(re.findall(r"#/components/schemas/\w+", str(document["paths"])))
    used |= set(re.findall(r"#/components/schemas/\w+", str(document["components"])))
    assert used <= known
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_every_operation_shows_examples_of_request_and_answer(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        if method == "post":
            assert body_examples(operation), path
        for parameter in operation.get("parameters", []):
            assert parameter["examples"], path
        for status, answer in operation["responses"].items():
            for content in answer["content"].values():
                assert content["examples"], (path, status)


def test_every_operation_documents_its_errors_as_problems(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        errors = {int(status) for status in operation["responses"] if int(status) >= 400}
        expected = {500}
        if path.startswith("/v1/"):
            expected |= {422, 503}
        if method == "post":
            expected |= {400, 413, 415}
        assert expected <= errors, path
        for status in errors:
            content = operation["responses"][str(status)]["content"]
            assert list(content) == [problems.MEDIA_TYPE]
            schema = content[problems.MEDIA_TYPE]["schema"]
            assert schema == {"$ref": "#/components/schemas/Problem"}


def test_every_documented_problem_is_of_a_known_type(document: dict[str, Any]) -> None:
    known = {kind.uri for kind in problems.TYPES}
    shown = set(re.findall(r"/problems/[a-z-]+", str(document["paths"])))
    assert shown
    assert shown <= known


def test_every_example_is_answered_with_success(
    client: TestClient, document: dict[str, Any]
) -> None:
    """Recording comes first: the entity of the lookup example is in the mentions' examples."""
    ranked = sorted(operations(document), key=lambda item: item[0] != "/v1/mentions")
    sent = 0
    for path, method, operation in ranked:
        addresses = [path]
        for parameter in operation.get("parameters", []):
            marker = "{" + parameter["name"] + "}"
            values = [example["value"] for example in parameter["examples"].values()]
            addresses = [
                address.replace(marker, value) for address in addresses for value in values
            ]
        for address in addresses:
            for body in body_examples(operation).values() or [None]:
                answer = client.request(method, address, json=body)
                assert answer.is_success, (address, body, answer.text)
                sent += 1
    assert sent > len(OPERATION_IDS)


def test_the_answers_shown_have_the_members_that_answers_have(
    client: TestClient, document: dict[str, Any]
) -> None:
    """Examples of answers are written by hand; this keeps them from drifting."""
    body = {"name": "Мансур Мовлаев", "entity_id": "mansur-movlaev", "source": "archive"}
    recorded = client.post("/v1/mentions", json=body).json()
    real = {
        "/v1/mentions": recorded,
        "/v1/resolve": client.post("/v1/resolve", json={"name": "Mansur Movlaev"}).json(),
        "/v1/compare": client.post(
            "/v1/compare", json={"name_a": "Movlaev", "name_b": "Мовлаев"}
        ).json(),
        "/v1/extract": client.post("/v1/extract", json={"text": "Мансур Мовлаев"}).json(),
        "/v1/entities/{id}": client.get("/v1/entities/mansur-movlaev").json(),
        "/healthz": client.get("/healthz").json(),
    }
    for path, _, operation in operations(document):
        success = min(operation["responses"])
        examples = operation["responses"][success]["content"]["application/json"]["examples"]
        shown = next(iter(examples.values()))["value"]
        assert set(shown) == set(real[path]), path
    candidate = real["/v1/resolve"]["candidates"][0]
    resolve = document["paths"]["/v1/resolve"]["post"]["responses"]["200"]
    shown = resolve["content"]["application/json"]["examples"]["match"]["value"]["candidates"][0]
    assert set(shown) == set(candidate)
    assert set(shown["evidence"][0]) == set(candidate["evidence"][0])
