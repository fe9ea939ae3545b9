"""One word with everything the tables say about it."""

from __future__ import annotations

import pytest

from resolver.tokens import token


def test_a_damaged_word_has_the_readings_of_the_repaired_one() -> None:
    assert dict(token("Бoйкo").forms) == dict(token("Бойко").forms)


def test_case_changes_no_reading() -> None:
    assert dict(token("БОЙКО").forms) == dict(token("Бойко").forms)
    assert dict(token("SHcherbak").forms) == dict(token("Shcherbak").forms)


def test_a_greek_word_is_one_in_capitals_and_in_small_letters() -> None:
    assert token("ΠΑΠΑΔΟΠΟΥΛΟΣ").word == token("Παπαδοπουλος").word == "παπαδοπουλοσ"


def test_a_feminine_surname_leads_to_its_masculine_form() -> None:
    assert token("Орлова").bases & token("Орлов").forms.keys()
    assert token("Orlova").bases & token("Орлов").forms.keys()
    assert token("Koslowskaja").bases & token("Козловский").forms.keys()
    assert token("Титовá").bases or token("Titovová").bases


def test_a_full_name_in_cyrillic_is_no_pet_form_that_sounds_like_it() -> None:
    assert dict(token("Алия").groups) == {"aliya": "same"}
    assert token("Aliya").groups["alla"] == "diminutive"
    assert {*token("Аля").groups.values()} == {"diminutive"}


@pytest.mark.parametrize("surname", ["Орлов", "Shevchuk", "Пашинян", "Kim", "Церетели"])
def test_a_surname_that_is_not_feminine_has_no_masculine_form(surname: str) -> None:
    assert not token(surname).bases


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Александр", "m"), ("Oleksandra", "f"), ("Ivan", "m"), ("Юлия", "f"), ("Саша", "u")],
)
def test_a_given_name_tells_the_gender_where_it_can(name: str, gender: str) -> None:
    assert token(name).given_gender == gender


@pytest.mark.parametrize(
    ("initial", "sound"),
    [("Ю", "и"), ("Yu", "и"), ("J", "и"), ("Sch", "ш"), ("Zh", "ж"), ("Kh", "х"), ("S", "ш")],
)
def test_an_initial_stands_for_the_first_sounds_of_a_name(initial: str, sound: str) -> None:
    assert any(head.startswith(sound) for head in token(initial, initial=True).heads)


def test_a_full_word_is_no_initial() -> None:
    assert token("Юлия").heads == ()


def test_the_halves_of_a_double_surname_are_kept() -> None:
    assert token("Римский-Корсаков").parts == ("Римский", "Корсаков")
    assert token("Орлов").parts == ()


@pytest.mark.parametrize("word", ["鄧", "ʼ", "ь", "ъъ", "𝔄", "ß", "Ω", "٣"])
def test_any_word_makes_a_token(word: str) -> None:
    made = token(word)
    assert made.text == word
    assert made.best == next(iter(made.forms), "")
