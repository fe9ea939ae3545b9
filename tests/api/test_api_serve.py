"""`resolver serve` as a process of its own, over a real socket."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from itertools import islice, product
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

PATIENCE_SECONDS = 30


def call(url: str, body: object = None, key: str | None = None) -> tuple[int, dict[str, Any]]:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    if key is not None:
        headers["Idempotency-Key"] = key
    request = Request(url, data=data, headers=headers)
    try:
        with urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


class Server:
    """A running `resolver serve` on a free port, stopped as a user would stop it."""

    def __init__(self, db: Path) -> None:
        self.log = db.with_suffix(".log")
        with self.log.open("wb") as stderr:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    "from resolver.cli.main import main; main()",
                    "serve",
                    "--db",
                    str(db),
                    "--port",
                    "0",
                ],
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )

    def url(self) -> str:
        """Where it says that it answers, as soon as it does."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if told := re.search(r"http://127\.0\.0\.1:[0-9]+\b", self.log.read_text("utf-8")):
                return told[0]
            time.sleep(0.05)
        pytest.fail("the server did not come up")

    def stop(self, by: signal.Signals = signal.SIGINT) -> int:
        """The exit code, which is the one of a kill if it would not end by itself."""
        self.process.send_signal(by)
        try:
            return self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


@pytest.fixture
def start() -> Iterator[Callable[[Path], Server]]:
    running: list[Server] = []

    def started(db: Path) -> Server:
        running.append(Server(db))
        return running[-1]

    yield started
    for server in running:
        server.stop()


def test_names_are_recorded_and_found_over_a_socket_and_ctrl_c_stops_cleanly(
    start: Callable[[Path], Server], tmp_path: Path
) -> None:
    server = start(tmp_path / "names.db")
    url = server.url()
    status, recorded = call(f"{url}/v1/mentions", {"name": "Мансур Мовлаев"})
    assert (status, recorded["how"]) == (201, "founded")
    status, answer = call(f"{url}/v1/resolve", {"name": "Mansur Mowlajew"})
    assert (status, answer["outcome"]) == (200, "match")
    assert answer["entity"]["id"] == recorded["entity"]["id"]
    assert server.stop() == 0
    log = server.log.read_text("utf-8")
    assert "Traceback" not in log
    assert "Мовлаев" not in log
    assert "Mowlajew" not in log


def test_mentions_of_one_name_that_arrive_at_once_found_one_entity(
    start: Callable[[Path], Server], tmp_path: Path
) -> None:
    url = start(tmp_path / "names.db").url()
    spellings = ["Мансур Мовлаев", "Mansur Movlaev", "Mansur Mowlajew"] * 8
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda name: call(f"{url}/v1/mentions", {"name": name}), spellings))
    assert {status for status, _ in answers} == {201}
    assert sorted(recorded["how"] for _, recorded in answers) == ["founded"] + ["joined"] * 23
    assert len({recorded["entity"]["id"] for _, recorded in answers}) == 1


STORMS: dict[str, tuple[str, dict[str, Any], int]] = {
    "one": ("/v1/mentions", {"name": "Тимур Оспанов"}, 2),
    "many": ("/v1/mentions", {"mentions": [{"name": "Тимур Оспанов"}] * 120}, 121),
    "merge": ("/v1/entities/a:merge", {"entities": ["b", "c"]}, 1),
    "split": ("/v1/entities/d:split", {"mentions": []}, 1),
    "decide": ("/v1/decisions", {"verdict": "different", "entities": ["a", "b"]}, 1),
}
"""Address, body, and the events that are made when it is obeyed once."""


@pytest.mark.parametrize("storm", STORMS)
def test_fifty_retries_at_once_are_obeyed_once_and_all_answered_alike(
    start: Callable[[Path], Server], tmp_path: Path, storm: str
) -> None:
    url = start(tmp_path / "names.db").url()
    for entity_id in "abcdd":
        _, made = call(f"{url}/v1/mentions", {"name": "Анна Орлова", "entity_id": entity_id})
    path, body, events = STORMS[storm]
    if storm == "split":
        body = {"mentions": [made["mention_id"]]}
    before = held(url, "events")
    with ThreadPoolExecutor(50) as pool:
        sent = [pool.submit(call, f"{url}{path}", body, "storm") for _ in range(50)]
        answers = [each.result() for each in sent]
    assert {status for status, _ in answers} == {201}
    assert len({json.dumps(answer) for _, answer in answers}) == 1
    assert held(url, "events") == before + events


