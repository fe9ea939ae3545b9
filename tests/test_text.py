"""Text hygiene: what is refused and why, what is taken out, what is left."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import text
from resolver.errors import BadName
from resolver.text import MAX_CODE_POINTS, MAX_MARKS_IN_A_ROW, clean, cleaned


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("...", "empty"),
        ("\u200b", "empty"),
        ("a" * (MAX_CODE_POINTS + 1), "too_long"),
        ("Ива\0н", "nul"),
        ("Ива\ud800н", "surrogate"),
        ("е" + "\u0301" * (MAX_MARKS_IN_A_ROW + 1), "marks"),
    ],
)
def test_an_unusable_name_is_refused_with_its_reason(raw: str, reason: str) -> None:
    with pytest.raises(BadName) as refused:
        clean(raw)
    assert refused.value.reason == reason


def test_a_refusal_never_repeats_the_name() -> None:
    secret = "Тайный" * 100
    with pytest.raises(BadName) as refused:
        clean(secret)
    assert "Тайный" not in str(refused.value)


def test_the_longest_name_and_the_longest_run_of_marks_are_accepted() -> None:
    assert clean("я" * MAX_CODE_POINTS).text == "я" * MAX_CODE_POINTS
    assert clean("b" + "\u0325" * MAX_MARKS_IN_A_ROW).text


def test_a_name_that_grows_past_the_cap_when_written_out_is_refused() -> None:
    with pytest.raises(BadName) as refused:
        clean("\ufdfa" * MAX_CODE_POINTS)
    assert refused.value.reason == "too_long"


@pytest.mark.parametrize(
    "invisible", ["\u200b", "\u200d", "\u200e", "\u202e", "\u2066", "\u00ad", "\ufeff", "\x07"]
)
def test_invisible_characters_are_taken_out_and_reported(invisible: str) -> None:
    cleaned = clean(f"Олег {invisible}Бойко{invisible}")
    assert cleaned.text == "Олег Бойко"
    assert cleaned.removed == (f"U+{ord(invisible):04X}",) * 2


def test_spaces_of_any_kind_become_single_plain_ones() -> None:
    assert clean("\t Олег\u00a0\u2003Бойко \n").text == "Олег Бойко"


def test_composed_and_decomposed_letters_become_one() -> None:
    composed = "Йовић Ščerbak"
    assert clean(unicodedata.normalize("NFD", composed)) == clean(composed)


def test_a_plain_name_is_left_as_it_is() -> None:
    for name in ("Oleg Boyko", "Олег Бойко", "О'Нил-Берг, Ян И."):
        assert clean(name).text == name
        assert clean(name).removed == ()


def test_every_letter_that_is_taken_as_it_is_is_one_that_normalising_leaves_alone() -> None:
    taken = [chr(code) for code in range(0x3000) if text._PLAIN.fullmatch(chr(code))]
    assert len(taken) > 500
    for char in taken:
        assert unicodedata.normalize("NFKC", char) == char
        assert unicodedata.combining(char) == 0
        assert unicodedata.category(char)[0] in "LP"


@given(st.lists(st.text(max_size=6) | st.just("  Мов\u200bлаев") | st.just("-"), max_size=5))
def test_many_names_are_cleaned_as_each_of_them(raws: list[str]) -> None:
    def one_by_one(raw: str) -> str | None:
        try:
            return clean(raw).text
        except BadName:
            return None

    assert cleaned(raws) == [one_by_one(raw) for raw in raws]
