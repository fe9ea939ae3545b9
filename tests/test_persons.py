"""The evidence about two personal names."""

from __future__ import annotations

import pytest

from resolver.compare import Verdict, judge
from resolver.names import Part, analyze
from resolver.persons import judge_persons

MATCH = 2.2  # log-odds of the threshold


def codes(a: str, b: str) -> set[str]:
    return {item.code for item in judge_persons(analyze(a), analyze(b))}


def total(a: str, b: str) -> float:
    return sum(item.weight for item in judge_persons(analyze(a), analyze(b)))


def test_what_both_sides_have_speaks_part_by_part() -> None:
    found = codes("Сергей Викторович Щербаков", "Sergej Wiktorowitsch Schtscherbakow")
    assert {"given.same", "patronymic.same", "surname.same"} <= found


def test_a_missing_patronymic_is_missing_and_another_one_contradicts() -> None:
    name = "Иван Петрович Сидоров"
    dropped, other = total(name, "Иван Сидоров"), total(name, "Иван Павлович Сидоров")
    assert "patronymic.missing" in codes(name, "Иван Сидоров")
    assert "patronymic.far" in codes(name, "Иван Павлович Сидоров")
    assert other < dropped < total(name, name)


def test_a_contradiction_outweighs_resemblance_elsewhere() -> None:
    same = total("Ivan Petrovich Sidorov", "Иван Петрович Сидоров")
    son = total("Ivan Petrovich Sidorov", "Пётр Иванович Сидоров")
    assert son < 0 < same


def test_words_that_change_places_are_told_from_words_in_a_guessed_order() -> None:
    assert total("Kim Sergei", "Sergei Kim") > 0
    assert total("Petr Ivanov", "Ivan Petrov") < 0


def test_genders_that_differ_contradict() -> None:
    assert "gender" in codes("Александр Петренко", "Александра Петренко")
    assert total("Александр Петренко", "Александра Петренко") < 0


def test_a_feminine_surname_contradicts_a_man() -> None:
    man_and_woman = codes("Andrei Kuznetsov", "Anna Kuznetsova")
    assert "surname.gendered_contradicted" in man_and_woman


@pytest.mark.parametrize(("a", "b"), [("Jr.", "Sr."), ("мл.", "ст.")])
def test_junior_and_senior_contradict(a: str, b: str) -> None:
    assert "generation.far" in codes(f"Ivan Petrov {a}", f"Ivan Petrov {b}")
    assert total(f"Ivan Petrov {a}", f"Ivan Petrov {b}") < total("Ivan Petrov", "Ivan Petrov")


def test_two_words_here_and_one_there_are_joined() -> None:
    found = codes("Касым-Жомарт Токаев", "Kassym Jomart Tokayev")
    assert "joined" in found
    assert total("Касым-Жомарт Токаев", "Kassym Jomart Tokayev") > 0


def test_a_fitting_initial_says_less_than_the_name() -> None:
    full = total("Сергей Щербаков", "Sergei Shcherbakov")
    initial = total("С. Щербаков", "Sergei Shcherbakov")
    wrong = total("А. Щербаков", "Sergei Shcherbakov")
    assert wrong < 0 < full
    assert wrong < initial < full


def test_a_lone_surname_says_less_than_a_full_name() -> None:
    assert total("Щербаков", "Сергей Щербаков") < total("Сергей Щербаков", "Сергей Щербаков")


def test_belarusian_letters_are_the_same_name() -> None:
    assert total("Uladzimir Vasileuski", "Владимир Василевский") > 0
    assert total("Dzmitry Kazlou", "Дмитрий Козлов") > 0


def test_a_letter_for_letter_repeat_says_most() -> None:
    name = "Сергей Щербаков"
    assert total(name, name) > total(name, "Sergei Shcherbakov")
    assert "spelling" in codes(name, name)


def test_the_first_of_two_spanish_surnames_may_stand_alone() -> None:
    assert "second_surname" in codes("Pedro Ibáñez Quintero", "Pedro Ibáñez")
    assert total("Pedro Ibáñez Quintero", "Pedro Ibáñez") > MATCH
    assert total("Pedro Ibáñez Quintero", "Педро Ибаньес") > MATCH


