"""Keys and roles: what is not allowed by name is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from api.access import Access, RateLimit, role_needed
from api.app import create_app
from api.limits import RequestId
from api.pages.session import Sessions
from resolver.access import Key, Role, recognised
from resolver.errors import StoreBusy
from resolver.service import Service
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys

NAME = {"name": "Movlaev"}


@pytest.fixture
def keys(store: SqliteStore, tmp_path: Path) -> Iterator[SqliteKeys]:
    with SqliteKeys(tmp_path / "names.db", timeout=0.2) as opened:
        yield opened


HERE = "http://127.0.0.1:8000"


@pytest.fixture
def guarded(store: SqliteStore, keys: SqliteKeys) -> Iterator[TestClient]:
    with TestClient(create_app(Service(store), keys=keys), base_url=HERE) as opened:
        yield opened


def bearer(keys: SqliteKeys, role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {keys.create(role, '').text}"}


def test_without_any_key_everybody_may(guarded: TestClient) -> None:
    assert guarded.post("/v1/mentions", json=NAME).status_code == 201


class Away:
    """Keys on a server that cannot be reached."""

    def __init__(self, *, waits: bool) -> None:
        self.waits = waits

    def any(self) -> bool:
        raise StoreBusy("the server is away")

    def stored(self, key_id: str) -> tuple[Key, bytes] | None:
        raise AssertionError


@pytest.mark.parametrize("waits", [False, True])
def test_where_keys_cannot_be_asked_nobody_gets_in_and_all_may_try_again(
    store: SqliteStore, *, waits: bool
) -> None:
    keys = Away(waits=waits)
    with TestClient(create_app(Service(store), keys=keys)) as client:
        answer = client.post("/v1/resolve", json=NAME, headers={"Authorization": "Bearer x"})
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/busy")
        assert answer.headers["Retry-After"] == "1"
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("host", ["rebound.example", "127.0.0.1.example", "10.0.0.1", "[::", "x@y"])
def test_without_keys_only_who_asks_for_this_machine_is_answered(
    guarded: TestClient, keys: SqliteKeys, host: str
) -> None:
    """The page of a site whose name was given this machine's number is not."""
    assert guarded.get("/v1/entities", headers={"Host": host}).status_code == 403
    for local in ("localhost:8000", "127.0.0.2", "[::1]:8000", "archive.localhost"):
        assert guarded.get("/v1/entities", headers={"Host": local}).status_code == 200
    key = bearer(keys, Role.READER)
    assert guarded.get("/v1/entities", headers={"Host": host, **key}).status_code == 200


def test_with_the_first_key_every_operation_but_the_public_ones_needs_one(
    guarded: TestClient, keys: SqliteKeys
) -> None:
    """Every operation of the document, so that none can be forgotten."""
    document = guarded.get("/openapi.json").json()
    keys.create(Role.ADMIN, "")
    public = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answer = guarded.request(method, path.replace("{", "").replace("}", ""))
            if answer.status_code != 401:
                public.add(path)
                assert "security" not in operation or path == "/reconcile"
            else:
                assert answer.json()["type"] == "/problems/unauthorized"
                assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert public <= {"/healthz", "/readyz", "/reconcile"}
    assert guarded.get("/nowhere").status_code == 401


@pytest.mark.parametrize(
    ("method", "address", "least"),
    [
        ("GET", "/v1/entities/x", Role.READER),
        ("POST", "/v1/resolve", Role.READER),
        ("POST", "/v1/resolve:stream", Role.READER),
        ("POST", "/v1/mentions", Role.WRITER),
        ("POST", "/v1/decisions", Role.CLERK),
        ("POST", "/v1/entities/x:merge", Role.CLERK),
        ("DELETE", "/v1/entities/x", Role.CLERK),
        ("POST", "/v1/resolve/x", Role.ADMIN),
        ("POST", "/v1/new-and-dangerous", Role.ADMIN),
        ("PUT", "/v1/resolve", Role.ADMIN),
        ("BREW", "/healthz", Role.ADMIN),
        ("GET", "/healthz", None),
        ("GET", "/metrics", Role.READER),
    ],
)
def test_what_changes_more_needs_a_higher_role(
    method: str, address: str, least: Role | None
) -> None:
    assert role_needed(method, address) is least


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_what_it_may_and_no_more(
    guarded: TestClient, keys: SqliteKeys, role: Role
) -> None:
    headers = bearer(keys, role)
    asked = guarded.post("/v1/resolve", json=NAME, headers=headers)
    assert asked.status_code == 200
    recorded = guarded.post("/v1/mentions", json=NAME, headers=headers)
    assert recorded.status_code == (201 if role.may(Role.WRITER) else 403)
    if role is Role.READER:
        assert recorded.json()["type"] == "/problems/forbidden"


def test_a_revoked_key_opens_nothing_from_the_next_request_on(
    guarded: TestClient, keys: SqliteKeys
) -> None:
    made = keys.create(Role.READER, "")
    headers = {"Authorization": f"Bearer {made.text}"}
    assert guarded.post("/v1/resolve", json=NAME, headers=headers).status_code == 200
    keys.revoke(made.key_id)
    assert guarded.post("/v1/resolve", json=NAME, headers=headers).status_code == 401


