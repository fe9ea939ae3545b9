"""Kept libraries beside our own rules: installed for the tests by the extra `test`."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec

import pytest

from resolver.errors import BadInput
from resolver.extract import extras
from resolver.extract.article import Article
from resolver.extract.evaluate import form_accuracy, mention_scores
from resolver.extract.markup import page_of
from resolver.extract.morphology import Morphology
from resolver.extract.recognize import extract
from resolver.extract.sentences import split
from resolver.mention import Kind
from resolver.names import Part

from .measure import labelled


@pytest.fixture(scope="module")
def morphology() -> Morphology:
    found = extras.morphology()
    assert found is not None, "pymorphy3 is part of the extra `test`"
    return found


@pytest.mark.parametrize(
    ("word", "part", "language", "nominative"),
    [
        ("Кузнецову", Part.SURNAME, "ru", "Кузнецов"),
        ("Ольгой", Part.GIVEN, "ru", "Ольга"),
        ("Петровичем", Part.PATRONYMIC, "ru", "Петрович"),
        ("Сергієві", Part.GIVEN, "uk", "Сергій"),
    ],
)
def test_a_dictionary_knows_names_in_every_case(
    morphology: Morphology, word: str, part: Part, language: str, nominative: str
) -> None:
    assert nominative in {form.nominative for form in morphology.forms(word, part, language)}


def test_a_dictionary_tells_common_nouns_from_names(morphology: Morphology) -> None:
    assert morphology.is_common("Пчеловод", "ru")
    assert not morphology.is_common("Иванов", "ru")
    assert not morphology.is_common("Хъыбыр", "ru")


def test_a_common_noun_before_a_surname_is_no_given_name(morphology: Morphology) -> None:
    article = Article("Встреча Рустамова прошла спокойно.")
    people = [n.name for n in extract(article, morphology=morphology).names]
    assert people == ["Рустамов"]


def test_the_extras_do_not_lose_what_our_own_rules_find(morphology: Morphology) -> None:
    better = partial(extract, splitter=extras.splitter(), morphology=morphology)
    pairs = [(each, better(each.article)) for each in labelled("tuning")]
    assert all(score.f1 >= 0.95 for score in mention_scores(pairs).values())
    right, found = form_accuracy(pairs)
    assert right >= 0.98 * found


def test_razdel_splits_what_it_knows_and_our_own_rules_the_rest() -> None:
    splitter = extras.splitter()
    assert splitter is not split
    assert list(splitter("Он живёт в г. Алматы. Там тихо.", "ru")) == [(0, 21), (22, 31)]
    assert list(splitter("Mr. Ospanov left. He ran.", "en")) == [(0, 17), (18, 25)]


PAGE = (
    "<html><body><div><a>Home</a> <a>Sport</a></div><div><h1>A lawyer is awaited</h1>"
    + "<p>Lawyer Timur Ospanov left the court in Almaty on Monday, and nobody followed him.</p>" * 4
    + "</div><div>Copyright Ivan Footer</div></body></html>"
)


def test_trafilatura_finds_the_article_of_a_page_without_any_marks() -> None:
    text = page_of(PAGE, "trafilatura").text
    assert "Ospanov" in text
    assert "Footer" not in text


def test_a_page_in_which_trafilatura_finds_nothing_is_read_all_the_same() -> None:
    assert "Ospanov" in page_of("<p>Ospanov left.</p>").text


def test_an_extra_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    with pytest.raises(BadInput, match="articles-ner"):
        extras.slovnet_recognizer()


def test_slovnet_adds_what_our_own_rules_do_not_know() -> None:
    if find_spec("natasha") is None or find_spec("slovnet") is None:
        pytest.skip("the extra articles-ner is not installed")
    recognizer = extras.slovnet_recognizer()
    article = Article("Он родился недалеко от Гойты.")
    assert extract(article).names == ()
    (name,) = extract(article, recognizer=recognizer).names
    assert (name.kind, name.text) == (Kind.PLACE, "Гойты")
