"""Replicas as real processes over one server: seen at once, and nothing lost when they die."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import Any

import pytest

from resolver.store.postgres import PostgresStore

from .postgres_server import PostgresServer
from .postgres_server import postgres as running
from .replica import Answer, Replica


@pytest.fixture(scope="module")
def server() -> PostgresServer:
    return running()


@pytest.fixture
def start() -> Iterator[Callable[..., Replica]]:
    replicas: list[Replica] = []

    def started(url: str, *options: str) -> Replica:
        replicas.append(Replica(url, *options))
        return replicas[-1]

    yield started
    for replica in replicas:
        replica.stop()


def test_two_replicas_that_start_together_are_one_archive(
    server: PostgresServer, start: Callable[..., Replica]
) -> None:
    url = server.schema()
    one, other = start(url), start(url)
    for replica in (one, other):
        replica.wait()
    names = ("Мансур Мовлаев", "Гульнара Бажкенова", "Olga Petrova", "Olga Pietrowa")
    ids = [one.call("POST", "/v1/mentions", {"name": name}).body["entity"]["id"] for name in names]
    found = other.call("POST", "/v1/resolve", {"name": "Mansur Mowlajew"})
    assert found.body["entity"]["id"] == ids[0]

    # A decision on one is what the next request on the other answers from.
    looked = other.call("GET", f"/v1/entities/{ids[2]}")
    merge = {"entities": [ids[1]], "actor": "vera", "reason": "a test"}
    key = {"Idempotency-Key": "merge once"}
    merged = one.call("POST", f"/v1/entities/{ids[2]}:merge", merge, key)
    assert merged.status == 201
    stale = other.call(
        "POST",
        f"/v1/entities/{ids[2]}:rename",
        {"name": "Olga", "actor": "olga"},
        {"If-Match": looked.headers["etag"]},
    )
    assert stale.status == 412
    again = other.call("POST", f"/v1/entities/{ids[2]}:merge", merge, key)
    assert again.body == merged.body
    redirected = {one.call("GET", f"/v1/entities/{each}").body["id"] for each in ids[1:3]}
    assert len(redirected) == 1
    undone = other.call("POST", f"/v1/decisions/{merged.body['decision']}:undo", {"actor": "olga"})
    assert undone.status == 201
    assert {one.call("GET", f"/v1/entities/{each}").body["id"] for each in ids[1:3]} == {*ids[1:3]}

    # A card is given to one clerk, whichever replica is asked.
    for entity_id in ("a1", "a2", None):
        said = {"name": "Анна Орлова"} | ({"entity_id": entity_id} if entity_id else {})
        assert other.call("POST", "/v1/mentions", said).status == 201
    cards = [
        each.call("POST", "/v1/suggestions:next", {"actor": clerk})
        for each, clerk in ((one, "vera"), (other, "olga"), (one, "vera"))
    ]
    numbers = [card.body["number"] if card.status == 200 else None for card in cards]
    assert numbers[0] == numbers[2] != numbers[1]

    assert one.call("GET", "/readyz").status == other.call("GET", "/readyz").status == 200
    for replica in (one, other):
        log = replica.log.read_text("utf-8")
        assert "Traceback" not in log
        assert not any(name in log for name in ("Мовлаев", "Mowlajew", "Olga"))


def test_a_replica_whose_server_is_away_says_503_and_recovers_by_itself(
    server: PostgresServer, start: Callable[..., Replica]
) -> None:
    replica = start(server.schema())
    replica.wait()
    assert replica.call("POST", "/v1/mentions", {"name": "Мансур Мовлаев"}).status == 201
    server.stop()
    try:
        asked = (("/v1/resolve", {"name": "Movlaev"}), ("/v1/mentions", {"name": "Movlaev"}))
        with ThreadPoolExecutor() as at_once:
            answers = list(at_once.map(lambda one: replica.call("POST", *one), asked))
        for away in answers:
            assert away.status == 503
            assert int(away.headers["retry-after"]) >= 1
            assert away.body["type"] == "/problems/busy"
        assert replica.call("GET", "/healthz").status == 200
    finally:
        server.start()
    until = time.monotonic() + 20
    while (back := replica.call("POST", "/v1/resolve", {"name": "Movlaev"})).status == 503:
        assert time.monotonic() < until
    assert back.status == 200
    assert len(back.body["candidates"]) == 1


class Client(threading.Thread):
    """Records mentions and decides, tries again as it is told to, and notes what was answered."""

    def __init__(self, number: int, replicas: list[Replica], enough: threading.Event) -> None:
        super().__init__(daemon=True)
        self.number, self.replicas, self.enough = number, replicas, enough
        self.chance = random.Random(number)
        self.recorded: set[str] = set()
        self.decided: dict[str, int] = {}
        self.statuses: Counter[Any] = Counter()
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            step = 0
            while not self.enough.is_set():
                step += 1
                if step % 3:
                    self.record(step)
                else:
                    self.decide(step)
        except BaseException as error:
            self.failure = error
            raise

    def record(self, step: int) -> None:
        answer = self.call("/v1/mentions", {"name": f"Anna {_syllables(self.number, step)}ova"})
        if answer is not None and answer.status == 201:
            self.recorded.add(answer.body["mention_id"])

    def decide(self, step: int) -> None:
        """The same request with the same key until an answer comes back."""
        a, b = self.chance.sample(range(20), 2)
        key = f"{self.number}-{step}"
        said = {"verdict": "unsure", "entities": [f"e{a}", f"e{b}"], "actor": "vera",
                "reason": key}  # fmt: skip
        patience = time.monotonic() + 60
        while True:
            answer = self.call("/v1/decisions", said, key)
            if answer is not None and answer.status in (200, 201):
                self.decided[key] = answer.body["decision"]
                return
            assert time.monotonic() < patience
            time.sleep(0.05)

    def call(self, path: str, body: object, key: str | None = None) -> Answer | None:
        headers = {} if key is None else {"Idempotency-Key": key}
        try:
            answer = self.chance.choice(self.replicas).call("POST", path, body, headers)
        except (OSError, HTTPException):
            self.statuses["no answer"] += 1
            return None
        self.statuses[answer.status] += 1
        if answer.status == 503:
            assert int(answer.headers["retry-after"]) >= 1
        else:
            assert answer.status in (200, 201), answer
        return answer


def _syllables(*numbers: int) -> str:
    letters = "bdfgklmnprstvz"
    return "".join(
        letters[(number // 14**place) % 14] + "aou"[number % 3]
        for number in numbers
        for place in range(3)
    )


def test_under_kills_of_backends_server_and_replica_nothing_acknowledged_is_lost(
    server: PostgresServer, start: Callable[..., Replica]
) -> None:
    url = server.schema()
    replicas = [start(url), start(url)]
    for replica in replicas:
        replica.wait()
    known = [{"name": f"Olga {_syllables(n)}ova", "entity_id": f"e{n}"} for n in range(20)]
    assert replicas[0].call("POST", "/v1/mentions", {"mentions": known}).status == 201
    enough = threading.Event()
    clients = [Client(number, replicas, enough) for number in range(4)]
    for client in clients:
        client.start()
    time.sleep(1)
    assert server.kill_a_backend()
    time.sleep(1.5)
    server.restart()
    time.sleep(1.5)
    replicas[0].kill()
    fresh = start(url)
    fresh.wait()
    replicas[0] = fresh
    server.kill_a_backend()
    time.sleep(1.5)
    enough.set()
    for client in clients:
        client.join(90)
    assert [client.failure for client in clients] == [None] * 4
    with PostgresStore(url) as store:
        store.verify_log()
        log = list(store.events())
        assert store.compare_with_log() == ()
    kept = {e["payload"]["mention_id"] for e in log if e["kind"] == "mention_recorded"}
    made = Counter(e["reason"] for e in log if e["kind"] == "decided")
    numbers = {e["reason"]: e["seq"] for e in log if e["kind"] == "decided"}
    recorded = set().union(*(client.recorded for client in clients))
    decided = {key: seq for client in clients for key, seq in client.decided.items()}
    assert len(recorded) > 50
    assert len(decided) > 20
    assert recorded <= kept
    assert decided.items() <= numbers.items()
    assert set(made.values()) == {1}  # however often each was sent
    told = sum((client.statuses for client in clients), Counter[Any]())
    assert told["no answer"] + told[503] > 0
