"""A Mongolian father's name stands in the genitive or not, and is one name."""

from __future__ import annotations

import pytest

from resolver.compare import Verdict, judge
from resolver.genitives import father_of
from resolver.names import analyze


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Доржийн Баярмаа", "Dorj Bayarmaa"),
        ("Доржийн Баярмаа", "Дорж Баярмаа"),
        ("Dorjiin Bayarmaa", "Дорж Баярмаа"),
        ("Батын Оюун", "Bat Oyuun"),
        ("Sükhbatyn Oyuun", "Сүхбат Оюун"),
        ("Галдангийн Оюун", "Galdan Oyuun"),
    ],
)
def test_a_father_in_the_genitive_and_in_the_nominative_are_one(a: str, b: str) -> None:
    assert judge(analyze(a), analyze(b)).verdict is Verdict.MATCH
    assert judge(analyze(b), analyze(a)).score == judge(analyze(a), analyze(b)).score


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Доржийн Баярмаа", "Болд Баярмаа"),
        ("Доржийн Баярмаа", "Доржийн Оюун"),
        ("Иван Птицын", "Иван Птица"),
        ("Иван Солдатын", "Иван Солдатенко"),
        ("Marilyn Bell", "Marila Bell"),
        ("Robyn Bell", "Rob Bell"),
    ],
)
def test_other_words_that_end_alike_stay_what_they_are(a: str, b: str) -> None:
    found = judge(analyze(a), analyze(b))
    assert not any(item.code.endswith("inflected") for item in found.items)
    assert found.verdict is not Verdict.MATCH


@pytest.mark.parametrize("word", ["", "ын", "ийн", "yn", "иванов", "evelyn", "мартын", "стийн"])
def test_words_without_a_stem_or_that_are_given_names_have_no_father(word: str) -> None:
    assert father_of(word) == ""
