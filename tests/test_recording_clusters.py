"""Clusters of an archive in a store: recorded once, whatever people do with them since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from resolver import recording_clusters
from resolver.attributes import NOTHING
from resolver.desk import Act, Desk
from resolver.entities import DEFAULT_PREFERENCE, Preference, standing_of
from resolver.errors import BadInput
from resolver.keys import keys_of
from resolver.ledger.events import Ruling, SuggestionRaised
from resolver.mention import Kind, Mention
from resolver.names import analyze
from resolver.recording import Analysed, placement
from resolver.recording_clusters import (
    Clustered,
    homes,
    mention_id_of,
    raise_suggestions,
    record_clusters,
)
from resolver.store.keys_ahead import KeysAhead
from resolver.store.sqlite import SqliteStore

ARCHIVE = (
    ("Иван Петрович Орлов", "e1"),
    ("Ivan Petrovich Orlov", "e1"),
    ("Анна Котова", "e2"),
    ("Anna Kotova", "e2"),
    ("Котова", "e3"),
)
DOUBT = SuggestionRaised("e2", "e3", 0.6, "it fits two", ("surname.same",), ("birth_date",))


def clustered(archive: Sequence[tuple[str, str]] = ARCHIVE, first: int = 1) -> list[Clustered]:
    mentions = [Mention(n, external_id=str(at)) for at, (n, _) in enumerate(archive, start=first)]
    return [
        Clustered(mention_id_of(mention), mention, entity, archive[0][0])
        for mention, (_, entity) in zip(mentions, archive, strict=True)
    ]


def recorded(store: SqliteStore, rows: Sequence[Clustered]) -> tuple[int, dict[str, str]]:
    """As the command does it: how many were new, and where the clusters are."""
    with store.reading() as reader:
        home = homes(reader, [(one.mention_id, one.entity_id) for one in rows])
    return sum(record_clusters(store, [rows], home)), home


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "store.db") as made:
        yield made


def entities(store: SqliteStore) -> dict[str, set[str]]:
    with store.reading() as reader:
        found = list(reader.entities())
        return {
            one.entity_id: {m.mention.name for m in reader.mentions(one.entity_id)} for one in found
        }


def test_every_mention_is_in_the_entity_of_its_cluster(store: SqliteStore) -> None:
    assert recorded(store, clustered())[0] == len(ARCHIVE)
    assert entities(store) == {
        key: {name for name, entity in ARCHIVE if entity == key} for key in ("e1", "e2", "e3")
    }
    assert store.compare_with_log() == ()
    assert store.verify_log() == len(ARCHIVE) + 3


def test_recorded_again_nothing_changes(store: SqliteStore) -> None:
    _, home = recorded(store, clustered())
    assert raise_suggestions(store, [DOUBT], home) == 1
    before = store.head()
    again, home = recorded(store, clustered())
    assert (again, raise_suggestions(store, [DOUBT], home)) == (0, 0)
    assert store.head() == before


def test_an_interrupted_recording_goes_on(store: SqliteStore) -> None:
    recorded(store, clustered()[:2])
    recorded(store, clustered())
    assert {frozenset(names) for names in entities(store).values()} == {
        frozenset(name for name, entity in ARCHIVE if entity == key) for key in ("e1", "e2", "e3")
    }


def test_two_loads_of_one_file_at_once_tear_no_cluster_in_two(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording_clusters, "LONGEST_SECONDS", 0.0)
    rows = clustered([(f"Анна Котова {n}", f"e{n // 300}") for n in range(600)])
    one, other = (record_clusters(store, [rows], {}) for _ in range(2))
    counts = [next(one)]
    for each in zip_longest(other, one, fillvalue=0):
        counts += each
    assert sum(counts) == len(rows)
    assert entities(store) == {
        f"e{n}": {row.mention.name for row in rows[300 * n : 300 * n + 300]} for n in range(2)
    }
    with store.reading() as reader:
        hows = [m.how for n in range(2) for m in reader.mentions(f"e{n}")]
    assert hows.count("founded") == 2
    assert store.compare_with_log() == ()


def test_a_cluster_that_another_load_has_put_somewhere_is_not_placed_anew(
    store: SqliteStore,
) -> None:
    founded, elsewhere, new = clustered([("Анна Котова", "e1"), ("Anna Kotova", "e2"),
                                         ("А. Котова", "e1")])  # fmt: skip
    assert recorded(store, [founded, elsewhere])[0] == 2
    with store.reading() as reader:
        asked = Analysed(new.mention, analyze(new.mention.name), NOTHING)
        placed = {"e1": placement(reader, asked)._replace(node_id="e2", score=0.97)}
    home: dict[str, str] = {}
    assert sum(record_clusters(store, [[founded, new]], home, placed)) == 1
    assert home == {"e1": "e1"}
    with store.reading() as reader:
        (_, joined) = reader.mentions("e1")
    assert (joined.how, joined.score) == ("joined", None)


def test_what_people_split_stays_split_and_new_mentions_join_what_is_left(
    store: SqliteStore,
) -> None:
    rows = clustered()
    recorded(store, rows)
    Desk(store).split("e1", [rows[1].mention_id], Act("clerk"))
    more = [*rows, *clustered([("I. P. Orlov", "e1")], first=9)]
    assert recorded(store, more)[0] == 1
    found = entities(store)
    assert found["e1"] == {"Иван Петрович Орлов", "I. P. Orlov"}
    assert {"Ivan Petrovich Orlov"} in found.values()


def test_what_people_called_different_is_not_suggested_again(store: SqliteStore) -> None:
    _, home = recorded(store, clustered())
    Desk(store).decide(Ruling.DIFFERENT, "e2", "e3", Act("clerk"))
    assert raise_suggestions(store, [DOUBT], home) == 0


def test_what_people_called_the_same_is_not_suggested(store: SqliteStore) -> None:
    _, home = recorded(store, clustered())
    Desk(store).decide(Ruling.SAME, "e2", "e3", Act("clerk"))
    assert raise_suggestions(store, [DOUBT], home) == 0


def test_a_suggestion_says_what_it_was_made_of(store: SqliteStore) -> None:
    _, home = recorded(store, clustered())
    raise_suggestions(store, [DOUBT], home)
    with store.reading() as reader:
        (found,) = reader.suggestions()
    assert (found.score, found.why, found.evidence, found.missing) == (
        *(DOUBT.score, DOUBT.why, DOUBT.evidence, DOUBT.missing),
    )


def test_the_same_spellings_in_another_archive_found_another_entity(store: SqliteStore) -> None:
    recorded(store, clustered([("Иван Орлов", "e1")]))
    recorded(store, clustered([("Иван Орлов", "e1")], first=7))
    assert len(entities(store)) == 2


def test_a_suggestion_about_what_was_not_recorded_is_refused(store: SqliteStore) -> None:
    with pytest.raises(BadInput, match="not recorded"):
        raise_suggestions(store, [DOUBT], {})


def test_an_id_depends_on_all_that_is_known_of_a_mention() -> None:
    one = Mention("Иван Орлов", external_id="1")
    others = [
        Mention("Иван Орлов", external_id="2"),
        Mention("Иван Орлов", external_id="1", birth_date="1950"),
        Mention("Иван Орлов", Kind.PLACE, external_id="1"),
    ]
    assert len({mention_id_of(mention) for mention in (one, *others)}) == 4
    assert mention_id_of(one) == mention_id_of(Mention("Иван Орлов", external_id="1"))


def test_keys_computed_ahead_are_those_computed_when_asked() -> None:
    rows = clustered()
    cyrillic = Preference("cyrillic")
    with KeysAhead(1) as keys:
        for chunk in keys.ahead([rows[:3], rows[3:]]):
            for _, mention, _, _ in chunk:
                name, kind = mention.name, mention.kind
                assert keys(name, kind) == keys_of(analyze(name, kind))
                for preference in (DEFAULT_PREFERENCE, cyrillic):
                    expected = standing_of(name, kind, preference)
                    assert keys.standing(name, kind, preference) == expected
        assert keys("Пётр Белов", Kind.PERSON) == keys_of(analyze("Пётр Белов"))
