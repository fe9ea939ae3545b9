"""Two stores of one log give one answer, whatever they keep it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import astuple
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.errors import BadInput
from resolver.ledger.events import EntityFounded, MentionRecorded
from resolver.mention import Kind, Mention
from resolver.pool import Pool, Scripts
from resolver.store import postgres_candidates, sqlite_candidates
from resolver.store.audited import AuditedStore
from resolver.store.copying import copied
from resolver.store.exporting import exported
from resolver.store.postgres import PostgresStore
from resolver.store.protocol import StoredName
from resolver.store.sqlite import SqliteStore
from resolver.typed import typed_words

from .histories import FAMILY, GIVEN, happen
from .postgres_server import postgres

EVENTS = 10_000


def words(name: str, kind: Kind) -> Sequence[str]:
    """Words, pairs of words, and one key that all names share."""
    parts = name.split()
    return ("all", *parts, *(f"x:{a} {b}" for a in parts for b in parts if a < b))


def digest(store: AuditedStore) -> str:
    found = sha256()
    for line in exported(store):
        found.update(line.encode() + b"\n")
    return found.hexdigest()


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqliteStore, PostgresStore]]:
    """A long history in a file, and copied to a server."""
    path = tmp_path_factory.mktemp("alike") / "store.db"
    with (
        SqliteStore(path, keys=words) as file,
        PostgresStore(postgres().schema(), keys=words) as server,
    ):
        assert happen(file, 7, EVENTS) > 100
        for _ in copied(file, server):
            pass
        yield file, server


def test_ten_thousand_events_export_to_one_hash_from_both_stores(
    alike: tuple[SqliteStore, PostgresStore], tmp_path: Path
) -> None:
    file, server = alike
    assert server.verify_log() == EVENTS
    assert digest(server) == digest(file)
    with SqliteStore(tmp_path / "back.db", keys=words) as back:
        for _ in copied(server, back):
            pass
        assert digest(back) == digest(file)


def test_both_stores_give_the_same_candidates_in_the_same_order(
    alike: tuple[SqliteStore, PostgresStore],
) -> None:
    """Among them keys of thousands of names, which the limits leave out or cut off."""
    file, server = alike
    asked = [
        tuple(words(f"{given} {middle} {family}", Kind.PERSON))
        for given in GIVEN
        for family in FAMILY
        for middle in ("w7", "Anna", "nowhere")
    ]
    asked += [("all",), ("all", "nowhere"), ("all", "Anna", "Orlova"), GIVEN, FAMILY]
    with file.reading() as ours, server.reading() as theirs:
        found = 0
        for keys in asked:
            for limit in (1, 30, 5_000):
                one = ours.candidates(Kind.PERSON, keys, limit)
                other = theirs.candidates(Kind.PERSON, keys, limit)
                assert _whole(one) == _whole(other)
                found += len(one)
            typed = typed_words(" ".join(keys[1:3])[:-1])
            assert ours.starting(typed, 7) == theirs.starting(typed, 7)
    assert found > 10_000


def test_both_stores_give_the_same_cards_of_every_pool(
    alike: tuple[SqliteStore, PostgresStore],
) -> None:
    file, server = alike
    pools = [
        Pool(kind, low, high, scripts, path)
        for kind in (None, Kind.PERSON, Kind.PLACE)
        for low, high in ((0.0, 1.0), (0.4, 0.6))
        for scripts in (None, *Scripts)
        for path in (None, ("c1", "c2"))
    ]
    with file.reading() as ours, server.reading() as theirs:
        sizes = set()
        for pool in pools:
            assert ours.suggestions(50, pool) == theirs.suggestions(50, pool)
            assert ours.waiting(7, pool) == theirs.waiting(7, pool)
            sizes.add(ours.waiting(0, pool).suggestions)
        assert ours.waiting() == theirs.waiting()
        assert ours.last_decisions(9, 4_000) == theirs.last_decisions(9, 4_000)
    assert len(sizes) > 5


def _whole(found: Sequence[StoredName]) -> list[tuple[object, ...]]:
    """With the fields that are not compared, the worth to its last bit among them."""
    return [astuple(one) for one in found]


postings = st.lists(st.sets(st.integers(0, 9), min_size=1, max_size=6), min_size=1, max_size=40)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    postings, st.sets(st.integers(0, 9)), st.integers(1, 6), st.integers(1, 9), st.integers(1, 9)
)
def test_the_limits_of_candidates_mean_the_same_in_both_stores(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    names: list[set[int]],
    asked: set[int],
    limit: int,
    common: int,
    enough: int,
) -> None:
    from resolver.store import postgres_pending

    for module in (sqlite_candidates, postgres_candidates):
        monkeypatch.setattr(module, "ENOUGH", enough)
    for module in (sqlite_candidates, postgres_candidates, postgres_pending):
        monkeypatch.setattr(module, "COMMON", common)

    def keys(name: str, kind: Kind) -> Sequence[str]:
        return [f"x:{part}" if int(part) > 6 else part for part in name.split()]

    folder = tmp_path_factory.mktemp("limits")
    with (
        closing(SqliteStore(folder / "store.db", keys=keys)) as file,
        closing(PostgresStore(postgres().schema(), keys=keys)) as server,
    ):
        for store in (file, server):
            with store.writing() as writer:
                writer.append(EntityFounded("e1", Kind.PERSON, "Anna"))
                for number, parts in enumerate(names):
                    mention = Mention(" ".join(map(str, sorted(parts))))
                    writer.append(MentionRecorded(f"m{number}", "e1", mention, "given"))
        wanted = keys(" ".join(map(str, sorted(asked))), Kind.PERSON)
        with file.reading() as ours, server.reading() as theirs:
            one = ours.candidates(Kind.PERSON, wanted, limit)
            assert _whole(one) == _whole(theirs.candidates(Kind.PERSON, wanted, limit))


def test_an_interrupted_copy_goes_on_where_it_was_and_brings_what_is_new(tmp_path: Path) -> None:
    url = postgres().schema()
    with SqliteStore(tmp_path / "store.db", keys=words) as file:
        happen(file, 3, 2_500)
        with PostgresStore(url, keys=words) as server:
            assert list(islice(copied(file, server), 2)) == [0, 1_000]
        with PostgresStore(url, keys=words) as server:
            assert list(copied(file, server)) == [1_000, 2_000, 2_500]
            assert server.head() == file.head()
            happen(file, 4, 10)
            assert list(copied(file, server)) == [2_500, 2_510]
            assert digest(server) == digest(file)


def test_a_copy_into_another_archive_is_refused_and_changes_nothing(
    alike: tuple[SqliteStore, PostgresStore], tmp_path: Path
) -> None:
    with PostgresStore(postgres().schema(), keys=words) as other:
        happen(other, 8, 20)
        before = other.head()
        for source in alike:
            with pytest.raises(BadInput, match="another archive"):
                list(copied(source, other))
        assert other.head() == before
        # A longer log is not a beginning of a shorter one.
        with SqliteStore(tmp_path / "short.db", keys=words) as short:
            list(islice(copied(other, short), 2))
            happen(other, 9, 5)
            with pytest.raises(BadInput, match="another archive"):
                list(copied(short, other))
