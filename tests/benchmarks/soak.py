"""Ten minutes of everything at once: does anything fail, and does anything grow?

python -m tests.benchmarks.soak [--seconds 600] [--entities 100000] [--clients 3]

Clients on loopback resolve, record (a tenth of it twice, as a retry would), take cards and
decide, merge, undo and look entities up, with names that nobody has asked for before. First
come batches of names until the caches of the server are full, since it is meant to keep
those, then LEAD_SECONDS of the load itself, in which the connections to the database fill
theirs (32 MiB each, of a database that is larger): what is measured begins then. The
server's memory is that of its process (resident), its open files are those that the system
lists. Ends with 1 where a bar was missed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from resolver.client import Client, Failed, ProblemError
from resolver.store.sqlite_files import backup

from .crowd import mentions, misspelled
from .service import build, share

EVERY_SECONDS = 5.0
LEAD_SECONDS = 60.0
FULL = 0.005
"""Caches are full when they have grown by less than this share in BATCHES batches."""
BATCHES = 40
BATCH = 200
SCORED = ("same", "different", "different", "unsure")


@dataclass(slots=True)
class Server:
    """A running server with a window into it."""

    process: subprocess.Popen[str]
    url: str

    def look(self) -> dict[str, Any]:
        """What it says of its caches."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def megabytes(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def files(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))


def started(folder: Path, db: Path) -> Server:
    log = folder / "server.log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.watched", "serve", "--db", str(db),
             "--port", "0", "--log-level", "warning"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True,
        )  # fmt: skip
    while not (told := re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8"))):
        if process.poll() is not None:
            sys.exit(log.read_text("utf-8"))
        time.sleep(0.05)
    return Server(process, told[0])


def fresh(seed: int) -> Iterator[str]:
    """Names without end, a fifth of them with a typo; the people of the archive are among
    those of seed 1."""
    rng = random.Random(seed)
    while True:
        for name in mentions(10_000, seed):
            yield misspelled(name, rng) if rng.random() < 0.2 else name
        seed += 1_000


def fill(server: Server, most_seconds: float) -> tuple[float, bool]:
    """Ask for names until the caches are full; seconds it took, and whether they are."""
    names, began, full = fresh(7), time.monotonic(), False
    before = server.look()["entries"]
    with Client(server.url) as client:
        while not full and time.monotonic() - began < most_seconds:
            for _ in range(BATCHES):
                client.resolve_many([next(names) for _ in range(BATCH)])
            after = server.look()["entries"]
            full = after < before * (1 + FULL)
            print(f"warming up: {after:,} entries, {server.megabytes():.0f} MB", file=sys.stderr)
            before = after
    return time.monotonic() - began, full


@dataclass(slots=True)
class Load:
    """What one client sends, and what it was told. Not shared between threads."""

    client: Client
    rng: random.Random
    names: Iterator[str]
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    known: list[str] = field(default_factory=list)
    decided: list[int] = field(default_factory=list)

    def until(self, end: float) -> None:
        acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (60, self.resolve), (20, self.record), (2, self.record_many), (10, self.answer),
            (3, self.undo), (5, self.look_up),
        )  # fmt: skip
        weights, verbs = zip(*acts, strict=True)
        while time.monotonic() < end:
            (act,) = self.rng.choices(verbs, weights)
            began = time.perf_counter()
            try:
                act()
            except ProblemError as error:
                self.statuses[error.problem["status"]] += 1
            else:
                self.statuses[200] += 1
            self.seconds[act.__name__].append(time.perf_counter() - began)

    def resolve(self) -> None:
        self.client.resolve(next(self.names))

    def record(self) -> None:
        name, key = next(self.names), f"{self.rng.random()}"
        found = self.client.record(name, key=key)
        if self.rng.random() < 0.1:
            assert self.client.record(name, key=key) == found
        self.known = [*self.known[-99:], found["entity"]["id"]]

    def record_many(self) -> None:
        found = self.client.record_many([next(self.names) for _ in range(20)])
        assert not any(_failed(each) for each in found)

    def answer(self) -> None:
        who = f"clerk {self.rng.randrange(10)}"
        card = self.client.next_suggestion(who)
        if card is not None:
            done = self.client.answer(card, self.rng.choice(SCORED), actor=who)
            self.decided = [*self.decided[-99:], done["decision"]]

    def undo(self) -> None:
        if self.decided:
            at = self.rng.randrange(len(self.decided))
            self.client.undo(self.decided.pop(at), reason="again")

    def look_up(self) -> None:
        if self.known:
            self.client.entity(self.rng.choice(self.known))


