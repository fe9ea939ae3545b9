"""The pages as any client gets them: roles, refusals, and errors that say what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from resolver.access import Role
from resolver.errors import StoreBusy
from resolver.mention import Kind, Mention
from resolver.service import Service
from resolver.store.protocol import EntityFounded, MentionRecorded, SuggestionRaised
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys

PAGE = {"Accept": "text/html"}
SCRIPT = {"Accept": "text/html", "X-Fragment": "1"}


@pytest.fixture
def keys(store: SqliteStore, tmp_path: Path) -> Iterator[SqliteKeys]:
    with SqliteKeys(tmp_path / "names.db") as opened:
        yield opened


@pytest.fixture
def card(store: SqliteStore) -> int:
    with store.writing() as writer:
        for entity_id, name in (("a", "Анна Ёлкина"), ("b/ю", "Anna Jolkina")):
            writer.append(EntityFounded(entity_id, Kind.PERSON, name))
            writer.append(MentionRecorded(f"m{entity_id}", entity_id, Mention(name), "given"))
        return writer.append(SuggestionRaised("a", "b/ю", 0.5, "alike"))


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the form that decides a card."""
    form = page.partition('id="decide"')[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def signed_in(store: SqliteStore, keys: SqliteKeys, role: Role, rate: int = 0) -> TestClient:
    app = create_app(Service(store), keys=keys, rate_limit=rate)
    client = TestClient(app, raise_server_exceptions=False, headers=PAGE)
    key = keys.create(role, str(role)).text
    assert client.post("/signin", data={"key": key}, follow_redirects=False).status_code == 303
    return client


def test_a_reader_looks_and_neither_decides_nor_holds_a_card(
    store: SqliteStore, keys: SqliteKeys, card: int
) -> None:
    reader = signed_in(store, keys, Role.READER)
    page = reader.get("/review").text
    assert f'data-number="{card}"' in page
    assert "Your key may look, and not decide" in page
    assert '<button name="verdict"' not in page
    asked = {"card": str(card), "verdict": "same", "seen": "9", "key": "k"}
    answer = reader.post("/review/decisions", data=asked)
    assert (answer.status_code, "Not allowed" in answer.text) == (403, True)
    for path in ("/review/bulk?sample=true", "/review/cluster/a", f"/review/{card}"):
        assert "verdict" not in fields(reader.get(path).text)
    clerk = signed_in(store, keys, Role.CLERK)
    assert fields(clerk.get("/review").text)["card"] == str(card)


def test_what_a_form_lacks_or_makes_up_is_refused_and_changes_nothing(
    client: TestClient, store: SqliteStore, card: int
) -> None:
    good = fields(client.get("/review", headers=PAGE).text)
    for wrong in (
        {"verdict": "perhaps"},
        {"verdict": "same", "card": "x"},
        {"verdict": "same", "card": "9" * 40},
        {"verdict": "same", "seen": "-1"},
        {"verdict": "same", "key": "k" * 256},
    ):
        answer = client.post("/review/decisions", data={**good, **wrong}, headers=PAGE)
        assert answer.status_code == 422, wrong
        assert answer.headers["content-type"].startswith("text/html")
    missing = {"verdict": "same", "card": "999999", "seen": "1", "key": "k"}
    assert client.post("/review/decisions", data=missing, headers=PAGE).status_code == 404
    answer = client.post("/review/decisions", content="{}", headers=PAGE)
    assert answer.status_code == 415
    bulk = {"card": str(card), "verdict": "same", "key": "k"}
    assert client.post("/review/bulk", data=bulk, headers=PAGE).status_code == 422
    with store.reading() as reader:
        assert reader.decisions() == []


def test_the_second_name_of_a_card_can_be_none_too(
    client: TestClient, store: SqliteStore, card: int
) -> None:
    form = fields(client.get("/review", headers=PAGE).text)
    answer = client.post("/review/decisions", data={**form, "verdict": "not_a_name_b"})
    assert answer.status_code == 200
    with store.reading() as reader:
        assert reader.entity("b/ю").not_a_name
        assert not reader.entity("a").not_a_name


def test_an_entity_of_any_id_has_a_cluster(client: TestClient, card: int) -> None:
    page = client.get("/review/cluster/b/ю", headers=PAGE)
    assert page.status_code == 200
    links = re.findall(r'action="([^"]+/rename)"', page.text)
    answer = client.post(
        unescape(links[0]), data={"name": "Анна", "key": "k", "seen": ""}, headers=PAGE
    )
    assert answer.status_code == 200
    assert "Saved: renamed" in answer.text


def test_two_decisions_that_collide_are_a_card_of_their_own(
    client: TestClient, store: SqliteStore, card: int
) -> None:
    form = fields(client.get("/review", headers=PAGE).text)
    client.post("/review/decisions", data={**form, "verdict": "same", "reason": "one town"})
    said = {"verdict": "different", "entities": ["a", "b/ю"], "actor": "anna", "reason": "dates"}
    blocked = client.post("/v1/decisions", json=said).json()
    page = client.get("/review", headers=PAGE).text
    assert "Two decisions contradict each other" in page
    assert "one town" in page
    assert "dates" in page
    undo = f"/review/decisions/{blocked['decision']}/undo"
    assert undo in page
    assert client.post(undo, data={"key": "k"}, headers=PAGE).status_code == 200
    assert "Nothing to review" in client.get("/review", headers=PAGE).text


def test_too_many_requests_are_a_page_that_says_how_long_to_wait(
    store: SqliteStore, keys: SqliteKeys
) -> None:
    client = signed_in(store, keys, Role.CLERK, rate=2)
    answers = [client.get("/review") for _ in range(4)]
    assert answers[-1].status_code == 429
    assert f"Wait {answers[-1].headers['retry-after']} seconds" in answers[-1].text


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (StoreBusy("another process"), 503, "The store is busy"),
        (RuntimeError("Секрет"), 500, "Something broke here"),
    ],
)
def test_a_server_in_trouble_says_so_in_a_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, text: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("resolver.desk.Desk.take", broken)
    answer = client.get("/review", headers=PAGE)
    assert answer.status_code == status
    assert text in answer.text
    assert "Секрет" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    if status == 500:
        assert answer.headers["x-request-id"] in answer.text


def test_a_script_is_answered_401_where_a_page_would_be_led_to_sign_in(
    store: SqliteStore, keys: SqliteKeys
) -> None:
    signed_in(store, keys, Role.CLERK)
    stranger = TestClient(create_app(Service(store), keys=keys), follow_redirects=False)
    assert stranger.get("/review", headers=PAGE).status_code == 303
    assert stranger.get("/review/card", headers=SCRIPT).status_code == 401
    assert stranger.post("/review/decisions", data={}, headers=PAGE).status_code == 401


@pytest.mark.parametrize("path", ["/review?lane=7", "/review?done=x", "/review/0", "/review/99"])
def test_addresses_that_nobody_offered_are_answered_politely(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code in {404, 422}
    assert "<h1>" in answer.text


def test_a_filter_that_makes_no_sense_is_left_out(client: TestClient, card: int) -> None:
    page = client.get("/review?kind=animal&low=abc&high=1000&scripts=runes", headers=PAGE)
    assert page.status_code == 200
    assert f'data-number="{card}"' in page.text
