"""How long a clerk waits in an archive of a million mentions: cards, decisions, pages.

    python -m tests.benchmarks.review --db million-cards.db [--mentions 1000000]

The database is built if it is not there: made-up people, every fifth of whom is there a
second time in another spelling, with a card that asks whether the two are one. A browser's
requests are sent to a real server, each card decided in turn. `clock` is what one client
sees; `cpu` is the processor time of the server, so that other load on the machine counts
least. Milliseconds.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from resolver.compare import judge
from resolver.ledger.events import EntityFounded, Event, MentionRecorded, SuggestionRaised
from resolver.mention import Kind, Mention
from resolver.names import analyze
from resolver.recording import codes
from resolver.store.sqlite import SqliteStore

from .crowd import misspelled, people, spelled
from .service import Server, share

CHUNK = 20_000
PARTS = (0.5, 0.95, 1.0)
FORM = "application/x-www-form-urlencoded"
AS_SCRIPT = {"X-Fragment": "1", "Accept": "text/html"}


def build(db: Path, mentions: int) -> None:
    """Without blocking keys, which a review does not use."""
    found = events(mentions)
    with SqliteStore(db, keys=lambda name, kind: ()) as store:
        while chunk := list(islice(found, CHUNK)):
            with store.writing() as writer:
                for event in chunk:
                    writer.append(event)


def events(mentions: int) -> Iterator[Event]:
    rng = random.Random(21)
    written = 0
    for number, name in enumerate(people(mentions)):
        spellings = {f"a{number}": spelled(name, rng)}
        if number % 5 == 0:
            spellings[f"b{number}"] = spelled(name, rng)
        for entity_id, spelling in spellings.items():
            yield EntityFounded(entity_id, Kind.PERSON, spelling)
            for at in range(1 + rng.randrange(3)):
                said = misspelled(spelling, rng) if rng.random() < 0.1 else spelling
                yield MentionRecorded(f"{entity_id}-{at}", entity_id, mention(said, rng), "given")
                written += 1
        if len(spellings) == 2:
            (a, once), (b, again) = spellings.items()
            yield suggestion(a, once, b, again, rng)
        if written >= mentions:
            return


def mention(name: str, rng: random.Random) -> Mention:
    """A mention with source and day, half of them with a sentence."""
    day = f"20{rng.randrange(10, 26)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}"
    context = f"Как сообщает источник, {name} был в городе." if rng.random() < 0.5 else None
    return Mention(name, source=f"source {rng.randrange(40)}", date=day, context=context)


def suggestion(a: str, once: str, b: str, again: str, rng: random.Random) -> SuggestionRaised:
    """A card as recording would raise it, but for its score: all would be sure."""
    found = judge(analyze(once), analyze(again))
    score = round(0.3 + 0.65 * rng.random(), 4)
    return SuggestionRaised(a, b, score, found.explained().why(), codes(found), ("birth_date",))


class Clerk:
    """A browser at the review, as far as the server can tell."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookie = ""
        self.lane = 0

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> str:
        headers = {**AS_SCRIPT, "Cookie": self.cookie, "Content-Type": FORM}
        body = None if form is None else urlencode(form)
        self.server.connection.request(method, path, body, headers)
        answer = self.server.connection.getresponse()
        text = answer.read().decode()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status}\n{text[:2000]}")
        self.cookie = (answer.getheader("set-cookie") or self.cookie).partition(";")[0]
        return text

    def card(self) -> dict[str, str]:
        """The fields of the form of the next card."""
        text = self.ask("GET", f"/review/card?lane={self.lane}")
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
        return {name: unescape(value) for name, value in found}


class Times:
    """What requests of one sort took, by the clock and of the server's processor."""

    def __init__(self, what: str, server: Server) -> None:
        self.what = what
        self.server = server
        self.clock: list[float] = []
        self.cpu: list[float] = []

    @contextmanager
    def taken(self) -> Iterator[None]:
        cpu, began = self.server.exact_cpu_seconds(), time.perf_counter()
        yield
        self.clock.append((time.perf_counter() - began) * 1000)
        self.cpu.append((self.server.exact_cpu_seconds() - cpu) * 1000)

    def row(self) -> str:
        found = [share(sorted(times), part) for times in (self.clock, self.cpu) for part in PARTS]
        return f"{self.what:<20}" + "".join(f"{each:>10.1f}" for each in found)


def measure(server: Server, cards: int) -> Iterator[Times]:
    """Cards shown and decided in turn, then other pages."""
    clerk = Clerk(server)
    clerk.ask("GET", "/review")
    shown, decided = Times("next card", server), Times("decision", server)
    for turn in range(cards):
        clerk.lane = 1 - clerk.lane
        with shown.taken():
            fields = clerk.card()
        fields["verdict"] = ("same", "different", "unsure")[turn % 3]
        with decided.taken():
            clerk.ask("POST", "/review/decisions", fields)
    yield shown
    yield decided
    for what, path, times in (
        ("whole page", "/review", 100),
        ("card of a pool", "/review/card?scripts=across&low=40", 50),
        ("card of a rare pool", "/review/card?source=nobody", 10),
        ("bulk, 25 cards", "/review/bulk?scripts=across", 20),
        ("bulk, with sample", "/review/bulk?sample=true", 20),
    ):
        page = Times(what, server)
        for _ in range(times):
            with page.taken():
                clerk.ask("GET", path)
        yield page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--cards", type=int, default=400)
    given = parser.parse_args()
    if not given.db.exists():
        began = time.perf_counter()
        build(given.db, given.mentions)
        print(f"built in {time.perf_counter() - began:,.0f} s")
    with SqliteStore(given.db, compare=False) as store, store.reading() as reader:
        print(", ".join(f"{count:,} {what}" for what, count in reader.counts().items()))
    server = Server(given.db)
    try:
        titles = [f"{sort} {name}" for sort in ("clock", "cpu") for name in ("p50", "p95", "max")]
        print(" " * 20 + "".join(f"{title:>10}" for title in titles))
        for times in measure(server, given.cards):
            print(times.row(), flush=True)
    finally:
        server.process.terminate()
        server.process.wait(60)


if __name__ == "__main__":
    main()
