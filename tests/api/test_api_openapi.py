"""The OpenAPI document: complete, and true of the server that hands it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api import problems

OPERATION_IDS = {
    "compareNames",
    "explainNames",
    "findOriginals",
    "getEntity",
    "getHealth",
    "getMetrics",
    "getReadiness",
    "getRules",
    "listRules",
    "listStandards",
    "listVariants",
    "match",
    "getReconciliationManifest",
    "previewEntity",
    "proposeProperties",
    "reconcile",
    "recordMentions",
    "resolve",
    "resolveStream",
    "romanizeName",
    "suggestEntity",
    "suggestProperty",
    "suggestType",
}
OF_STORE = ("/v1/resolve", "/v1/mentions", "/v1/entities")


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/openapi.json").json()
    return answer


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def body_examples(operation: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Media type and value of every example of a body."""
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        for example in content["examples"].values():
            yield media_type, example["value"]


def send(client: TestClient, method: str, address: str, media_type: str, body: Any) -> Response:
    """The request as the document describes it."""
    if media_type == "application/json":
        return client.request(method, address, json=body)
    headers = {"Content-Type": media_type} if media_type else {}
    return client.request(method, address, content=body, headers=headers)


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
            assert list(body_examples(operation)), path
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
            expected |= {503}
        if method == "post":
            expected |= {415}
            if path.startswith("/v1") and ":stream" not in path:
                expected |= {400, 413, 422}
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
            values = [str(example["value"]) for example in parameter["examples"].values()]
            marker = "{" + parameter["name"] + "}"
            if parameter["in"] == "path":
                addresses = [each.replace(marker, value) for each in addresses for value in values]
            else:
                with_value = [
                    f"{each}{'&' if '?' in each else '?'}{parameter['name']}={quote(value)}"
                    for each in addresses
                    for value in values
                ]
                addresses += with_value
        for address in addresses:
            for media_type, body in list(body_examples(operation)) or [("", None)]:
                answer = send(client, method, address, media_type, body)
                assert answer.is_success, (address, body, answer.text)
                sent += 1
    assert sent > len(OPERATION_IDS)


def test_the_answers_shown_have_the_members_that_answers_have(
    client: TestClient, document: dict[str, Any]
) -> None:
    """Examples of answers are written by hand; this keeps them from drifting."""
    body = {"name": "Мансур Мовлаев", "entity_id": "mansur-movlaev", "language": "ru"}
    body |= {"source": "archive", "id": "row-1"}
    recorded = client.post("/v1/mentions", json=body).json()
    answers = {
        "/v1/mentions": recorded,
        "/v1/entities/{id}": client.get("/v1/entities/mansur-movlaev").json(),
        "/v1/rules/{table}": client.get("/v1/rules/readings_latin?limit=2").json(),
    }
    for path, method, operation in operations(document):
        success = min(operation["responses"])
        content = operation["responses"][success]["content"]
        if "application/json" not in content or path.startswith(("/reconcile", "/match")):
            continue  # those answers have schemas of their own
        shown = next(iter(content["application/json"]["examples"].values()))["value"]
        asked = next(body_examples(operation), ("", None))
        real = answers.get(path) or send(client, method, path, *asked).json()
        assert same_shape(shown, real) == "", path


def same_shape(shown: Any, real: Any) -> str:
    """Empty, or where an example has other members than a real answer; rows may differ."""
    if isinstance(shown, dict) and isinstance(real, dict):
        if set(shown) != set(real):
            return f"{sorted(set(shown) ^ set(real))}"
        inner = ((key, same_shape(shown[key], real[key])) for key in shown if key != "rows")
        return next((f"{key}: {fault}" for key, fault in inner if fault), "")
    if isinstance(shown, list) and isinstance(real, list) and shown and real:
        return same_shape(shown[0], real[0])
    return ""
