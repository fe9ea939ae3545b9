"""The OpenAPI document: complete, and true of the server that hands it out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api import problems
from api.app import create_app
from api.examples import ENTITY_ID
from api.examples_review import MENTION_ID, OTHER_ID, SUGGESTION
from resolver.mention import Kind, Mention
from resolver.service import Service
from resolver.store.protocol import EntityFounded, MentionRecorded, SuggestionRaised
from resolver.store.sqlite import SqliteStore

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
    # Of entities and clerks:
    "extractNames", "listEntities", "getEntityHistory",
    "mergeEntities", "splitEntity", "renameEntity",
    "decide", "listDecisions", "getDecision", "undoDecision",
    "listSuggestions", "takeNextSuggestion", "getSuggestion",
}  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Callable[[], TestClient]]:
    """Makes the small archive anew that the examples about entities speak of."""
    stores: list[SqliteStore] = []

    def made() -> TestClient:
        store = SqliteStore(tmp_path / f"{len(stores)}.db")
        stores.append(store)
        with store.writing() as writer:
            for entity_id, name in (
                (ENTITY_ID, "Мансур Мовлаев"),
                (OTHER_ID, "Mansur Mowlajew"),
            ):
                writer.append(EntityFounded(entity_id, Kind.PERSON, name))
                mention = Mention(name, language="ru", source="archive", external_id="row-1")
                writer.append(MentionRecorded(f"{entity_id}-1", entity_id, mention, "given"))
            for mention_id in (MENTION_ID, "m2"):
                mention = Mention("Мансур Мовлаев")
                writer.append(MentionRecorded(mention_id, ENTITY_ID, mention, "given"))
            raised = SuggestionRaised(ENTITY_ID, OTHER_ID, 0.7, "why", (), ("country",))
            assert writer.append(raised) == SUGGESTION
        return TestClient(create_app(Service(store)), raise_server_exceptions=False)

    yield made
    for store in stores:
        store.close()


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


def send(
    client: TestClient,
    method: str,
    address: str,
    media_type: str,
    body: Any,
    headers: Mapping[str, str],
) -> Response:
    """The request as the document describes it."""
    if media_type in {"", "application/json"}:
        return client.request(method, address, json=body, headers=headers)
    sent = {**headers, "Content-Type": media_type}
    return client.request(method, address, content=body, headers=sent)


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
            assert (status == "204") is ("content" not in answer)
            for content in answer.get("content", {}).values():
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


DECIDED = {"verdict": "unsure", "entities": [ENTITY_ID, OTHER_ID], "reason": "why"}


def addresses(path: str, operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """The addresses of the examples in the path, with the headers of the examples."""
    found, headers = [path], {}
    for parameter in operation.get("parameters", []):
        values = [example["value"] for example in parameter["examples"].values()]
        if parameter["in"] == "path":
            marker = "{" + parameter["name"] + "}"
            found = [one.replace(marker, str(value)) for one in found for value in values]
        elif parameter["in"] == "query":
            joint = "&" if "?" in found[0] else "?"
            found = [
                f"{one}{joint}{parameter['name']}={quote(str(value))}"
                for one in found
                for value in values
            ]
        elif values[0] is not None:
            headers[parameter["name"]] = values[0]
    for one in found:
        yield one, headers


def test_every_example_is_answered_with_success(
    archive: Callable[[], TestClient], document: dict[str, Any]
) -> None:
    """Each on an archive of its own, in which one decision has been made."""
    sent = 0
    for path, method, operation in operations(document):
        for address, headers in addresses(path, operation):
            for media_type, body in list(body_examples(operation)) or [("", None)]:
                client = archive()
                decided = '"suggestion"' not in json.dumps(body) and not path.endswith(":next")
                if decided:
                    assert client.post("/v1/decisions", json=DECIDED).is_success
                answer = send(client, method, address, media_type, body, headers)
                assert answer.is_success, (address, body, answer.text)
                sent += 1
    assert sent > len(OPERATION_IDS)


def test_the_answers_shown_have_the_members_that_answers_have(
    archive: Callable[[], TestClient], document: dict[str, Any]
) -> None:
    """Examples of answers are written by hand; this keeps them from drifting."""
    real: dict[str, Any] = {}
    for path, method, operation in operations(document):
        client = archive()
        if path.startswith("/v1/decisions") and operation["operationId"] != "decide":
            said = {**DECIDED, "actor": "vera"}
            assert client.post("/v1/decisions", json=said).is_success
        address, headers = next(addresses(path, operation))
        media_type, body = next(body_examples(operation), ("", None))
        if path == "/v1/entities":
            address = "/v1/entities?name=Mowlajew"
        success = min(operation["responses"])
        content = operation["responses"][success]["content"]
        if "application/json" not in content or path.startswith(("/reconcile", "/match")):
            continue  # those answers have schemas of their own
        examples = content["application/json"]["examples"]
        sent = send(client, method, address, media_type, body, headers)
        answer = real[operation["operationId"]] = sent.json()
        shown = next(iter(examples.values()))["value"]
        assert set(shown) == set(answer), path
        for name, value in shown.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                assert name == "rows" or set(value[0]) <= set(answer[name][0]) | {
                    "reason",
                    "entity",
                }, (path, name)
    real["/v1/resolve"] = real["resolve"]
    candidate = real["/v1/resolve"]["candidates"][0]
    resolve = document["paths"]["/v1/resolve"]["post"]["responses"]["200"]
    shown = resolve["content"]["application/json"]["examples"]["match"]["value"]["candidates"][0]
    assert set(shown) == set(candidate)
    assert set(shown["evidence"][0]) == set(candidate["evidence"][0])
