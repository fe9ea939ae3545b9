"""Several processes, and processes that die, lose and double nothing."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from resolver.desk import Act, Desk
from resolver.ledger.events import EntityFounded, MentionRecorded, Ruling
from resolver.mention import Kind, Mention
from resolver.store.sqlite import SqliteStore

from .beside import beside
from .programs import CLERK, python, words

CYCLES = int(os.environ.get("KILL_CYCLES", "25"))
LOT = 25
"""Cycles on one store: each cycle reads the whole log again, which grows with each."""
KNOWN = 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of KNOWN entities."""
    found = tmp_path / "store.db"
    with SqliteStore(found, keys=words) as store, store.writing() as writer:
        for number in range(KNOWN):
            writer.append(EntityFounded(f"e{number}", Kind.PERSON, f"Anna {number}"))
            mention = Mention(f"Anna {number}")
            writer.append(MentionRecorded(f"m{number}", f"e{number}", mention, "given"))
    return found


@pytest.mark.parametrize("lot", range(-(-CYCLES // LOT)))
def test_killed_at_any_moment_nothing_acknowledged_is_lost(path: Path, lot: int) -> None:
    chance = random.Random(20240506 + lot)
    acknowledged: set[int] = set()
    for cycle in range(LOT):
        clerks = [python(CLERK, path, f"{cycle}-{n}", 1_000_000, KNOWN) for n in range(2)]
        for clerk in clerks:
            assert clerk.stdout is not None
            acknowledged.add(int(clerk.stdout.readline()))
        time.sleep(chance.uniform(0.0, 0.3))
        for clerk in clerks:
            clerk.kill()
        for clerk in clerks:
            # The last line may be cut off in the middle: it was not acknowledged.
            # Read on from where the first line was read: `communicate` passes over what is
            # buffered behind it.
            assert clerk.stdout is not None
            lines = clerk.stdout.read().splitlines(keepends=True)
            clerk.communicate()
            acknowledged |= {int(line) for line in lines if line.endswith("\n")}
        with SqliteStore(path, keys=words) as store:
            last = store.verify_log()
            assert max(acknowledged) <= last
            with store._snapshot() as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            if cycle % 5 == 4:
                assert store.compare_with_log() == ()
    with SqliteStore(path, keys=words, read_only=True) as store:
        kinds = {event["seq"]: event["kind"] for event in store.events()}
        assert {kinds[seq] for seq in acknowledged} <= {"decided", "decision_undone"}
        # What is kept and was not acknowledged is at most what was under way in each process.
        decisions = sum(kind.startswith("deci") for kind in kinds.values())
        assert decisions - len(acknowledged) <= 2 * LOT
    assert len(acknowledged) > 3 * LOT


def test_four_processes_of_two_thousand_decisions_lose_and_double_nothing(path: Path) -> None:
    with SqliteStore(path, keys=words) as store, store.writing() as writer:
        for number in range(KNOWN, 3_000):
            writer.append(EntityFounded(f"e{number}", Kind.PERSON, "Anna"))
    clerks = [python(CLERK, path, f"clerk {number}", 2_000, 3_000) for number in range(4)]
    said = [clerk.communicate(timeout=400)[0].split() for clerk in clerks]
    assert [clerk.returncode for clerk in clerks] == [0, 0, 0, 0]
    numbers = Counter(int(number) for one in said for number in one)
    assert len(numbers) == 8_000
    assert set(numbers.values()) == {1}
    with SqliteStore(path, keys=words) as store:
        made = {event["seq"] for event in store.events() if event["kind"].startswith("deci")}
        assert made == set(numbers)
        assert store.compare_with_log() == ()


def test_a_retry_of_four_processes_at_once_acts_once(path: Path) -> None:
    script = """
        import sys
        from resolver.desk import Act, Desk
        from resolver.ledger.events import Ruling
        from resolver.store.sqlite import SqliteStore
        with SqliteStore(sys.argv[1], keys=lambda name, kind: name.split()) as store:
            for number in range(20):
                act = Act("vera", key=f"key {number}")
                a, b = f"e{number}", f"e{number + 30}"
                print(Desk(store).decide(Ruling.SAME, a, b, act).decision)
    """
    clerks = [python(script, path) for _ in range(4)]
    said = {clerk.communicate(timeout=60)[0] for clerk in clerks}
    assert len(said) == 1
    with SqliteStore(path, keys=words) as store, store.reading() as reader:
        assert reader.counts()["decisions"] == 20


def test_a_batch_sent_by_four_processes_at_once_is_recorded_once(path: Path) -> None:
    script = """
        import sys
        from resolver.mention import Mention
        from resolver.once import Once
        from resolver.service import Service
        from resolver.store.sqlite import SqliteStore
        with SqliteStore(sys.argv[1]) as store:
            batch = [(Mention(f"Анна Орлова {'абвгд'[n % 5]}н"), None) for n in range(200)]
            for one in Service(store).record_many(batch, once=Once.of("job", "this")):
                print(one)
    """
    senders = [python(script, path) for _ in range(4)]
    said = {sender.communicate(timeout=60)[0] for sender in senders}
    assert len(said) == 1
    assert said.pop().count("\n") == 200
    with SqliteStore(path, keys=words) as store:
        recorded = [event for event in store.events() if event["kind"] == "mention_recorded"]
        assert sum("Орлова" in event["payload"]["mention"]["name"] for event in recorded) == 200


def test_every_acknowledgement_waits_for_the_disk(path: Path) -> None:
    with SqliteStore(path, keys=words) as store, store._transaction() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_clerk_beside_a_batch_hardly_waits(tmp_path: Path) -> None:
    """p95 is 25 ms on an idle machine, measured by `python -m tests.faults.beside`; here, beside
    other tests, the median stands for it: without the gate it would be seconds."""
    took = sorted(beside(tmp_path, 3.0))
    assert len(took) > 5
    assert took[len(took) // 2] < 0.1


def test_two_clerks_are_never_given_one_card(tmp_path: Path) -> None:
    from resolver.ledger.events import SuggestionRaised

    with SqliteStore(tmp_path / "store.db", keys=words) as store:
        with store.writing() as writer:
            for number in range(20):
                writer.append(EntityFounded(f"e{number}", Kind.PERSON, "Anna"))
            for number in range(0, 20, 2):
                raised = SuggestionRaised(f"e{number}", f"e{number + 1}", 0.5, "why")
                writer.append(raised)
        desk = Desk(store)
        taken = [desk.take(f"clerk {number}") for number in range(12)]
        numbers = [card.number for card in taken if card is not None]
        assert len(set(numbers)) == len(numbers) == 10
        desk.answer(numbers[0], Ruling.UNSURE, Act("clerk 0"))
        assert desk.take("clerk 0") is None