def _failed(each: object) -> bool:
    return isinstance(each, dict) and Failed.__required_keys__ <= each.keys()


def soaked(server: Server, seconds: float, clients: int) -> Iterator[tuple[str, str, str, bool]]:
    """What, how much, the bar, and whether it holds."""
    end = time.monotonic() + LEAD_SECONDS + seconds
    loads = [
        Load(Client(server.url, timeout=60, retries=0), random.Random(n), fresh(100 + n))
        for n in range(clients)
    ]
    threads = [threading.Thread(target=load.until, args=(end,)) for load in loads]
    for thread in threads:
        thread.start()
    time.sleep(LEAD_SECONDS)
    before, samples = server.look(), list[tuple[float, int]]()
    while time.monotonic() < end:
        samples.append((server.megabytes(), server.files()))
        if len(samples) % 12 == 1:
            print(f"{samples[-1][0]:.1f} MB, {samples[-1][1]} files", file=sys.stderr)
        time.sleep(EVERY_SECONDS)
    for load, thread in zip(loads, threads, strict=True):
        thread.join()
        load.client.close()
    yield from _times(loads, LEAD_SECONDS + seconds)
    yield from _grown(samples, before, server.look())


def _times(loads: list[Load], seconds: float) -> Iterator[tuple[str, str, str, bool]]:
    taken: dict[str, list[float]] = defaultdict(list)
    for load in loads:
        for what, found in load.seconds.items():
            taken[what] += found
    statuses = sum((load.statuses for load in loads), Counter[int]())
    yield "requests", f"{statuses.total():,}, {statuses.total() / seconds:.0f} a second", "", True
    for what, found in sorted(taken.items()):
        found.sort()
        shares = ", ".join(f"p{p} {share(found, p / 100) * 1000:.1f}" for p in (50, 95, 99))
        most = found[-1] * 1000
        yield f"  {what}", f"{len(found):,} times: {shares}, most {most:.0f} ms", "", True
    refused = sum(count for status, count in statuses.items() if 400 <= status < 500)
    yield "4xx (a card that another decided)", f"{refused}", "", True
    failed = sum(count for status, count in statuses.items() if status >= 500)
    yield "5xx", f"{failed}", "0", failed == 0


def _grown(
    samples: list[tuple[float, int]], before: dict[str, Any], after: dict[str, Any]
) -> Iterator[tuple[str, str, str, bool]]:
    part = max(1, len(samples) // 10)
    sizes, files = ([sample[n] for sample in samples] for n in (0, 1))
    for what, found in (("memory, MB", sizes), ("open files", files)):
        first, last = sum(found[:part]) / part, sum(found[-part:]) / part
        grown = last / first - 1
        told = f"{first:.1f} -> {last:.1f} ({grown:+.1%}), most {max(found):.1f}"
        yield f"{what}, first and last tenth", told, "5 %", grown <= 0.05
    entries = f"{before['entries']:,} -> {after['entries']:,}"
    yield "entries of caches", entries, "", True
    for cache in after["filling"]:
        yield "  still filling", cache, "", True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--db", type=Path, help="an archive to begin with, which is copied")
    parser.add_argument("--entities", type=int, default=100_000, help="of one that is built")
    parser.add_argument("--clients", type=int, default=3)
    parser.add_argument("--warm-up", type=float, default=1_200.0, help="seconds at most")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="resolver-soak-") as name:
        folder = Path(name)
        db = folder / "names.db"
        if given.db is None:
            build(db, given.entities)
        else:
            backup(given.db, db)
        server = started(folder, db)
        try:
            cold = server.megabytes()
            took, full = fill(server, given.warm_up)
            until = f"{took:.0f} s, {cold:.0f} -> {server.megabytes():.0f} MB"
            rows = [("warm-up" if full else "warm-up, cut short", until, "", True)]
            rows += soaked(server, given.seconds, given.clients)
        finally:
            server.process.terminate()
            server.process.wait(60)
    for what, found, bar, holds in rows:
        print(f"{what:<36}{found:<68}{bar:<6}{'' if holds else 'MISSED'}".rstrip())
    sys.exit(0 if all(row[3] for row in rows) else 1)


if __name__ == "__main__":
    main()
