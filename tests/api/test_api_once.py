"""An idempotency key: the same request again is answered as before, and nothing is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from resolver import recording_batch
from resolver.access import Role
from resolver.errors import StoreBusy
from resolver.service import Service
from resolver.store.protocol import Writer
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys

ONE = {"name": "Мансур Мовлаев", "language": "ru"}
MANY = {
    "mentions": [
        ONE,
        {"name": "Gulnara Bazhkenova", "entity_id": "b"},
        {"name": "\u200b"},
        {"name": "Ramzan Kadyrov", "birth_date": "1976-13"},
        {"name": "Gulnara Bazhkenova", "kind": "place", "entity_id": "b"},
        {"name": "Mansur Mowlajew"},
    ]
}


def record(client: TestClient, body: object, key: str, **headers: str) -> httpx2.Response:
    return client.post("/v1/mentions", json=body, headers={"Idempotency-Key": key, **headers})


def events(store: SqliteStore) -> int:
    return len(list(store.events()))


@pytest.mark.parametrize("body", [ONE, MANY], ids=["one", "many"])
def test_the_same_recording_again_is_answered_as_before_and_done_once(
    client: TestClient, store: SqliteStore, body: dict[str, Any]
) -> None:
    first = record(client, body, "job-1")
    assert first.status_code == 201
    before = events(store)
    # Meanwhile the entity grows and gets another name: the answer stays what it was.
    client.post("/v1/mentions", json={"name": "Mansur Movlayev", "language": "en"})
    again = record(client, body, "job-1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert events(store) == before + 1


def test_members_in_another_order_are_the_same_request(client: TestClient) -> None:
    first = record(client, {"name": "Анна", "country": "RU"}, "job-1")
    assert record(client, {"country": "RU", "name": "Анна"}, "job-1").json() == first.json()


@pytest.mark.parametrize("first", [ONE, MANY], ids=["one", "many"])
@pytest.mark.parametrize(
    "other", [{**ONE, "language": "uk"}, {"mentions": [ONE]}, {"mentions": [ONE, ONE]}]
)
def test_another_request_under_a_used_key_is_refused_and_changes_nothing(
    client: TestClient, store: SqliteStore, first: dict[str, Any], other: dict[str, Any]
) -> None:
    record(client, first, "job-1")
    before = events(store)
    answer = record(client, other, "job-1")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/key-reused")
    assert events(store) == before


def test_a_recording_and_a_decision_cannot_share_a_key(client: TestClient) -> None:
    found = record(client, MANY, "job-1").json()["results"]
    ids = [found[0]["entity"]["id"], found[1]["entity"]["id"]]
    said = {"verdict": "different", "entities": ids}
    answer = client.post("/v1/decisions", json=said, headers={"Idempotency-Key": "job-1"})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/key-reused")


def test_a_refused_recording_leaves_its_key_unused(client: TestClient) -> None:
    assert record(client, {"name": "..."}, "job-1").status_code == 422
    assert record(client, ONE, "job-1").status_code == 201


@pytest.mark.parametrize("key", ["", "я" * 3, "a\tb", "x" * 201])
def test_a_key_that_is_none_is_refused(client: TestClient, store: SqliteStore, key: str) -> None:
    sent = {"Idempotency-Key": key.encode("utf-8")}
    answer = client.post("/v1/mentions", json=ONE, headers=sent)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "Idempotency-Key"
    assert events(store) == 0


def test_every_api_key_has_idempotency_keys_of_its_own(store: SqliteStore, tmp_path: Path) -> None:
    with SqliteKeys(tmp_path / "names.db") as keys, TestClient(
        create_app(Service(store), keys=keys)
    ) as client:  # fmt: skip
        bearers = [f"Bearer {keys.create(Role.WRITER, '').text}" for _ in range(2)]
        ids = {
            record(client, ONE, "1", Authorization=bearer).json()["mention_id"]
            for bearer in bearers
        }
    assert len(ids) == 2


class Faltering(SqliteStore):
    """A store that somebody else holds after so many transactions."""

    left = 1_000_000

    @contextmanager
    def writing(self, actor: str | None = None) -> Iterator[Writer]:
        self.left -= 1
        if self.left < 0:
            raise StoreBusy("another process is writing")
        with super().writing(actor) as writer:
            yield writer


@pytest.fixture
def faltering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faltering]:
    monkeypatch.setattr(recording_batch, "HOLD_SECONDS", 0.0)
    with Faltering(tmp_path / "names.db") as opened:
        yield opened


NAMES = [f"Анна Орло{letter}а" for letter in "вднгт"]
BATCH = {"mentions": [{"name": name} for name in NAMES]}


@pytest.mark.parametrize("kept", [0, 1, 3])
def test_a_batch_that_was_cut_short_is_finished_by_the_same_request(
    faltering: Faltering, kept: int
) -> None:
    with TestClient(create_app(Service(faltering))) as client:
        faltering.left = kept
        cut = record(client, BATCH, "job-1")
        assert (cut.status_code, cut.json()["type"]) == (503, "/problems/busy")
        assert int(cut.headers["Retry-After"]) >= 1
        assert cut.json().get("reason") == ("partly-kept" if kept else None)
        assert cut.json()["detail"].startswith(f"The first {kept}" if kept else "Nothing")
        faltering.left = 1_000_000
        done = record(client, BATCH, "job-1")
        assert done.status_code == 201
        assert record(client, BATCH, "job-1").json() == done.json()
        other = record(client, {"mentions": BATCH["mentions"][1:]}, "job-1")
        assert other.json()["type"] == "/problems/key-reused"
    with faltering.reading() as reader:
        assert reader.counts()["mentions"] == len(NAMES)


def test_without_a_key_a_batch_that_was_cut_short_says_what_to_send(faltering: Faltering) -> None:
    with TestClient(create_app(Service(faltering))) as client:
        faltering.left = 2
        cut = client.post("/v1/mentions", json=BATCH).json()
        assert (cut["reason"], cut["detail"]) == (
            "partly-kept",
            "The first 2 usable mentions were kept. Send the others again.",
        )
        faltering.left = 1_000_000
        rest = {"mentions": BATCH["mentions"][2:]}
        assert client.post("/v1/mentions", json=rest).status_code == 201
    with faltering.reading() as reader:
        assert reader.counts()["mentions"] == len(NAMES)
