"""How long people wait who look things up in an archive of a million entities.

    python -m tests.benchmarks.lookup --db million.db [--entities 1000000]

The database is that of `tests.benchmarks.service`, and is built as there if it is missing.
`clock` is what one client sees; `cpu` is the processor time of the server, so that other load
on the machine counts least. The first opening of an entity reads and thinks; the second
finds much of it remembered.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from urllib.parse import quote

from .service import Server, build, questions, share

PAGE = {"Accept": "text/html"}


def get(server: Server, path: str) -> str:
    """A page, or nothing but an error that says which was not."""
    server.connection.request("GET", path, headers=PAGE)
    answer = server.connection.getresponse()
    text = answer.read().decode()
    if answer.status != 200:
        raise SystemExit(f"{path[:80]}: {answer.status}")
    return text


def timed(server: Server, what: str, paths: Sequence[str]) -> tuple[str, ...]:
    """A row of the report."""
    cpu, taken = server.cpu_seconds(), []
    for path in paths:
        began = time.perf_counter()
        get(server, path)
        taken.append((time.perf_counter() - began) * 1000)
    spent = (server.cpu_seconds() - cpu) / len(paths) * 1000
    taken.sort()
    clock = (f"{share(taken, part):.1f}" for part in (0.5, 0.95))
    return what, str(len(paths)), *clock, f"{taken[-1]:.0f}", f"{spent:.1f}"


def entities(server: Server, count: int) -> list[str]:
    """Addresses of so many entities, spread over the archive by chance of their names."""
    rng, found = random.Random(4), list[str]()
    for name in questions(4 * count, seed=6):
        page = get(server, f"/entities?kind=person&name={quote(name)}")
        found += map(unescape, re.findall(r'href="(/entities/[^"?]+)"', page)[:3])
        if len(found) >= count:
            break
    rng.shuffle(found)
    return list(dict.fromkeys(found))[:count]


def report(server: Server, count: int) -> list[tuple[str, ...]]:
    asked = questions(2 * count)
    for path in ("/", "/entities", f"/entities?name={quote(asked[-1])}"):
        get(server, path)  # what is read at the first use of anything
    opened = entities(server, count)
    pairs = zip(asked[::2], asked[1::2], strict=True)
    return [
        timed(server, "/", ["/"] * 50),
        timed(server, "/entities, all", ["/entities"] * 20),
        timed(server, "search, persons", [f"/entities?kind=person&name={quote(n)}" for n in asked]),
        timed(server, "search, any kind", [f"/entities?name={quote(n)}" for n in asked]),
        timed(server, "an entity, first time", opened),
        timed(server, "an entity, again", opened),
        timed(server, "/compare", [f"/compare?a={quote(a)}&b={quote(b)}" for a, b in pairs]),
        timed(server, "/rules/letters/ж", ["/rules/letters/%D0%B6"] * 20),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--entities", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=150)
    given = parser.parse_args()
    if not given.db.exists():
        build(given.db, given.entities)
    server = Server(given.db)
    try:
        rows = report(server, given.questions)
    finally:
        server.process.terminate()
        server.process.wait(60)
    heads = ("what", "pages", "clock p50", "p95", "max", "cpu mean, ms")
    for what, *cells in [heads, *rows]:
        print(f"{what:<24}" + "".join(f"{cell:>14}" for cell in cells))


if __name__ == "__main__":
    main()