def test_revoking_the_last_key_does_not_open_the_door(
    guarded: TestClient, keys: SqliteKeys
) -> None:
    keys.revoke(keys.create(Role.ADMIN, "").key_id)
    assert guarded.post("/v1/resolve", json=NAME).status_code == 401


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_known_in_any_case(
    guarded: TestClient, keys: SqliteKeys, scheme: str
) -> None:
    text = keys.create(Role.READER, "").text
    headers = {"Authorization": f"{scheme} {text}"}
    assert guarded.post("/v1/resolve", json=NAME, headers=headers).status_code == 200


def test_anything_but_the_whole_key_is_refused(guarded: TestClient, keys: SqliteKeys) -> None:
    text = keys.create(Role.READER, "").text
    other = keys.create(Role.READER, "").text
    mixed = text[:15] + other[15:]
    wrong = ["", text[:-1], text + "0", text[:-1] + "g", mixed, text.upper(), f"Basic {text}"]
    for each in wrong:
        header = each if each.startswith("Basic") else f"Bearer {each}"
        answer = guarded.post("/v1/resolve", json=NAME, headers={"Authorization": header})
        assert answer.status_code == 401
        assert text[16:] not in answer.text


def test_a_key_in_an_address_works_for_the_reconciliation_service_alone(
    guarded: TestClient, keys: SqliteKeys
) -> None:
    text = keys.create(Role.READER, "").text
    assert guarded.get(f"/v1/rules?api_key={text}").status_code == 401


def test_a_key_is_kept_only_as_a_hash(keys: SqliteKeys, tmp_path: Path) -> None:
    secret = keys.create(Role.READER, "press").text.rpartition("_")[2]
    keys.close()
    for path in tmp_path.glob("names.db*"):
        assert secret.encode() not in path.read_bytes()
        assert bytes.fromhex(secret) not in path.read_bytes()


def test_a_refused_body_is_never_read(guarded: TestClient, keys: SqliteKeys) -> None:
    keys.create(Role.ADMIN, "")
    read = 0

    def body() -> Iterator[bytes]:
        nonlocal read
        for _ in range(3):
            read += 1
            yield b"x"

    guarded.post("/v1/resolve", content=body())
    assert guarded.post("/v1/resolve", content=b"{").status_code == 401


class As:
    """Says who asks, as Access does."""

    def __init__(self, app: RateLimit) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["key_id"] = dict(scope["headers"]).get(b"who", b"").decode()
        await self.app(scope, receive, send)


def limited(clock: list[float], per_minute: int) -> TestClient:
    """A nested, prefixed route behind a limit with a clock that stands until it is moved."""
    inner = APIRouter(prefix="/inner")
    inner.add_api_route("/there", lambda: "here")
    outer = APIRouter(prefix="/outer")
    outer.include_router(inner)
    app = FastAPI()
    app.include_router(outer)
    return TestClient(RequestId(As(RateLimit(app, per_minute, clock=lambda: clock[0]))))


def ask(client: TestClient, who: str = "a") -> int:
    return client.get("/outer/inner/there", headers={"who": who}).status_code


def test_a_key_that_asks_too_often_is_told_when_to_ask_again() -> None:
    clock = [0.0]
    client = limited(clock, per_minute=6)
    assert [ask(client) for _ in range(7)] == [200] * 6 + [429]
    refused = client.get("/outer/inner/there", headers={"who": "a"})
    assert refused.json()["type"] == "/problems/rate-limited"
    wait = int(refused.headers["Retry-After"])
    assert 0 < wait <= 11
    clock[0] += wait
    assert [ask(client), ask(client)] == [200, 429]


def test_one_key_does_not_use_up_the_share_of_another() -> None:
    client = limited([0.0], per_minute=1)
    assert [ask(client, "a"), ask(client, "b"), ask(client, "a")] == [200, 200, 429]


def test_no_limit_limits_nobody() -> None:
    client = limited([0.0], per_minute=0)
    assert {ask(client) for _ in range(100)} == {200}


def test_the_guard_also_stands_before_nested_routes(keys: SqliteKeys) -> None:
    inner = APIRouter(prefix="/inner")
    inner.add_api_route("/there", lambda: "here")
    outer = APIRouter(prefix="/outer")
    outer.include_router(inner)
    app = FastAPI()
    app.include_router(outer)
    keys.create(Role.ADMIN, "")
    assert (
        TestClient(Access(app, keys, Sessions(keys))).get("/outer/inner/there").status_code == 401
    )


def test_who_signs_in_on_one_server_is_known_to_another_of_the_same_secret(
    keys: SqliteKeys,
) -> None:
    key = recognised(keys.create(Role.CLERK, "vera").text, keys)
    assert key is not None
    cookie = Sessions(keys, "s" * 32).issue(key)
    assert Sessions(keys, "s" * 32).key(cookie) == key
    assert Sessions(keys, "t" * 32).key(cookie) is None
    assert Sessions(keys).key(cookie) is None
