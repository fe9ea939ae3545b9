"""What the pages of the rules show."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.views_letters import letter_shown, standard_shown
from api.pages.views_rules import ROWS, TABLES, browser, rows_of
from resolver.errors import NotFound
from resolver.rules import table, table_names
from resolver.standards import standard, standards


def test_every_table_of_ours_says_what_it_decides() -> None:
    assert set(TABLES) == set(table_names())


def test_every_language_of_the_standards_has_a_name() -> None:
    assert {one.code for one in browser().languages if one.name == one.code} == set()
    assert browser().languages[0].name == "Russian"


def test_every_letter_offered_can_be_opened() -> None:
    for letter in (*browser().cyrillic, *browser().latin):
        assert letter_shown(letter).letter == letter


def test_a_cyrillic_letter_shows_how_each_standard_writes_it() -> None:
    shown = letter_shown("Ж")
    by = {one.rule.latin: {link.label for link in one.standards} for one in shown.written}
    assert "ICAO 9303" in by["zh"]
    assert "ISO 9:1995" in by["ž"]
    assert {one.grapheme for one in shown.spelled} >= {"zh", "ž", "rz"}


def test_a_latin_letter_shows_what_it_can_stand_for_and_where() -> None:
    shown = letter_shown("c")
    rows = {(one.grapheme, one.sounds) for one in shown.graphemes}
    assert {("ch", "ч"), ("ch", "х"), ("č", "ч")} <= rows
    before_i = next(one for one in shown.graphemes if "i" in one.after)
    assert " or " in before_i.after
    assert before_i.where == f"before {before_i.after}"


def test_the_edges_of_a_word_are_called_so() -> None:
    shown = letter_shown("ж")
    where = {one.rule.where for one in shown.beside}
    assert "at the end of the word" in where
    assert not any("before the end" in text for text in where)


@pytest.mark.parametrize("letter", ["", "ab", "1", "漢", "\ud800", "ß" * 2])
def test_a_letter_that_no_table_has_is_not_found(letter: str) -> None:
    with pytest.raises(NotFound):
        letter_shown(letter)


@settings(max_examples=100, deadline=None)
@given(st.characters(codec=None))
def test_any_letter_is_shown_or_not_found(letter: str) -> None:
    try:
        shown = letter_shown(letter)
    except NotFound:
        return
    assert shown.graphemes


def test_the_rules_of_a_standard_are_told_in_words() -> None:
    shown = standard_shown(standard("bgn-pcgn-1947"))
    rule = next(rule for rule in shown.rules if rule.source == "е")
    assert rule.latin == "ye"
    assert rule.before.startswith("a vowel")
    assert rule.before.endswith("or the start of the word")
    assert shown.letters[:3] == (("а", "a"), ("б", "b"), ("в", "v"))


def test_every_standard_can_be_shown() -> None:
    for item in standards():
        shown = standard_shown(item)
        assert len(shown.letters) == len(item.letters)
        assert len(shown.rules) == len(item.rules)


def test_pages_of_a_table_hold_every_row_once() -> None:
    found, after = [], 0
    while True:
        page = rows_of("readings_latin", after=after)
        found += [number for number, _ in page.rows]
        if page.after is None:
            break
        assert len(page.rows) == ROWS
        after = page.after
    assert found == list(range(1, len(table("readings_latin")) + 1))


def test_rows_are_found_by_any_cell_in_any_case() -> None:
    found = rows_of("given_names", "АЛЕКСАНДР")
    assert found.found < found.size
    assert all(any("александр" in c.casefold() for c in row.values()) for _, row in found.rows)
    assert rows_of("given_names", "no such row").rows == ()


def test_an_unknown_table_is_not_found() -> None:
    with pytest.raises(NotFound):
        rows_of("../secrets")