def test_a_middle_name_is_no_surname_outside_spanish_usage() -> None:
    assert total("John Quincy Bradley", "John Quincy") < MATCH
    assert total("Иван Петров Стоянов", "Иван Петров") < MATCH


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Kim Yong-ho", "Ким Ён Хо"),
        ("Jean-Claude Gautier", "Жан Клод Готье"),
        ("Anna Fenwick-Hale", "Anna Fenwick Hale"),
    ],
)
def test_the_halves_of_a_double_word_join_before_one_of_them_matches(one: str, two: str) -> None:
    assert "joined" in codes(one, two)
    assert not codes(one, two) & {"surname.partial", "given.extra", "surname.extra"}


def test_a_given_name_that_no_table_knows_is_of_one_gender() -> None:
    assert "surname.gendered_given" in codes("Tovisi Çobaneková", "Tovisi Çobanek")
    assert "surname.gendered_unknown" in codes("Saša Çobaneková", "Saša Çobanek")


@pytest.mark.parametrize("name", ["И. Сергей Викторович", "А. Б.", "Сергей В."])
def test_a_name_whose_surname_is_an_initial_is_itself(name: str) -> None:
    assert judge(analyze(name), analyze(name)).verdict is Verdict.MATCH


@pytest.mark.parametrize(
    ("inflected", "name"),
    [
        ("Пестрякову Андрею Ильичу", "Пестряков Андрей Ильич"),
        ("Скороходовой Нины Титовны", "Скороходова Нина Титовна"),
        ("Крутовым Глебом Саввичем", "Крутов Глеб Саввич"),
        ("Коваленкові Тарасу Сергійовичу", "Коваленко Тарас Сергійович"),
        ("Виктора Загорского", "Виктор Загорский"),
        ("Ольге Мещеряковой", "Ольга Мещерякова"),
        ("Роману Вавиловичу", "Роман Вавилович"),
        ("Вавиловичу Роману", "Роман Вавилович"),
        ("Ивану Бабичу", "Бабич Иван"),  # a surname in -ич whose stem is nobody's father
    ],
)
def test_a_name_in_another_case_is_one_in_any_order(inflected: str, name: str) -> None:
    assert judge(analyze(inflected), analyze(name)).verdict is Verdict.MATCH


@pytest.mark.parametrize(
    ("one", "other"),
    [("Александра Попова", "Александр Попов"), ("Виктория Загорская", "Виктор Загорский")],
)
def test_a_woman_is_no_man_in_another_case(one: str, other: str) -> None:
    assert judge(analyze(one), analyze(other)).verdict is Verdict.DIFFERENT


def test_a_woman_read_in_the_other_order_is_no_man() -> None:
    assert "gender" not in codes("Цярэшка Ганна", "Терешко Анна")
    assert "gender" in codes("Терешко Иван", "Терешко Анна")


def test_two_surnames_of_the_tables_are_two_by_a_vowel() -> None:
    assert judge(analyze("Егор Колесов"), analyze("Egor Kolosov")).verdict is Verdict.DIFFERENT
    assert judge(analyze("Егор Колесов"), analyze("Egor Kolesow")).verdict is Verdict.MATCH


@pytest.mark.parametrize("name", ["Milica Petrova", "Jessica Smith", "Иван Верховный"])
def test_neither_given_names_nor_adjectives_are_patronymics_in_another_case(name: str) -> None:
    assert Part.PATRONYMIC not in analyze(name).parts
    assert all(tok.patronymic is None for tok in analyze(name).tokens)


def test_a_patronymic_in_the_middle_says_which_word_is_the_given_name() -> None:
    assert judge(analyze("Тарас Романович Богдан"), analyze("Bohdan Romanovych Taras")).verdict == (
        Verdict.DIFFERENT
    )
    assert judge(analyze("Богдан Тарас Романович"), analyze("Taras Romanovych Bohdan")).verdict == (
        Verdict.MATCH
    )