def held(url: str, what: str) -> int:
    """How many events or mentions the store of a server holds."""
    with urlopen(f"{url}/metrics", timeout=10) as answer:
        told = re.search(f'resolver_store{{what="{what}"}} ([0-9.]+)', answer.read().decode())
    assert told
    return int(float(told[1]))


def test_a_batch_whose_server_was_killed_is_finished_by_a_retry(
    start: Callable[[Path], Server], tmp_path: Path
) -> None:
    """Killed where it hurts: some mentions are kept, and the answer never came."""
    first = start(tmp_path / "names.db")
    url = first.url()
    batch = {"mentions": [{"name": name} for name in made_up(500)]}
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(call, f"{url}/v1/mentions", batch, "job-1")
        while not held(url, "events"):
            assert not sent.done()
        first.stop(signal.SIGKILL)
        assert isinstance(sent.exception(PATIENCE_SECONDS), OSError | HTTPException)
    again = start(tmp_path / "names.db").url()
    kept = held(again, "mentions")
    assert 0 < kept < 500
    status, answer = call(f"{again}/v1/mentions", batch, "job-1")
    assert (status, len(answer["results"])) == (201, 500)
    assert held(again, "mentions") == 500
    assert call(f"{again}/v1/mentions", batch, "job-1") == (201, answer)


def made_up(count: int) -> list[str]:
    parts = ("ба", "ве", "гу", "до", "жи", "за", "ка", "ло", "ми", "ну")
    surnames = ("".join(each).capitalize() + "нов" for each in product(parts, repeat=3))
    return [f"Иван {surname}" for surname in islice(surnames, count)]


def test_a_clerk_beside_a_batch_does_not_wait_for_all_of_it(
    start: Callable[[Path], Server], tmp_path: Path
) -> None:
    url = start(tmp_path / "names.db").url()
    for entity_id in "ab":
        call(f"{url}/v1/mentions", {"name": "Анна Орлова", "entity_id": entity_id})
    batch = {"mentions": [{"name": name} for name in made_up(500)]}
    said = {"verdict": "unsure", "entities": ["a", "b"]}
    took: list[float] = []
    with ThreadPoolExecutor(1) as pool:
        began = time.monotonic()
        sent = pool.submit(call, f"{url}/v1/mentions", batch)
        while not sent.done():
            asked = time.monotonic()
            assert call(f"{url}/v1/decisions", said)[0] == 201
            took.append(time.monotonic() - asked)
        whole = time.monotonic() - began
    assert len(took) > 10
    assert max(took) < whole / 3


def test_what_was_recorded_is_there_after_a_restart(
    start: Callable[[Path], Server], tmp_path: Path
) -> None:
    first = start(tmp_path / "names.db")
    _, recorded = call(f"{first.url()}/v1/mentions", {"name": "Gulnara Bazhkenova"})
    assert first.stop(signal.SIGTERM) in {0, 130, -signal.SIGTERM}
    again = start(tmp_path / "names.db")
    status, entity = call(f"{again.url()}/v1/entities/{recorded['entity']['id']}")
    assert (status, entity["name"]) == (200, "Gulnara Bazhkenova")


def test_a_body_that_is_too_large_is_answered_before_the_line_is_cut(
    start: Callable[[Path], Server], tmp_path: Path
) -> None:
    body = {"name": "Movlaev", "context": "x" * 3_000_000}
    status, problem = call(f"{start(tmp_path / 'names.db').url()}/v1/resolve", body)
    assert (status, problem["type"]) == (413, "/problems/too-large")


LINE = b'{"name": "Movlaev"}\n'
CHUNK = b"%x\r\n%b\r\n" % (len(LINE), LINE)


def received(line: socket.socket, until: bytes) -> bytes:
    """What comes, up to and with `until`; fails where the line ends before."""
    answer = b""
    while until not in answer:
        part = line.recv(65536)
        assert part, answer
        answer += part
    return answer


def test_a_request_under_way_is_finished_before_the_end(
    start: Callable[[Path], Server], tmp_path: Path
) -> None:
    """A stream whose second line is sent after the server was told to end."""
    server = start(tmp_path / "names.db")
    host, _, port = server.url().removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(
            b"POST /v1/resolve:stream HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            b"Content-Type: application/jsonl\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNK
        )
        received(line, b'"line":1')
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert server.process.poll() is None
        line.sendall(CHUNK + b"0\r\n\r\n")
        assert b'"line":2' in received(line, b'"summary"')
    assert server.process.wait(PATIENCE_SECONDS) in {0, 130, -signal.SIGTERM}
