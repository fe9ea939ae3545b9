"""Entities at size: rebuilding a million mentions, the next of a million cards.

    python -m tests.benchmarks.entities rebuild --mentions 1000000
    python -m tests.benchmarks.entities queue --suggestions 1000000

Names are made up from syllables. Times depend on the machine; memory is the peak of the
process (resident set).
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from resolver.desk import Act, Desk
from resolver.ledger.events import EntityFounded, MentionRecorded, Ruling
from resolver.ledger.review import priority
from resolver.mention import Kind, Mention
from resolver.romanize import romanize
from resolver.store.sqlite import SqliteStore

SYLLABLES = tuple(
    re.findall("..", "баведожизакаломинуперасатуфохашеюряноелмули")  # two letters each
)
GIVEN = ("Иван", "Анна", "Пётр", "Ольга", "Борис", "Мария", "Руслан", "Зарема", "Тимур", "Нина")
STANDARDS = ("icao-9303", "bgn-pcgn", "gost-7.79-b")


def surname(number: int) -> str:
    """A made-up surname; numbers give different ones."""
    parts = []
    while True:
        number, at = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[at])
        if not number:
            return "".join(parts).capitalize() + "нов"


def spelling(entity: int, chance: random.Random) -> str:
    name = f"{GIVEN[entity % len(GIVEN)]} {surname(entity)}"
    return name if chance.random() < 0.5 else romanize(name, chance.choice(STANDARDS))


def events(mentions: int) -> Iterator[EntityFounded | MentionRecorded]:
    """Four mentions an entity, half of them with a birth year."""
    chance = random.Random(1)
    for number in range(mentions):
        entity = number // 4
        if number % 4 == 0:
            yield EntityFounded(f"e{entity}", Kind.PERSON, spelling(entity, chance))
        year = str(1940 + entity % 60) if number % 2 else None
        said = Mention(spelling(entity, chance), birth_date=year, source="made up")
        yield MentionRecorded(f"m{number}", f"e{entity}", said, "given")


def fill(store: SqliteStore, found: Iterator[EntityFounded | MentionRecorded]) -> None:
    waiting = True
    while waiting:
        with store.writing() as writer:
            for _ in range(20_000):
                event = next(found, None)
                if event is None:
                    waiting = False
                    break
                writer.append(event)


def peak() -> str:
    return f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB"


def rebuild(folder: Path, mentions: int) -> None:
    path = folder / "store.db"
    start = time.perf_counter()
    with SqliteStore(path) as store:
        fill(store, events(mentions))
    print(f"recorded {mentions:,} mentions in {time.perf_counter() - start:,.0f} s", flush=True)
    print(f"file {path.stat().st_size / 2**20:,.0f} MiB", flush=True)
    script = "import sys; from tests.benchmarks.entities import rebuilt; rebuilt(sys.argv[1])"
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)


def rebuilt(path: str) -> None:
    """In a process of its own, so that its memory is that of the rebuild alone."""
    start = time.perf_counter()
    with SqliteStore(path) as store:
        print(f"opened and checked in {time.perf_counter() - start:,.1f} s")
        start = time.perf_counter()
        count = store.rebuild()
        print(f"rebuilt {count:,} events in {time.perf_counter() - start:,.0f} s, {peak()}")


def queue(folder: Path, suggestions: int) -> None:
    """Fills the table of suggestions directly: raising a million would take half an hour."""
    chance = random.Random(2)
    path = folder / "store.db"
    entities = 5_000
    with SqliteStore(path, keys=lambda name, kind: ()) as store, store.writing() as writer:
        for number in range(entities):
            writer.append(EntityFounded(f"e{number}", Kind.PERSON, "Anna"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.executemany(
            """INSERT INTO suggestions VALUES
            (?1, ?2, ?3, ?4, 'why', '', '', ?1, '', NULL, NULL, 'open', ?5)""",
            (
                (10_000_000 + n, 1 + n % entities, 1 + n % entities + 1 + n // entities, score,
                 priority(score, 1, 1))
                for n in range(suggestions)
                for score in (0.3 + 0.6 * chance.random(),)
                if n % entities + 1 + n // entities < entities
            ),
        )  # fmt: skip
        connection.execute("COMMIT")
    with SqliteStore(path, keys=lambda name, kind: (), compare=False) as store:
        with store.reading() as reader:
            print(f"{reader.counts()['suggestions']:,} open suggestions", flush=True)
        desk = Desk(store)
        found, taken, answered = [], [], []
        for number in range(200):
            clerk = f"clerk {number % 5}"
            with store.writing() as writer:
                start = time.perf_counter()
                writer.lease(clerk, 300)
                found.append(time.perf_counter() - start)
            start = time.perf_counter()
            card = desk.take(clerk)
            taken.append(time.perf_counter() - start)
            assert card is not None
            start = time.perf_counter()
            desk.answer(card.number, (Ruling.DIFFERENT, Ruling.UNSURE)[number % 2], Act(clerk))
            answered.append(time.perf_counter() - start)
    print(f"next card found and leased {shown(found)}; with its fsync {shown(taken)}")
    print(f"decision with its fsync {shown(answered)}")


def shown(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    at = [ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.95)]
    return f"p50 {at[0]:.2f} ms, p95 {at[1]:.2f} ms, max {ordered[-1] * 1000:.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["rebuild", "queue"])
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--suggestions", type=int, default=1_000_000)
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        if given.what == "rebuild":
            rebuild(Path(name), given.mentions)
        else:
            queue(Path(name), given.suggestions)


if __name__ == "__main__":
    main()
