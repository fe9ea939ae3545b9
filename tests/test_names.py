"""From a string to the parts of a name."""

from __future__ import annotations

import pytest

from resolver.errors import BadName
from resolver.mention import Kind
from resolver.names import MAX_WORDS, Name, Part, analyze


def part(name: Name, wanted: Part) -> str:
    return " ".join(
        tok.text for tok, found in zip(name.tokens, name.parts, strict=True) if found is wanted
    )


def parts(raw: str) -> tuple[str, str, str]:
    name = analyze(raw)
    return part(name, Part.GIVEN), part(name, Part.PATRONYMIC), part(name, Part.SURNAME)


@pytest.mark.parametrize(
    "raw",
    [
        "Сергей Викторович Щербаков",
        "Щербаков Сергей Викторович",
        "Щербаков, Сергей Викторович",
        "ЩЕРБАКОВ Сергей Викторович",
        "СергейВикторович Щербаков",
        "генерал Сергей Викторович Щербаков",
    ],
)
def test_the_parts_are_found_in_any_order(raw: str) -> None:
    given, patronymic, surname = parts(raw)
    assert (given, patronymic, surname.capitalize()) == ("Сергей", "Викторович", "Щербаков")


@pytest.mark.parametrize(
    ("raw", "given", "surname"),
    [
        ("Sergei Shcherbakov", "Sergei", "Shcherbakov"),
        ("Shcherbakov Sergei", "Sergei", "Shcherbakov"),
        ("SHCHERBAKOV Sergei", "Sergei", "SHCHERBAKOV"),
        ("Sergei SHEVCHUK", "Sergei", "SHEVCHUK"),
        ("Shevchuk, Oleksandr", "Oleksandr", "Shevchuk"),
        ("Shevchuk Oleksandr", "Oleksandr", "Shevchuk"),
        ("Petr Ivanov", "Petr", "Ivanov"),
        ("Ivan Petrov", "Ivan", "Petrov"),
        ("Щербаков Сергей", "Сергей", "Щербаков"),
    ],
)
def test_given_name_and_surname_are_told_apart(raw: str, given: str, surname: str) -> None:
    assert parts(raw) == (given, "", surname)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("С. В. Щербаков", ("С", "В", "Щербаков")),
        ("С.В.Щербаков", ("С", "В", "Щербаков")),
        ("Щербаков С.В.", ("С", "В", "Щербаков")),
        ("Shcherbakov, S. V.", ("S", "V", "Shcherbakov")),
        ("Yu. A. Zhukova", ("Yu", "A", "Zhukova")),
        ("Ш. Умаров", ("Ш", "", "Умаров")),
    ],
)
def test_initials_are_given_name_and_patronymic(raw: str, expected: tuple[str, str, str]) -> None:
    assert parts(raw) == expected
    name = analyze(raw)
    assert all(
        bool(tok.heads) == (found is not Part.SURNAME)
        for tok, found in zip(name.tokens, name.parts, strict=True)
    )


@pytest.mark.parametrize(
    ("raw", "patronymic"),
    [
        ("Абай Серік ұлы Ахметов", "Серікұлы"),
        ("Abai Serik uly Akhmetov", "Serikuly"),
        ("Рашад Али оглы Мамедов", "Алиоглы"),
    ],
)
def test_a_patronymic_written_apart_is_one_word(raw: str, patronymic: str) -> None:
    assert parts(raw)[1].replace(" ", "") == patronymic


def test_a_surname_in_ovich_after_a_patronymic_is_the_surname() -> None:
    assert parts("Ivan Petrovich Stefanovich") == ("Ivan", "Petrovich", "Stefanovich")
    assert parts("Sergei POPOVICH")[2] == "POPOVICH"


def test_titles_and_brackets_belong_to_no_part() -> None:
    assert parts("Dr. Sergei Shcherbakov") == ("Sergei", "", "Shcherbakov")
    assert parts("Мария Орлова (Белова)") == ("Мария", "", "Орлова")


def test_a_particle_stays_with_its_surname() -> None:
    assert parts("Anna von Berg") == ("Anna", "", "vonBerg")


@pytest.mark.parametrize(
    ("raw", "generation"),
    [("Ivan Petrov Jr.", "jr"), ("Ivan Petrov, Sr", "sr"), ("Ivan Petrov", "")],
)
def test_the_generation_is_kept_aside(raw: str, generation: str) -> None:
    name = analyze(raw)
    assert name.generation.strip(".") == generation
    assert part(name, Part.SURNAME) == "Petrov"


@pytest.mark.parametrize(
    ("raw", "gender"),
    [
        ("Сергей Щербаков", "m"),
        ("Юлия Жукова", "f"),
        ("Саша Викторовна Шевчук", "f"),
        ("Саша Викторович Шевчук", "m"),
        ("Щербаков", "u"),
    ],
)
def test_the_gender_is_what_patronymic_or_given_name_tell(raw: str, gender: str) -> None:
    assert analyze(raw).gender == gender


def test_a_lone_word_is_a_surname() -> None:
    assert parts("Щербаков") == ("", "", "Щербаков")


def test_a_name_made_of_titles_alone_keeps_its_words() -> None:
    assert analyze("Prince").tokens


def test_an_order_that_is_a_guess_is_said_to_be_one() -> None:
    assert not analyze("Kim Sergei").sure or not analyze("Sergei Kim").sure
    assert analyze("Щербаков, Сергей").sure


def test_places_and_organisations_have_no_personal_parts() -> None:
    for kind in (Kind.PLACE, Kind.ORGANIZATION):
        name = analyze("Ivan Petrovich Square", kind)
        assert set(name.parts) == {Part.SURNAME}
        assert name.gender == "u"


def test_a_name_of_too_many_words_is_refused() -> None:
    with pytest.raises(BadName) as refused:
        analyze("ab " * (MAX_WORDS + 1))
    assert refused.value.reason == "tokens"


def test_what_was_removed_is_reported() -> None:
    assert analyze("Олег\u200b Бойко").removed == ("U+200B",)
