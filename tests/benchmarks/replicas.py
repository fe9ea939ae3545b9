"""Replicas over PostgreSQL with a million entities: mixed load, one replica against two.

python -m tests.benchmarks.replicas load --folder DIR [--entities 1000000] [--seconds 300]
python -m tests.benchmarks.replicas plans --folder DIR [--entities 1000000]

The server and its archive are made in DIR if they are not there (a quarter of an hour) and
stay there. Of the requests 85 % resolve, 10 % record and 5 % decide. First two replicas get
`--rate` requests a second for `--seconds`: faults, times, and processor time, which other load
on the machine changes least. Then one replica, and two, get as many as they can take for a
tenth of that each: how throughput grows. Clients, replicas and database share the machine.
`plans` fills every table, plans every statement of the store, and names those that would read a
large table from end to end.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil
from contract.plans import Plans, ask_everything, fill_tables, write_everything
from contract.postgres_server import PostgresServer
from contract.replica import Replica, call

from .replica_archive import fill, verify
from .service import questions, share

ROUNDS = 3
CONNECTIONS = 4  # of each replica, in the contest of throughput
SMALL = 2_000

Row = tuple[str, str, str]


class Load:
    """Requests to replicas from threads, one connection each; times in milliseconds."""

    def __init__(self, replicas: list[Replica], entities: int, asked: list[str]) -> None:
        self.replicas, self.entities, self.asked = replicas, entities, asked
        self.statuses: Counter[int] = Counter()
        self.taken: dict[str, list[float]] = {"resolve": [], "record": [], "decide": []}
        self._lock = threading.Lock()

    def run(self, threads: int, seconds: float, rate: float = 0.0) -> float:
        """Requests a second that were answered; as many as possible where `rate` is 0."""
        began = time.monotonic()
        working = [
            threading.Thread(target=self._work, args=(n, began + seconds, rate / threads))
            for n in range(threads)
        ]
        for thread in working:
            thread.start()
        for thread in working:
            thread.join()
        return self.statuses.total() / (time.monotonic() - began)

    def _work(self, number: int, until: float, rate: float) -> None:
        chance = random.Random(f"{number} {until}")
        replica = self.replicas[number % len(self.replicas)]
        connection = replica.connect()
        due = time.monotonic() + chance.random() / (rate or 1e9)
        while time.monotonic() < until:
            if rate:
                time.sleep(max(due - time.monotonic(), 0))
            what, path, body = self._request(chance)
            start = time.perf_counter()
            status = _status(connection, path, body)
            # With a rate, waiting for an earlier answer counts too.
            took = max(time.monotonic() - due, 0) if rate else time.perf_counter() - start
            with self._lock:
                self.statuses[status] += 1
                self.taken[what].append(took * 1000)
            due += 1 / (rate or 1e9)
        connection.close()

    def _request(self, chance: random.Random) -> tuple[str, str, dict[str, object]]:
        kind = chance.random()
        if kind < 0.85:
            return "resolve", "/v1/resolve", {"name": chance.choice(self.asked)}
        if kind < 0.95:
            return "record", "/v1/mentions", {"name": chance.choice(self.asked)}
        pair = [f"p{chance.randrange(self.entities)}" for _ in range(2)]
        return "decide", "/v1/decisions", {"verdict": "unsure", "entities": pair}


def _status(connection: HTTPConnection, path: str, body: object) -> int:
    try:
        return call(connection, "POST", path, body).status
    except (OSError, HTTPException):
        connection.close()
        return 599


def measured(server: PostgresServer, url: str, given: argparse.Namespace) -> Iterator[Row]:
    """What, how much, and the bar."""
    asked = questions(3_000)
    replicas = [Replica(url, "--log-level", "warning") for _ in range(2)]
    for replica in replicas:
        replica.wait()
    try:
        Load(replicas, given.entities, asked).run(4, 5, given.rate)  # what is read once
        yield from _steady(server, Load(replicas, given.entities, asked), given)
        found: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(ROUNDS):  # in turn, so that other load on the machine hits both alike
            for count, rates in found.items():
                load = Load(replicas[:count], given.entities, asked)
                rates.append(load.run(count * CONNECTIONS, given.seconds / 10 / ROUNDS))
    finally:
        for replica in replicas:
            replica.stop()
    one, both = (sum(rates) / ROUNDS for rates in found.values())
    yield "as many as possible: one replica, two, a second", f"{one:.1f}, {both:.1f}", ""
    yield "ratio", f"{both / one:.2f}", "1.6"


def _steady(server: PostgresServer, load: Load, given: argparse.Namespace) -> Iterator[Row]:
    """So many requests a second to all replicas: faults, times, and what they cost."""
    processes = [psutil.Process(replica.process.pid) for replica in load.replicas]
    cpu = _cpu(processes), _cpu(server.backends())
    done = load.run(16, given.seconds, given.rate)
    total = load.statuses.total()
    yield "two replicas, requests a second asked, answered", f"{given.rate:.0f}, {done:.1f}", ""
    yield "requests", str(total), ""
    faults = {status: count for status, count in load.statuses.items() if status >= 500}
    yield "5xx, or 599 for no answer", str(faults or 0), "0"
    for what, times in load.taken.items():
        ordered = sorted(times)
        for part, bar in ((0.5, ""), (0.99, "30" if what == "resolve" else "")):
            yield f"{what}, p{part * 100:.0f}, ms", f"{share(ordered, part):.1f}", bar
    memory = max(process.memory_info().rss for process in processes) / 2**20
    yield "memory of a replica, MB", f"{memory:.0f}", ""
    for what, before, after in (
        ("replicas", cpu[0], _cpu(processes)),
        ("database", cpu[1], _cpu(server.backends())),
    ):
        yield f"cpu of the {what} a request, ms", f"{(after - before) / total * 1000:.2f}", ""


def _cpu(processes: list[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes]
    return float(sum(spent.user + spent.system for spent in times))


def archive(server: PostgresServer, entities: int) -> str:
    """The URL of an archive of so many, made if it is not there."""
    name = f"archive{entities}"
    if not server.run(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
        verify(server.database("small"), SMALL)
        print(f"a fill of {SMALL:,} is what its log says", file=sys.stderr)
        fill(server.database("filling"), entities)
        server.run(f"ALTER DATABASE filling RENAME TO {name}")
    return server.url.replace("/postgres?", f"/{name}?")


def plans(server: PostgresServer, entities: int) -> None:
    with Plans(server.database("plans")) as made:
        fill_tables(made.connection, entities)
        with made.recorded() as store:
            ask_everything(store, entities)
            write_everything(store, entities)
        scanning = made.scanning()
        print(f"{len(made.statements)} statements, {len(scanning)} read a large table whole")
        print("\n".join(scanning))
    server.run("DROP DATABASE plans")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["load", "plans"])
    parser.add_argument("--folder", type=Path, required=True, help="where the server keeps all")
    parser.add_argument("--entities", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--rate", type=float, default=40.0, help="requests a second")
    given = parser.parse_args()
    server = PostgresServer(given.folder, shared_buffers="1GB", max_wal_size="4GB")
    try:
        if given.what == "plans":
            plans(server, given.entities)
            return
        rows = list(measured(server, archive(server, given.entities), given))
        for what, found, bar in [("what", "found", "bar"), *rows]:
            print(f"{what:<50}{found:>16}{bar:>8}")
    finally:
        server.close()


if __name__ == "__main__":
    main()
