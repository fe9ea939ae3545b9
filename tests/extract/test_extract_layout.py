"""Menus, dates and counters of a page are no part of its article."""

from __future__ import annotations

import pytest

from resolver.extract.article import Article
from resolver.extract.layout import article_lines, is_byline
from resolver.extract.recognize import extract
from resolver.extract.sentences import split

PAGE = """\
facebook
telegram
search
REGION
A+

Two hikers from Estonia were rescued near Karakol

30 January 2026 12:14

Guide Ulan Mambetov found them on Wednesday near the lake.
They were flown to Bishkek, and both of them are well.

By Aida Bekova

Views: 49
Follow us on Telegram
The most important news of Armenia, Georgia, Turkey and Iran
"""


def lines(text: str) -> list[str]:
    return [text[start:end] for start, end in article_lines(text)]


def test_only_the_article_and_its_byline_are_read() -> None:
    assert lines(PAGE) == [
        "Two hikers from Estonia were rescued near Karakol",
        "Guide Ulan Mambetov found them on Wednesday near the lake.",
        "They were flown to Bishkek, and both of them are well.",
        "By Aida Bekova",
    ]


def test_menus_dates_and_counters_yield_nothing() -> None:
    names = {name.name for name in extract(Article(PAGE)).names}
    assert names == {"Estonia", "Karakol", "Ulan Mambetov", "Bishkek", "Aida Bekova"}


def test_a_paragraph_broken_at_a_width_is_one() -> None:
    text = "The court in Almaty has decided that the lawyer Timur\nOspanov may leave the country."
    assert [name.name for name in extract(Article(text)).names] == ["Almaty", "Timur Ospanov"]


def test_a_text_without_any_sentence_is_taken_as_it_is() -> None:
    assert lines("Timur Ospanov\nAlmaty") == ["Timur Ospanov", "Almaty"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Anna Petrova", True),
        ("Автор: Анна Петрова", True),
        ("Текст: Олена Гриценко", True),
        ("by the way", False),
        ("By Monday the whole of the city was without any water at all", False),
    ],
)
def test_a_byline_names_an_author_and_no_more(line: str, expected: bool) -> None:
    assert is_byline(line) is expected


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("Mr. Ospanov left. He was tired.", "en", 2),
        ("It was A. P. Lapin. He left.", "en", 2),
        ("Он живёт в г. Алматы на ул. Абая. Там тихо.", "ru", 2),
        ("Сказав: «Час іти.» Усі пішли.", "uk", 2),
        ("В 2020 г. его задержали.", "ru", 1),
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str, language: str, count: int) -> None:
    sentences = [text[start:end] for start, end in split(text, language)]
    assert len(sentences) == count
    assert "".join("".join(sentences).split()) == "".join(text.split())
