"""Articles into an archive, once: real text, real store."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from resolver.extract.article import Article
from resolver.extract.ingest import Ingested, Ingestion
from resolver.extract.linked import Standing, linked
from resolver.mention import Kind, Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

ENGLISH = Article(
    "Lawyer Timur Ospanov left Almaty. Ospanov had defended oil workers in Kazakhstaan.",
    source="press",
    date="2026-01-30",
)
RUSSIAN = Article(
    "Адвоката Тимура Оспанова ждали в Алматы. С Оспановым говорила Анна Лаптева.", "a-2"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "names.db") as opened:
        yield opened


def ingest(store: SqliteStore, *articles: Article) -> Ingested:
    (found,) = Ingestion(store, Service(store)).ingest(articles)
    return found


def spellings(store: SqliteStore) -> set[tuple[str, ...]]:
    with store.reading() as reader:
        return {tuple(sorted(entity.spellings)) for entity in reader.entities()}


def test_names_of_two_languages_become_the_same_entities(store: SqliteStore) -> None:
    done = ingest(store, ENGLISH, RUSSIAN)
    assert (done.articles, done.changed, done.founded, done.failed) == (2, 2, 4, 0)
    assert spellings(store) == {
        ("Ospanov", "Timur Ospanov", "Оспанов", "Тимур Оспанов"),
        ("Almaty", "Алматы"),
        ("Kazakhstan",),
        ("Анна Лаптева",),
    }


def test_a_mention_keeps_its_source_date_language_and_roles(store: SqliteStore) -> None:
    ingest(store, ENGLISH)
    with store.reading() as reader:
        person = next(iter(reader.entities(Kind.PERSON)))
        first, second = (each.mention for each in reader.mentions(person.entity_id))
    assert (first.source, first.date, first.language) == ("press", "2026-01-30", "en")
    assert first.context == "lawyer"
    assert second.context is None
    assert first.external_id != second.external_id


def test_the_company_of_a_person_is_context_and_places_are_not(store: SqliteStore) -> None:
    ingest(store, Article("Timur Ospanov met Anna Lapteva of Amnesty International in Almaty."))
    with store.reading() as reader:
        (person,) = (e for e in reader.entities(Kind.PERSON) if e.name == "Timur Ospanov")
        (stored,) = reader.mentions(person.entity_id)
    assert stored.mention.context == "Anna Lapteva; Amnesty International"


def test_the_same_article_again_changes_nothing(store: SqliteStore) -> None:
    ingest(store, ENGLISH, RUSSIAN)
    before = list(store.events())
    again = ingest(store, RUSSIAN, ENGLISH, RUSSIAN)
    assert (again.articles, again.changed, again.mentions) == (3, 0, 0)
    assert list(store.events()) == before


def test_the_same_article_twice_in_one_run_is_recorded_once(store: SqliteStore) -> None:
    assert ingest(store, ENGLISH, ENGLISH).mentions == ingest(store, RUSSIAN).mentions == 4


def test_two_articles_of_one_id_are_two(store: SqliteStore) -> None:
    first, second = Article("Lawyer Timur Ospanov left.", "1"), Article("Guide Ann Lee left.", "1")
    assert ingest(store, first, second).founded == 2


def test_an_article_without_names_is_no_trouble(store: SqliteStore) -> None:
    assert ingest(store, Article("Nothing happened here today.")).mentions == 0


class _Stops(Service):
    """A service whose process dies in the midst of a batch."""

    def __init__(self, store: SqliteStore, batches: int) -> None:
        super().__init__(store)
        self.batches = batches

    def record_many(self, mentions, **options):  # type: ignore[no-untyped-def]
        if not self.batches:
            raise KeyboardInterrupt
        self.batches -= 1
        if self.batches:
            yield from super().record_many(mentions, **options)
        else:
            list(super().record_many(islice(mentions, 2)))
            raise KeyboardInterrupt


@pytest.mark.parametrize("batches", [0, 1, 2])
def test_an_interrupted_run_is_finished_by_the_next(
    store: SqliteStore, tmp_path: Path, batches: int
) -> None:
    stopping = Ingestion(store, _Stops(store, batches)).ingest([ENGLISH, RUSSIAN])
    with pytest.raises(KeyboardInterrupt):
        list(stopping)
    ingest(store, ENGLISH, RUSSIAN)
    with SqliteStore(tmp_path / "whole.db") as whole:
        ingest(whole, ENGLISH, RUSSIAN)
        assert spellings(store) == spellings(whole)
        with store.reading() as found, whole.reading() as wanted:
            assert found.counts()["mentions"] == wanted.counts()["mentions"]


def test_progress_comes_batch_by_batch(store: SqliteStore) -> None:
    articles = [Article(f"Lawyer Timur Ospanov left. Number {i}.") for i in range(150)]
    batches = list(Ingestion(store, Service(store)).ingest(articles))
    assert [batch.articles for batch in batches] == [100, 50]
    assert sum(batch.founded for batch in batches) == 1


def test_a_text_shows_the_entities_of_its_own_mentions(store: SqliteStore) -> None:
    service = Service(store)
    ingest(store, ENGLISH)
    found = linked(service, ENGLISH)
    assert {name.standing for name in found.names} == {Standing.RECORDED}
    ospanov = [name.entity_id for name in found.names if name.name.kind is Kind.PERSON]
    assert len(ospanov) == 2
    assert len(set(ospanov)) == 1


def test_a_text_that_is_not_recorded_is_matched_and_changes_nothing(store: SqliteStore) -> None:
    service = Service(store)
    ingest(store, ENGLISH)
    before = list(store.events())
    standings = {each.name.full_name: each.standing for each in linked(service, RUSSIAN).names}
    assert standings == {
        "Тимур Оспанов": Standing.MATCH,
        "Алматы": Standing.MATCH,
        "Анна Лаптева": Standing.NEW,
    }
    assert list(store.events()) == before


def test_a_name_that_several_bear_waits_for_review_with_its_candidates(store: SqliteStore) -> None:
    service = Service(store)
    for entity_id in ("e1", "e2"):
        service.record(Mention("Timur Ospanov"), entity_id)
    (name,) = linked(service, Article("Yesterday Timur Ospanov left.")).names
    assert name.standing is Standing.REVIEW
    assert {candidate.entity_id for candidate in name.candidates} == {"e1", "e2"}
