"""Surnames that are near in letters and two all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import relation
from resolver.nearness import Code
from resolver.tokens import token
from resolver.two_surnames import is_made_from


def related(a: str, b: str) -> Code:
    found = relation.surnames(token(a), token(b)).code
    assert relation.surnames(token(b), token(a)).code is found
    return found


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Мельник", "Melnikov"),
        ("Симић", "Simović"),
        ("Дёмин", "Dyomkin"),
        ("Карпюк", "Karpiak"),
        ("Мартин", "Martínez"),
        ("Гусак", "Gusakov"),
        ("Крюков", "Крючков"),
        ("Тихоненкова", "Тихоненко"),
    ],
)
def test_what_one_surname_is_made_of_is_another(a: str, b: str) -> None:
    assert related(a, b) in {Code.TWO, Code.FAR}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Баринов", "Baranov"),
        ("Кузин", "Kuzmin"),
        ("Шакиров", "Shakurov"),
        ("Красовская", "Krasnovskaya"),
        ("Лапин", "Lyapin"),
        ("Тулина", "Tiulina"),
        ("Гуров", "Guryev"),
    ],
)
def test_a_letter_between_two_surnames_in_use_is_no_slip(a: str, b: str) -> None:
    assert related(a, b) is Code.TWO


def test_a_reading_that_one_convention_makes_gives_way_to_a_surname_in_use() -> None:
    assert related("Быков", "Bychkov") is Code.TWO
    assert related("Быкова", "Bychkova") is Code.TWO
    assert related("Бычков", "Bychkov") is Code.SAME
    assert related("Путин", "Poetin") is Code.SAME  # as the Dutch write him


def test_a_reading_of_two_conventions_gives_way_to_a_surname_in_use() -> None:
    assert related("Захаров", "Sakharov") is Code.TWO
    assert related("Захаров", "Sacharow") is Code.SAME  # a German s is з
    assert related("Жаров", "Sharov") is Code.TWO


def test_what_may_be_one_surname_in_two_languages_is_not_told_apart() -> None:
    assert related("Царёв", "Tsarov") is not Code.TWO
    assert related("Соловьёв", "Salauyou") is Code.AKANNE


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Олейник", "Олійник"),
        ("Раджабов", "Rajabov"),
        ("Ахмедова", "Ahmadova"),
        ("Щербаков", "Schtscherbakow"),
        ("Воробьёв", "Вераб'ёў"),
    ],
)
def test_one_surname_in_two_languages_stays_one(a: str, b: str) -> None:
    assert related(a, b) not in {Code.TWO, Code.FAR}


def test_what_is_heard_of_a_surname_in_use_does_not_make_it_another() -> None:
    assert related("Лапин", "Lapshin") is Code.TWO
    assert related("Савина", "Savinova") is Code.TWO


@pytest.mark.parametrize(
    ("a", "b"), [("Корсаков", "Корсако"), ("Parvanov", "Purvanov"), ("Krastev", "Krustev"),
                 ("Юсуфов", "Юсифов")]
)  # fmt: skip
def test_a_cut_letter_and_another_spelling_make_no_other_surname(a: str, b: str) -> None:
    assert related(a, b) not in {Code.TWO, Code.FAR}


def test_a_slip_in_a_surname_stays_near() -> None:
    assert related("Щербаков", "Shcherbakuv") is Code.NEAR
    assert related("Крамаренко", "Kramarencko") in {Code.NEAR, Code.SAME}


def test_czech_women_have_their_ending_after_any_name() -> None:
    assert not is_made_from(token("Данилевич"), token("Danilevičová"))


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ("Lukina-Basova", "Лукина-Балашова", Code.TWO),
        ("Тер-Саркисян", "Ter-Stepanyan", Code.TWO),
        ("Jong-un", "Chong-il", Code.PARTIAL),
        ("Петров-Водкин", "Petrov-Wodkin", Code.SAME),
        ("Римский-Корсаков", "Korsakov", Code.PARTIAL),
    ],
)
def test_two_double_surnames_are_what_their_other_halves_are(a: str, b: str, code: Code) -> None:
    assert related(a, b) is code


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_any_two_words_are_answered_for(a: str, b: str) -> None:
    assert is_made_from(token(a), token(b)) == is_made_from(token(b), token(a))


def test_of_a_word_that_is_read_oddly_a_surname_in_use_counts() -> None:
    assert related("Губин", "Schubin") is Code.TWO
    assert related("Шубин", "Schubin") is Code.SAME


def test_a_vowel_makes_two_of_languages_that_keep_their_vowels() -> None:
    assert related("Zorić", "Зарић") is Code.TWO
    assert related("Сазонов", "Сазанов") is Code.AKANNE


@pytest.mark.parametrize(
    ("a", "b"), [("Мишин", "Misjin"), ("Лунин", "Loenin"), ("Чурин", "Tjurin"), ("Жилин", "Shilin")]
)
def test_a_surname_as_a_standard_writes_it_is_not_told_apart(a: str, b: str) -> None:
    assert related(a, b) is related(b, a) is Code.NEAR
