"""The standards behind a spelling, in short names."""

from __future__ import annotations

import pytest

from resolver import attribution
from resolver.attribution import (
    conventions_of,
    listed,
    shared_original,
    spelled_by,
)
from resolver.graphemes import conventions
from resolver.standards import standards


def test_every_standard_has_a_short_name_of_its_own() -> None:
    names = [item.short for item in standards()]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 32 for name in names)
    assert not [name for name in names if "," in name or " and " in name.replace(" and D", "")]


def test_every_convention_has_a_title() -> None:
    assert set(conventions()) <= set(attribution._TITLES)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and 1 more"),
    ],
)
def test_at_most_three_names_are_listed(names: list[str], text: str) -> None:
    assert listed(names) == text


@pytest.mark.parametrize(
    ("original", "latin", "first"),
    [
        ("Мовлаев", "Movlaev", "icao-9303"),
        ("МОВЛАЕВ", "Movlaev", "icao-9303"),
        ("Мовлаев", "Mowlajew", "press-pl"),
        ("Зеленський", "Zelenskyi", "kmu-55-2010"),
        ("Янукович", "Yanukovych", "kmu-55-2010"),
        ("Вучић", "Vučić", "sr-gaj"),
    ],
)
def test_the_standards_of_a_spelling_are_found(original: str, latin: str, first: str) -> None:
    found = spelled_by(original, latin)
    assert found is not None
    assert found.rules()[0] == first
    assert found.exact


def test_a_kind_of_a_named_standard_is_not_named_again() -> None:
    found = spelled_by("Щербаков", "Schtscherbakow")
    assert found is not None
    assert {"press-de", "press-de-gdr"} <= {item.id for item in found.standards}
    assert found.words() == "German press"
    assert found.rules() == ("press-de",)


def test_lost_marks_are_told() -> None:
    found = spelled_by("Вучић", "Vucič")
    assert found is not None
    assert not found.exact
    assert found.words().endswith(", without marks")


def test_a_standard_of_a_language_that_the_word_is_not_of_does_not_count() -> None:
    assert spelled_by("Галина", "Halina") is None  # Belarusian, which has no и
    assert spelled_by("Сергей", "Siarhei") is None


def test_the_original_of_two_spellings_reads_as_both_do() -> None:
    found = shared_original("KISELEV", "Kiselyov", "киселев")
    assert found is not None
    assert found.original == "КИСЕЛЁВ"
    assert "icao-9303" in found.a.rules()


def test_spellings_that_no_standards_share_have_no_original() -> None:
    assert shared_original("Dietrich", "Ditrikh", "дитрих") is None


def test_conventions_are_named_only_where_few_share_a_reading() -> None:
    assert conventions_of("Mowlajew", "мовлаев") == ("German", "Polish")
    assert conventions_of("Movlaev", "мовлаев") == ()
    assert conventions_of("Мовлаев", "мовлаев") == ()
