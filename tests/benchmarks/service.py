"""A server with a million entities: start, memory, and how long answers take.

python -m tests.benchmarks.service --db million.db [--entities 1000000]

The database is built if it is not there, which takes a quarter of an hour. Half of the
questions name a person in the archive by another convention, a sixth with a typo besides,
a quarter name nobody. `cpu` is the processor time of the server, so that other load on the
machine counts least; `clock` is what one client sees.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from resolver.mention import Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

from .crowd import mentions, misspelled, people, spelled

BATCH = 100
HERTZ = os.sysconf("SC_CLK_TCK")


def build(db: Path, entities: int) -> None:
    """An archive of `entities` made-up people, one mention each."""
    with SqliteStore(db) as store:
        rows = ((Mention(name), f"p{n}") for n, name in enumerate(mentions(entities)))
        for done, _ in enumerate(Service(store).record_many(rows), 1):
            if done % 50_000 == 0:
                print(f"{done:,} recorded", file=sys.stderr)


def questions(count: int, seed: int = 5) -> list[str]:
    """Names to ask for; the people of the archive are those of the same seed."""
    rng = random.Random(seed)
    known = (spelled(name, rng) for name in people(count * 3 // 4))
    asked = [misspelled(name, rng) if rng.random() < 0.2 else name for name in known]
    asked += [spelled(name, rng) for name in people(count - len(asked), seed=99)]
    rng.shuffle(asked)
    return asked


class Server:
    """A running server and what the system says of its process."""

    def __init__(self, db: Path) -> None:
        log = Path(tempfile.mkstemp(prefix="resolver-", suffix=".log")[1])
        began = time.perf_counter()
        with log.open("wb") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from resolver.cli.main import main; main()", "serve",
                 "--db", str(db), "--port", "0", "--log-level", "warning"],
                stderr=stderr,
            )  # fmt: skip
        while not (told := re.search(r"http://(127\.0\.0\.1):(\d+)", log.read_text("utf-8"))):
            if self.process.poll() is not None:
                sys.exit(log.read_text("utf-8"))
            time.sleep(0.02)
        self.connection = HTTPConnection(told[1], int(told[2]), timeout=60)
        self.post("/v1/resolve", {"name": "Мовлаев"})
        self.start_seconds = time.perf_counter() - began

    def post(self, path: str, body: object) -> tuple[int, dict[str, Any]]:
        headers = {"Content-Type": "application/json"}
        self.connection.request("POST", path, json.dumps(body), headers)
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def get(self, path: str) -> None:
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 200, path

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / HERTZ

    def exact_cpu_seconds(self) -> float:
        """Of the threads that live, to the microsecond; what threads that ended took is not in."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def megabytes(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def share(ordered: Sequence[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def measure(server: Server, asked: list[str]) -> Iterator[tuple[str, str, str]]:
    """What, how much, and the bar. The people that are asked for are drawn from the tables of
    given names, so an archive is of use as long as these are what they were."""
    yield "start, s", f"{server.start_seconds:.1f}", "10"
    taken, outcomes = list[float](), Counter[str]()
    asked, unasked = asked[: len(asked) // 2], asked[len(asked) // 2 :]
    cpu = server.cpu_seconds()
    for name in asked:
        began = time.perf_counter()
        status, answer = server.post("/v1/resolve", {"name": name})
        taken.append((time.perf_counter() - began) * 1000)
        outcomes[answer["outcome"] if status == 200 else str(status)] += 1
    spent = (server.cpu_seconds() - cpu) / len(asked) * 1000
    taken.sort()
    yield "one name, clock p50, ms", f"{share(taken, 0.5):.1f}", "3"
    yield "one name, clock p99, ms", f"{share(taken, 0.99):.1f}", "15"
    yield "one name, cpu mean, ms", f"{spent:.2f}", ""
    yield "outcomes", ", ".join(f"{n} {what}" for what, n in outcomes.items()), ""
    if outcomes["none"] > len(asked) / 2:
        sys.exit("hardly anybody is found: the archive is of older tables of names, build it again")
    cpu, names = server.cpu_seconds(), 0
    for batch in _batched(unasked):
        server.post("/v1/resolve", {"mentions": [{"name": name} for name in batch]})
        names += len(batch)
    spent = server.cpu_seconds() - cpu
    yield f"batches of {BATCH}, names a second of cpu", f"{names / spent:.0f}", "1000"
    yield "memory, MB", f"{server.megabytes():.0f}", "2000"


def typing(server: Server, asked: list[str]) -> Iterator[tuple[str, str, str]]:
    """What a page asks for while a name is typed: the begun surname, alone and after a given
    name that is whole."""
    for what, letters in (("1 letter", 1), ("3 letters", 3), ("given name + 1", -1)):
        taken = list[float]()
        for name in asked:
            first, *_, last = name.replace(",", "").split()
            typed = last[:letters] if letters > 0 else f"{first} {last[:1]}"
            began = time.perf_counter()
            server.get(f"/reconcile/suggest/entity?prefix={quote(typed)}")
            taken.append((time.perf_counter() - began) * 1000)
        taken.sort()
        found = f"{share(taken, 0.5):.1f} / {share(taken, 0.95):.1f}"
        yield f"suggest, {what}, clock p50 / p95, ms", found, "50"


def _batched(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), BATCH):
        yield names[start : start + BATCH]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--entities", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=2000)
    given = parser.parse_args()
    if not given.db.exists():
        build(given.db, given.entities)
    asked = questions(given.questions)
    server = Server(given.db)
    try:
        rows = [*measure(server, asked), *typing(server, asked[: len(asked) // 4])]
    finally:
        server.process.terminate()
        server.process.wait(60)
    for what, found, bar in [("what", "found", "bar"), *rows]:
        print(f"{what:<44}{found:>14}{bar:>8}" if len(found) < 15 else f"{what:<42} {found}")


if __name__ == "__main__":
    main()
