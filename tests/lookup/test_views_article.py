"""What the page of an article shows."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.views_article import SAYS, ArticleShown, Piece, article_shown
from resolver.extract.article import Article, Extraction
from resolver.extract.linked import LinkedArticle, LinkedName, Standing, linked
from resolver.extract.recognize import extract
from resolver.mention import Mention
from resolver.service import Service

TEXT = "😀 Адвокат встретился с Тимуром Оспановым в Алматы. Оспанов молчал."


def shown_of(service: Service, text: str) -> ArticleShown:
    return article_shown(linked(service, Article(text)))


def marks(shown: ArticleShown) -> list[str]:
    return [piece.text for piece in shown.pieces if piece.group is not None]


def test_names_are_marked_where_they_stand(service: Service) -> None:
    shown = shown_of(service, TEXT)
    assert marks(shown) == ["Тимуром Оспановым", "Алматы", "Оспанов"]
    assert "".join(piece.text for piece in shown.pieces) == TEXT
    assert shown.language == "Russian"


def test_one_person_is_listed_once_however_often_named(service: Service) -> None:
    person, place = shown_of(service, TEXT).named
    assert (person.name, person.times, person.standing) == ("Тимур Оспанов", 2, Standing.NEW)
    assert person.forms == ("Тимуром Оспановым", "Оспанов")
    assert place.times == 1


def test_names_in_doubt_come_with_candidates(service: Service) -> None:
    for entity in ("e1", "e2"):
        service.record(Mention("Timur Ospanov"), entity)
    shown = shown_of(service, TEXT)
    assert shown.named[0].standing is Standing.REVIEW
    assert {one.entity_id for one in shown.named[0].candidates} == {"e1", "e2"}
    assert shown.counts[Standing.REVIEW] == 1


def test_lines_and_spaces_are_shown_as_such() -> None:
    piece = Piece("один\r\nдва\u00a0три\tчетыре\u2028пять")
    assert piece.lines == ["один", "два три четыре", "пять"]


def test_every_standing_has_words() -> None:
    assert set(SAYS) == set(Standing)


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.characters(codec=None), max_size=60)
    | st.lists(
        st.sampled_from(
            ["Timur Ospanov", "Оспанов", "в Алматы", "\u202e", "😀", "\n", "<b>", ". "]
        ),
        max_size=12,
    ).map(" ".join)
)
def test_the_pieces_of_any_text_add_up_to_it(text: str) -> None:
    found = extract(Article(text))
    names = tuple(LinkedName(name, Standing.NEW) for name in found.names)
    shown = article_shown(LinkedArticle(found, names))
    assert "".join(piece.text for piece in shown.pieces) == text
    assert marks(shown) == [name.text for name in found.names]
    assert sum(one.times for one in shown.named) == len(names)


def test_an_article_without_names_is_one_piece() -> None:
    shown = article_shown(LinkedArticle(Extraction(Article("nothing here"), "en"), ()))
    assert [piece.group for piece in shown.pieces] == [None]
    assert shown.named == ()
