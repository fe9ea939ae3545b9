"""Names that are listed behind the log are listed as if they had been at once, whatever happens
meanwhile, and whoever does it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.errors import BadName, ResolverError, StoreBusy
from resolver.ledger.events import EntityFounded, MentionRecorded
from resolver.mention import Kind, Mention
from resolver.store import backlog, sqlite_bulk, sqlite_candidates, sqlite_listing
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_listing import LEFT_SECONDS, Sweep

from .test_bulk import FIRST, Step, at_once, one_by_one, opened, steps, tables
from .test_store import open_postgres, words


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def opened_file(path: Path, **options: Any) -> SqliteStore:
    return SqliteStore(path, keys=words, **options)


def lot(first: int, count: int, name: str = "Anna") -> list[EntityFounded | MentionRecorded]:
    events: list[EntityFounded | MentionRecorded] = []
    for number in range(first, first + count):
        events.append(EntityFounded(f"e{number}", Kind.PERSON, f"{name} {number}"))
        mention = Mention(f"{name} {number}")
        events.append(MentionRecorded(f"m{number}", f"e{number}", mention, "given"))
    return events


def record(store: SqliteStore, first: int, count: int = 3, name: str = "Anna") -> None:
    with store.writing() as writer:
        writer.append_all(lot(first, count, name))


def found(store: SqliteStore, key: str) -> list[str]:
    with store.reading() as reader:
        return [one.entity_id for one in reader.candidates(Kind.PERSON, [key], 99)]


def unlisted(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return sum(last - first + 1 for first, last in connection.execute(
            "SELECT first, last FROM unlisted"))  # fmt: skip


def left_behind(path: Path, first: int = 0, count: int = 3) -> None:
    """A load that is killed when it has recorded, and before it has listed."""
    store = opened_file(path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Sweep, "go_on", _killed)
        with suppress(Killed), store.listing_later():
            record(store, first, count)
    store.close()
    assert unlisted(path) == count


def _killed(*_: object) -> None:
    raise Killed


def age(path: Path, seconds: int) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE unlisted SET since = since - ?", (seconds,))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=steps,
    turns=st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=14, max_size=14),
    common=st.integers(1, 6),
    most=st.integers(1, 6),
    at_a_time=st.integers(1, 4),
    hold=st.sampled_from([-1.0, 1.0]),
)
def test_names_listed_later_are_listed_as_they_would_be_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[Step],
    turns: list[int],
    common: int,
    most: int,
    at_a_time: int,
    hold: float,
) -> None:
    """Lots of two loads and the words of a clerk, in turn."""
    with pytest.MonkeyPatch.context() as patched:
        for module in (sqlite_candidates, sqlite_bulk, sqlite_listing):
            patched.setattr(module, "COMMON", common)
        patched.setattr(backlog, "MOST_NAMES", most)
        patched.setattr(sqlite_listing, "_AT_ONCE", at_a_time)
        patched.setattr(sqlite_listing, "_HOLD_SECONDS", hold)
        folder = tmp_path_factory.mktemp("later")
        with opened(folder / "a") as clerk, opened(folder / "b") as single:
            assert isinstance(clerk, SqliteStore)
            assert isinstance(single, SqliteStore)
            told = at_once(clerk, FIRST)
            where = folder / "a" / "store.db"
            with opened_file(where) as load, opened_file(where) as other:
                with load.listing_later(), other.listing_later():
                    for turn, step in zip(turns, steps, strict=False):
                        told += at_once((load, other, clerk)[turn], [step])
                assert told == one_by_one(single, FIRST + steps)
                assert tables(clerk) == tables(single)
                assert clerk.compare_with_log() == ()


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, 6), min_size=1, max_size=6), st.sampled_from([1, 2, 50]))
def test_whenever_a_load_is_killed_the_next_one_lists_what_it_left(
    tmp_path_factory: pytest.TempPathFactory, kills: Sequence[int], most: int
) -> None:
    path = tmp_path_factory.mktemp("killed") / "a.db"
    goes_on = Sweep.go_on
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(backlog, "MOST_NAMES", most)
        patched.setattr(sqlite_listing, "_AT_ONCE", 1)
        patched.setattr(sqlite_listing, "_HOLD_SECONDS", -1.0)
        for turn, alive in enumerate(kills):
            left = iter(range(alive))

            def killed(sweep: Sweep, *rest: Any, left: Any = left) -> None:
                if next(left, None) is None:
                    raise Killed
                goes_on(sweep, *rest)

            patched.setattr(Sweep, "go_on", killed)
            with opened_file(path) as store, suppress(Killed), store.listing_later():
                for lot_number in range(3):
                    record(store, 10 * turn + 3 * lot_number)
            patched.setattr(Sweep, "go_on", goes_on)
            with opened_file(path) as store:
                assert store.compare_with_log() == ()
        with opened_file(path) as store:
            with store.listing_later():
                pass
            assert unlisted(path) == 0
            assert store.compare_with_log() == ()


def test_a_name_is_found_once_it_is_listed(path: Path) -> None:
    with opened_file(path) as store:
        with store.listing_later():
            record(store, 0)
            with store.reading() as reader:
                assert reader.counts()["mentions"] == 3
            assert found(store, "Anna") == []
            assert unlisted(path) == 3
        assert found(store, "Anna") == ["e0", "e1", "e2"]
        assert unlisted(path) == 0


def test_what_is_due_is_listed_while_more_comes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backlog, "MOST_NAMES", 5)
    with opened_file(path) as store, store.listing_later():
        record(store, 0)
        assert found(store, "Anna") == []
        record(store, 3)
        assert len(found(store, "Anna")) == 6
    monkeypatch.setattr(backlog, "LONGEST_SECONDS", -1.0)
    with opened_file(path) as store, store.listing_later():
        record(store, 6)
        assert len(found(store, "Anna")) == 9


def test_whoever_writes_lists_names_that_were_left_behind_for_long(path: Path) -> None:
    left_behind(path)
    with opened_file(path) as clerk:
        record(clerk, 10, 1, "Boris")
        assert found(clerk, "Anna") == []
        age(path, LEFT_SECONDS + 1)
        record(clerk, 11, 1, "Boris")
        assert found(clerk, "Anna") == ["e0", "e1", "e2"]
        assert unlisted(path) == 0
        assert clerk.compare_with_log() == ()


def test_a_word_that_is_kept_is_kept_though_what_was_left_behind_cannot_be_listed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(path)
    age(path, LEFT_SECONDS + 1)

    def busy(*_: object) -> None:
        raise StoreBusy("the disk is full")

    with opened_file(path) as clerk:
        with monkeypatch.context() as patched:
            patched.setattr(Sweep, "go_on", busy)
            record(clerk, 10, 1, "Boris")
        assert found(clerk, "Boris") == ["e10"]
        record(clerk, 11, 1, "Boris")
        assert len(found(clerk, "Anna")) == 3


def test_one_load_lists_what_another_still_has_to_and_nothing_twice(path: Path) -> None:
    with opened_file(path) as slow, slow.listing_later():
        record(slow, 0)
        with opened_file(path) as quick, quick.listing_later():
            record(quick, 10)
        assert unlisted(path) == 0
        record(slow, 20)
    with opened_file(path) as store:
        assert len(found(store, "Anna")) == 9
        assert store.compare_with_log() == ()


def test_what_is_taken_back_is_not_listed(path: Path) -> None:
    with opened_file(path) as store:
        with store.listing_later():
            with store.writing() as writer, suppress(BadName):
                writer.append_all([*lot(0, 1), *lot(1, 1, "x")])
                refused = Mention("refused")
                writer.append_all([MentionRecorded("m9", "e0", refused, "given")])
            with suppress(StoreBusy), store.writing() as writer:
                writer.append_all(lot(2, 1))
                raise StoreBusy("the disk is full")
        assert found(store, "Anna") == ["e0"]
        assert store.compare_with_log() == ()


def test_an_error_says_what_it_is_though_the_names_before_it_are_listed(path: Path) -> None:
    def failing(store: SqliteStore) -> None:
        with store.listing_later():
            record(store, 0)
            raise ResolverError("this one")

    with opened_file(path) as store:
        with pytest.raises(ResolverError, match="this one"):
            failing(store)
        assert len(found(store, "Anna")) == 3


def test_a_rebuild_lists_everything(path: Path) -> None:
    left_behind(path)
    with opened_file(path) as store:
        store.rebuild()
        assert unlisted(path) == 0
        assert len(found(store, "Anna")) == 3


def test_a_server_lists_names_at_once(tmp_path: Path) -> None:
    with open_postgres(tmp_path, keys=words) as store, store.listing_later():
        with store.writing() as writer:
            writer.append_all(lot(0, 2))
        with store.reading() as reader:
            assert len(list(reader.candidates(Kind.PERSON, ["Anna"], 9))) == 2
