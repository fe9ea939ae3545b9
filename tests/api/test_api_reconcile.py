"""The reconciliation service, by the specification's own schemas where they are at hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from api.app import create_app
from resolver.access import Role
from resolver.service import Service
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys

SCHEMAS = Path(__file__).parents[3] / "shared" / "recon-specs" / "0.2" / "schemas"
NAMES = {
    "movlaev": "Мансур Мовлаев",
    "bazhkenova": "Gulnara Bazhkenova",
    "kz": "Казахстан",
}


@pytest.fixture(autouse=True)
def names(client: TestClient) -> None:
    for entity_id, name in NAMES.items():
        kind = "place" if entity_id == "kz" else "person"
        body = {"name": name, "entity_id": entity_id, "kind": kind, "country": "KZ"}
        assert client.post("/v1/mentions", json=body).status_code == 201


def validate(name: str, value: object) -> None:
    """Against the schema of the specification, if it stands beside the project."""
    if not SCHEMAS.is_dir():
        pytest.skip("the schemas of the specification are not beside the project")
    documents = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    pairs = [
        (doc["$id"], DRAFT7.create_resource(doc)) for doc in documents.values() if "$id" in doc
    ]
    pairs += [(file, DRAFT7.create_resource(doc)) for file, doc in documents.items()]
    swagger = Resource.from_contents(documents["openapi.json"], default_specification=DRAFT7)
    registry: Registry[Any] = Registry().with_resources(
        [*pairs, ("http://swagger.io/v2/schema.json", swagger)]
    )
    Draft7Validator(documents[f"{name}.json"], registry=registry).validate(value)


def ask(client: TestClient, **queries: object) -> dict[str, Any]:
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def extend(client: TestClient, ids: list[str], *properties: object) -> dict[str, Any]:
    body = {"ids": ids, "properties": properties}
    found: dict[str, Any] = client.post("/reconcile", data={"extend": json.dumps(body)}).json()
    return found


def test_the_manifest_fits_the_schema_and_every_address_in_it_answers(client: TestClient) -> None:
    manifest = client.get("/reconcile").json()
    validate("manifest", manifest)
    assert manifest["versions"] == ["0.2"]
    assert manifest["batchSize"] == 200
    services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    for service in services:
        answer = client.get(service["service_url"] + service["service_path"])
        assert answer.status_code == 200
    page = client.get(manifest["preview"]["url"].replace("{{id}}", "movlaev"))
    assert page.status_code == 200


def test_results_fit_the_schema_and_keep_the_keys_of_the_client(client: TestClient) -> None:
    found = ask(client, q0={"query": "Mansur Mowlajew"}, other={"query": "Kazakhstaan"})
    validate("reconciliation-result-batch", found)
    assert list(found) == ["q0", "other"]
    (best, *_) = found["q0"]["result"]
    assert (best["id"], best["match"], best["type"][0]["id"]) == ("movlaev", True, "person")
    (place, *_) = found["other"]["result"]
    assert (place["id"], place["match"], place["type"][0]["id"]) == ("kz", True, "place")
    scores = [each["score"] for each in found["q0"]["result"]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)


def test_queries_may_stand_in_the_address(client: TestClient) -> None:
    queries = json.dumps({"q0": {"query": "Мовлаев Мансур"}})
    found = client.get("/reconcile", params={"queries": queries}).json()
    assert found["q0"]["result"][0]["id"] == "movlaev"


def test_an_id_as_a_query_finds_its_entity_first(client: TestClient) -> None:
    (best, *_) = ask(client, q0={"query": "bazhkenova"})["q0"]["result"]
    assert (best["id"], best["match"]) == ("bazhkenova", True)


def test_two_of_one_name_are_both_shown_and_neither_is_matched(client: TestClient) -> None:
    client.post("/v1/mentions", json={"name": "Мансур Мовлаев", "entity_id": "other"})
    result = ask(client, q0={"query": "Mansur Movlaev"})["q0"]["result"]
    assert {each["id"] for each in result} == {"movlaev", "other"}
    assert not any(each["match"] for each in result)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"type": "person"}, True),
        ({"type": "Person"}, True),
        ({"type": ["place", "person"]}, True),
        ({"type": "place"}, False),
        ({"type": "Q5", "type_strict": "should"}, True),
        ({"type": "Q5", "type_strict": "all"}, False),
        ({"type": 7}, True),
        ({"properties": [{"pid": "country", "v": "KZ"}]}, True),
        ({"properties": [{"pid": "country", "v": [{"id": "x", "name": "KZ"}]}]}, True),
        ({"properties": [{"pid": "birth_date", "v": "soon"}]}, True),
        ({"properties": "all"}, True),
        ({"limit": 0}, True),
        ({"limit": "many"}, True),
    ],
)
def test_what_cannot_be_used_of_a_query_is_passed_over(
    client: TestClient, more: dict[str, object], found: bool
) -> None:
    result = ask(client, q0={"query": "Mansur Movlaev", **more})["q0"]["result"]
    assert any(each["id"] == "movlaev" for each in result) is found


def test_the_limit_is_kept(client: TestClient) -> None:
    for number in range(4):
        client.post("/v1/mentions", json={"name": "Мансур Мовлаев", "entity_id": f"m{number}"})
    assert len(ask(client, q0={"query": "Movlaev", "limit": 2})["q0"]["result"]) == 2


@pytest.mark.parametrize(
    "hostile",
    [
        {"query": ""},
        {"query": "\ud800"},
        {"query": "x" * 600},
        {"query": "\0"},
        {"query": 7},
        {"properties": [{"pid": "country", "v": "KZ"}]},
        {},
        "nonsense",
        None,
        [],
    ],
)
def test_one_hostile_query_spoils_no_other(client: TestClient, hostile: object) -> None:
    queries: dict[str, object] = {f"q{n}": {"query": "Movlaev"} for n in range(9)}
    found = ask(client, bad=hostile, **queries)
    validate("reconciliation-result-batch", found)
    assert found["bad"]["result"] == []
    assert all(found[f"q{n}"]["result"][0]["id"] == "movlaev" for n in range(9))


def test_more_queries_than_a_batch_takes_are_refused(client: TestClient) -> None:
    queries = {f"q{n}": {"query": ""} for n in range(201)}
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 413
    assert len(ask(client, **dict(list(queries.items())[:200]))) == 200


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 415),
        ({"query": "{}"}, 422),
        ({"queries": "{"}, 400),
        ({"queries": "[]"}, 422),
        ({"queries": '{"q0": NaN}'}, 400),
        ({"extend": "{}"}, 422),
        ({"extend": '{"ids": [1], "properties": []}'}, 422),
        ({"extend": '{"ids": [], "properties": [{}]}'}, 422),
        ({str(n): "x" for n in range(20)}, 422),
    ],
)
def test_a_form_that_cannot_be_used_is_a_problem_that_pages_may_read(
    client: TestClient, data: dict[str, str], status: int
) -> None:
    answer = client.post("/reconcile", data=data)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_extension_gives_all_known_of_an_entity(client: TestClient) -> None:
    client.post("/v1/mentions", json={"name": "Mansur Movlaev", "entity_id": "movlaev"})
    found = extend(
        client, ["movlaev", "nobody"], {"id": "spellings"}, {"id": "mentions"}, {"id": "zyxo"}
    )
    validate("data-extension-response", found)
    row = found["rows"]["movlaev"]
    assert row["spellings"] == [{"str": "Мансур Мовлаев"}, {"str": "Mansur Movlaev"}]
    assert row["mentions"] == [{"int": 2}]
    assert row["zyxo"] == []
    assert found["rows"]["nobody"] == {"spellings": [], "mentions": [], "zyxo": []}


def test_an_extension_may_be_limited(client: TestClient) -> None:
    client.post("/v1/mentions", json={"name": "Mansur Movlaev", "entity_id": "movlaev"})
    for limit, expected in (("1", 1), (1, 1), (0, 2), ("all", 2), (-1, 2)):
        wanted = {"id": "spellings", "settings": {"limit": limit}}
        row = extend(client, ["movlaev"], wanted)["rows"]["movlaev"]
        assert len(row["spellings"]) == expected


def test_every_proposed_property_can_be_fetched(client: TestClient) -> None:
    proposed = client.get("/reconcile/extend/propose?type=person").json()
    validate("data-extension-property-proposal", proposed)
    wanted = [{"id": each["id"]} for each in proposed["properties"]]
    found = extend(client, ["movlaev"], *wanted)
    validate("data-extension-response", found)
    assert found["rows"]["movlaev"]["country"] == [{"str": "KZ"}]


@pytest.mark.parametrize(
    "prefix", ["movlaev", "Mansur Movlaev", "Мансур", "мов", "Мовл", "Мансур Мов"]
)
def test_an_entity_is_suggested_by_id_by_spelling_and_by_how_a_word_begins(
    client: TestClient, prefix: str
) -> None:
    found = client.get("/reconcile/suggest/entity", params={"prefix": prefix}).json()
    validate("suggest-entities-response", found)
    assert [each["id"] for each in found["result"]] == ["movlaev"]


@pytest.mark.parametrize("prefix", ["", "*", "[", "?", "%", "_", "\0", "нет такого"])
def test_no_wild_card_suggests_everything(client: TestClient, prefix: str) -> None:
    found = client.get("/reconcile/suggest/entity", params={"prefix": prefix}).json()
    assert found == {"result": []}


def test_suggestions_go_on_after_the_cursor(client: TestClient) -> None:
    for number in range(15):
        body = {"name": f"Анна {'Б' * (number + 1)}урова", "entity_id": f"e{number:02}"}
        client.post("/v1/mentions", json=body)
    address = "/reconcile/suggest/entity?prefix=Анна"
    pages = [client.get(f"{address}&cursor={cursor}").json()["result"] for cursor in (0, 10)]
    ids = [each["id"] for page in pages for each in page]
    assert len(ids) == len(set(ids)) == 15


@pytest.mark.parametrize(
    ("what", "prefix", "expected"),
    [
        ("type", "per", ["person"]),
        ("type", "PERSON", ["person"]),
        ("type", "zyxo", []),
        ("property", "birth", ["birth_date"]),
        ("property", "Date of", ["birth_date"]),
    ],
)
def test_types_and_properties_are_suggested_by_id_and_name(
    client: TestClient, what: str, prefix: str, expected: list[str]
) -> None:
    found = client.get(f"/reconcile/suggest/{what}", params={"prefix": prefix}).json()
    schema = {"type": "suggest-types-response", "property": "suggest-properties-response"}[what]
    validate(schema, found)
    assert [each["id"] for each in found["result"]] == expected


def test_a_preview_runs_nothing_that_stands_in_a_name(client: TestClient) -> None:
    name = "<script>alert(1)</script> Movlaev"
    client.post("/v1/mentions", json={"name": name, "entity_id": "a/b?c"})
    answer = client.get("/reconcile/preview/a%2Fb%3Fc")
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get("/reconcile/preview/nobody").status_code == 404


def test_pages_of_any_origin_may_ask_without_credentials(client: TestClient) -> None:
    origin = {"Origin": "http://127.0.0.1:3333"}
    preflight = client.options(
        "/reconcile", headers={**origin, "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 204
    for answer in (preflight, client.get("/reconcile", headers=origin)):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    for path in ("/v1/rules", "/healthz", "/reconciled"):
        assert "Access-Control-Allow-Origin" not in client.get(path, headers=origin).headers


def test_a_readers_key_in_the_address_reaches_every_service_and_no_log(
    store: SqliteStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with SqliteKeys(tmp_path / "names.db") as keys:
        client = TestClient(create_app(Service(store), keys=keys))
        key = keys.create(Role.READER, "OpenRefine").text
        writer = keys.create(Role.WRITER, "").text
        assert "api_key" not in client.get("/reconcile").text.replace('"name":"api_key"', "")
        with caplog.at_level(0):
            manifest = client.get(f"/reconcile?api_key={key}").json()
            validate("manifest", manifest)
            services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
            addresses = [each["service_url"] + each["service_path"] for each in services]
            addresses.append(manifest["preview"]["url"].replace("{{id}}", "movlaev"))
            assert {client.get(address).status_code for address in addresses} == {200}
            assert client.get(f"{addresses[-2]}?type=person").status_code == 200
            without = [re.sub(r"\?api_key=\w+", "", address) for address in addresses]
            assert {client.get(address).status_code for address in without} == {401}
            body = {"queries": '{"q0": {"query": "Movlaev"}}'}
            assert client.post(f"/reconcile?api_key={key}", data=body).status_code == 200
            refused = client.post("/reconcile", data=body)
            assert refused.status_code == 401
            assert refused.headers["Access-Control-Allow-Origin"] == "*"
            assert client.post(f"/reconcile?api_key={writer}", data=body).status_code == 403
    ours = [record for record in caplog.records if not record.name.startswith("httpx")]
    assert ours
    assert key not in "".join(str(vars(record)) for record in ours)


any_text = st.text(st.characters(exclude_categories=()), max_size=30)
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=8,
)
members = st.sampled_from(["query", "type", "limit", "properties", "type_strict", "pid", "v"])
queries = st.dictionaries(members, any_json | st.just([{"pid": "country", "v": "x"}]), max_size=5)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.dictionaries(any_text, any_json | queries, max_size=4))
def test_any_batch_has_a_result_for_each_of_its_keys(
    client: TestClient, batch: dict[str, object]
) -> None:
    found = ask(client, **{"q": 1, **batch})
    assert found.keys() == {"q", *batch}
    assert all(isinstance(each["result"], list) for each in found.values())
