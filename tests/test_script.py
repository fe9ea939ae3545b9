"""Scripts, and the repair of letters that only look as if they belonged to a word."""

from __future__ import annotations

import pytest

from resolver.script import mend, repair, script_of, without_digits


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("Бойко", "cyrillic"),
        ("Бoйко", "cyrillic"),
        ("Әсел", "cyrillic"),
        ("Boyko", "latin"),
        ("Çehov", "latin"),
        ("鄧小平", "other"),
        ("123", "other"),
        ("", "other"),
    ],
)
def test_the_script_of_a_word_is_that_of_most_of_its_letters(word: str, script: str) -> None:
    assert script_of(word) == script


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("Бoйкo", "Бойко"),
        ("Васiльевiч", "Васільевіч"),
        ("Алеĸсандр", "Александр"),
        ("Щеглóв", "Щеглов"),
        ("Sаvchuk", "Savchuk"),
        ("ROMASHКІN", "ROMASHKIN"),
    ],
)
def test_a_word_is_repaired_towards_its_unmistakable_letters(damaged: str, repaired: str) -> None:
    assert repair(damaged) == repaired


@pytest.mark.parametrize("word", ["Бойко", "Boyko", "Сосо", "Coco", "Вучић", "Đoković", "鄧"])
def test_a_word_without_damage_is_left_alone(word: str) -> None:
    assert repair(word) == word


@pytest.mark.parametrize(
    "typed",
    [
        *("ГӀайрбеков", "Гӏайрбеков", "ГIайрбеков", "гIайрбеков", "Г1айрбеков", "Г|айрбеков"),
        *("Гlайрбеков", "Гiайрбеков", "ГIАЙРБЕКОВ", "ГlАЙРБЕКОВ", "ГIaйрбеков"),
    ],
)
def test_every_way_to_type_a_palochka_is_one(typed: str) -> None:
    assert repair(typed).lower() == "гӏайрбеков"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Сергiєнко", "Сергієнко"),
        ("Пiотр", "Піотр"),
        ("Гiацiнт", "Гіацінт"),
        ("Мацiас", "Маціас"),
        ("ГIРНИЙ", "ГІРНИЙ"),
        ("Кiяшко", "Кіяшко"),
    ],
)
def test_a_latin_i_that_is_no_palochka_is_the_letter_і(typed: str, meant: str) -> None:
    assert repair(typed) == meant


def test_a_word_that_could_be_of_either_script_follows_the_rest_of_the_name() -> None:
    assert mend("Артыш CАТ") == "Артыш САТ"
    assert mend("Milan CАТ") == "Milan CAT"


def test_repair_changes_nothing_the_second_time() -> None:
    for word in ("Бoйкo", "ROMASHКІN", "Г1айрбеков", "CАТ", "alб"):
        assert repair(repair(word)) == repair(word)


@pytest.mark.parametrize(
    ("printed", "repaired"),
    [
        ("Михайл0вич", "Михайлович"),
        ("ПЕТР0В", "ПЕТРОВ"),
        ("3ахаров", "Захаров"),
        ("6ЕЛОВ", "БЕЛОВ"),
    ],
)
def test_a_letter_for_a_digit_is_as_large_as_those_beside_it(printed: str, repaired: str) -> None:
    assert repair(printed) == repaired


@pytest.mark.parametrize(
    ("printed", "repaired"),
    [
        ("Guln0ra Ka2arian", "Gulnora Kazarian"),
        ("1VAN0VA", "IVANOVA"),
        ("Иваноз8ов", "Иванозвов"),
        ("4УМАК0В", "ЧУМАКОВ"),
        ("Henry 8, Ivan 2nd, Petrov12", "Henry 8, Ivan 2nd, Petrov12"),
    ],
)
def test_digits_inside_words_were_letters_and_others_count(printed: str, repaired: str) -> None:
    assert without_digits(printed) == repaired
