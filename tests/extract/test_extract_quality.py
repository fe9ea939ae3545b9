"""How well names are found, measured on labelled texts; half of them were held back."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from resolver.errors import BadInput
from resolver.extract.article import Article
from resolver.extract.evaluate import entity_score, form_accuracy, mention_scores, parse
from resolver.extract.files import articles_of
from resolver.extract.ingest import Ingestion
from resolver.extract.recognize import extract
from resolver.mention import Kind
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

from .measure import end_to_end, labelled

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
HALVES = ("tuning", "held_back")
WANTED = {Kind.PERSON: (0.93, 0.90), Kind.PLACE: (0.90, 0.85), Kind.ORGANIZATION: (0.90, 0.85)}


@pytest.mark.parametrize("half", HALVES)
def test_names_are_found_and_little_else(half: str) -> None:
    pairs = [(each, extract(each.article)) for each in labelled(half)]
    assert len(pairs) >= 30
    for kind, score in mention_scores(pairs).items():
        precision, recall = WANTED[kind]
        assert score.wanted >= 30
        assert score.precision >= precision, kind
        assert score.recall >= recall, kind
    right, found = form_accuracy(pairs)
    assert right >= 0.95 * found


@pytest.mark.parametrize("half", HALVES)
def test_mentions_become_the_right_entities(half: str, tmp_path: Path) -> None:
    assert end_to_end(labelled(half), extract, tmp_path / "a.db")["all"].f1 >= 0.92


def test_fifty_articles_a_second_on_one_core() -> None:
    """Processor time of articles of 2,000 characters, the best of a few rounds."""
    texts = {
        language: "\n".join(
            each.article.text for each in labelled("tuning") if each.article.language == language
        )[:2000]
        for language in ("en", "ru", "uk")
    }
    articles = [Article(text, language=language) for language, text in texts.items()]
    best = float("inf")
    for _ in range(6):
        started = time.process_time()
        for article in articles:
            extract(article)
        best = min(best, time.process_time() - started)
    assert len(articles) / best >= 50


@pytest.mark.skipif(not SEEDS.exists(), reason="the seed articles are not beside the project")
def test_the_seed_articles_come_out_as_their_entities(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "a.db") as store:
        articles = [each for each in articles_of([str(SEEDS)]) if isinstance(each, Article)]
        list(Ingestion(store, Service(store)).ingest(articles))
        with store.reading() as reader:
            entities = list(reader.entities())
    names = {kind: {each.name for each in entities if each.kind is kind} for kind in Kind}
    people = names[Kind.PERSON]
    assert len([name for name in people if name.startswith("Mansur Movla")]) == 1
    assert len(people) == 5
    assert people > {"Murat Adam", "Ramzan Kadyrov", "Gulnara Bazhkenova", "Vafa Guliyeva"}
    assert names[Kind.PLACE] == {"Kazakhstan", "Kyrgyzstan", "Russia", "Chechnya", "Almaty"}
    bodies = {name.replace("’", "'") for name in names[Kind.ORGANIZATION]}
    assert bodies >= {"Adat", "1ADAT", "ASTRA", "ORDA.kz"}
    assert any("Prosecutor General's Office" in name and "Kazakh" in name for name in bodies)
    assert len(bodies) <= 7


def test_labels_are_read_out_of_a_text() -> None:
    (found,) = parse("# x en\nMayor [p.a Ann Lee] left [l.b Kyivv=Kyiv].\n")
    assert found.article.text == "Mayor Ann Lee left Kyivv."
    assert [(label.name, label.entity) for label in found.labels] == [
        ("Ann Lee", "p.a"),
        ("Kyiv", "l.b"),
    ]
    for label, words in zip(found.labels, ("Ann Lee", "Kyivv"), strict=True):
        assert found.article.text[label.start : label.end] == words


def test_a_file_without_a_heading_is_refused() -> None:
    with pytest.raises(BadInput, match="begins each text"):
        parse("no heading")


def test_what_is_missed_and_what_is_made_up_costs() -> None:
    wanted = [{"a": "1", "b": "1", "c": "2", "d": "2"}]
    assert entity_score(wanted, wanted).f1 == 1.0
    missed = entity_score(wanted, [{"a": "1", "b": "1", "c": "2"}])
    assert missed.precision == 1.0
    assert missed.recall == pytest.approx((1 + 1 + 0.5) / 4)
    made_up = entity_score(wanted, [{**wanted[0], "e": "3"}])
    assert made_up.precision == pytest.approx(0.8)
    assert made_up.recall == 1.0
    joined = entity_score(wanted, [dict.fromkeys("abcd", "1")])
    assert (joined.precision, joined.recall) == (0.5, 1.0)
