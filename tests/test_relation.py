"""How two words relate when both play the same part."""

from __future__ import annotations

import pytest

from resolver import relation
from resolver.distance import FAR, distance
from resolver.relation import Code
from resolver.tokens import token


def surnames(a: str, b: str) -> Code:
    return relation.surnames(token(a), token(b)).code


def given(a: str, b: str) -> Code:
    return relation.given_names(token(a), token(b)).code


def patronymics(a: str, b: str) -> Code:
    return relation.patronymics(token(a), token(b)).code


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ("Щербаков", "Schtscherbakow", Code.SAME),
        ("Shcherbakov", "Chtcherbakov", Code.SAME),
        ("Орлова", "Orlowa", Code.SAME),
        ("Орлов", "Orlova", Code.GENDERED),
        ("Петров", "Perov", Code.TWO),
        ("Петров", "Petrqv", Code.NEAR),
        ("Петров", "Соколов", Code.FAR),
        ("Римский-Корсаков", "Korsakov", Code.PARTIAL),
    ],
)
def test_surnames_relate_by_reading_gender_half_or_letters(a: str, b: str, code: Code) -> None:
    assert surnames(a, b) is code
    assert surnames(b, a) is code


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ("Сергей", "Sergej", Code.SAME),
        ("Владимир", "Volodymyr", Code.COUNTERPART),
        ("Саша", "Александр", Code.DIMINUTIVE),
        ("Игорь", "Егор", Code.FAR),
        ("Мария", "Марина", Code.FAR),
        ("Сергей", "Андрей", Code.FAR),
    ],
)
def test_given_names_relate_by_reading_or_by_typed_equivalence(a: str, b: str, code: Code) -> None:
    assert given(a, b) is code
    assert given(b, a) is code


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ("Петрович", "Petrowitsch", Code.SAME),
        ("Николаевич", "Миколайович", Code.COUNTERPART),
        ("Серікұлы", "Серикович", Code.SAME),
        ("Петрович", "Павлович", Code.FAR),
        ("Петрович", "Петровна", Code.FAR),
    ],
)
def test_patronymics_relate_by_their_fathers_and_gender(a: str, b: str, code: Code) -> None:
    assert patronymics(a, b) is code
    assert patronymics(b, a) is code


@pytest.mark.parametrize(
    ("initial", "full", "fits"),
    [
        ("Ю", "Iuliia", True),
        ("J", "Юлия", True),
        ("Sch", "Шамиль", True),
        ("S", "Шамиль", True),
        ("A", "Борис", False),
        ("Н", "Владимир", False),
        ("O", "Елена", False),
        ("O", "Ульяна", True),
    ],
)
def test_an_initial_fits_or_contradicts(initial: str, full: str, fits: bool) -> None:
    found = relation.given_names(token(initial, initial=True), token(full)).code
    assert found is (Code.INITIAL if fits else Code.INITIAL_FAR)


@pytest.mark.parametrize(("one", "other", "fits"), [("Я", "J", True), ("Е", "O", False)])
def test_two_initials_fit_where_one_may_begin_the_other(one: str, other: str, fits: bool) -> None:
    found = relation.given_names(token(one, initial=True), token(other, initial=True)).code
    assert found is (Code.INITIAL if fits else Code.INITIAL_FAR)


def test_nearer_words_are_nearer() -> None:
    one = relation.surnames(token("Калашников"), token("Калашнеков"))
    two = relation.surnames(token("Калашников"), token("Малашнеков"))
    assert one.code is Code.NEAR
    assert one.distance < two.distance


def test_distance_is_zero_only_for_equal_readings() -> None:
    assert distance("петров", "петров") == 0.0
    assert 0.0 < distance("петров", "питров") < distance("петров", "подров")


def test_distance_is_symmetric_and_gives_up_early() -> None:
    assert distance("иванов", "иваноф") == distance("иваноф", "иванов")
    assert distance("иванов", "щербакович") == FAR


def test_letters_a_language_confuses_cost_less_than_others() -> None:
    assert distance("карова", "корова") < distance("карова", "тарова")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Matt", "Мэтт"),
        ("Hank", "Хэнк"),
        ("Pam", "Пэм"),
        ("Robert", "Боб"),
        ("Ted", "Эдвард"),
        ("Ицхак", "Jicchak"),
        ("Jack", "Джон"),
    ],
)
def test_short_forms_of_given_names_are_known_in_both_scripts(a: str, b: str) -> None:
    assert given(a, b) in {Code.SAME, Code.DIMINUTIVE, Code.TRANSCRIBED}


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ("Alla", "Алия", Code.FAR),
        ("Алла", "Алия", Code.FAR),
        ("Iegor", "Игорь", Code.FAR),
        ("Alla", "Алла", Code.SAME),
        ("Aliya", "Алия", Code.SAME),
        ("Janna", "Жанна", Code.SAME),
        ("Jana", "Яна", Code.SAME),
        ("Âna", "Яна", Code.SAME),
        ("Ala", "Аля", Code.SAME),
        ("Алла", "Аля", Code.DIMINUTIVE),
    ],
)
def test_two_full_names_are_no_one_name_by_a_reading_that_few_would_make(
    a: str, b: str, code: Code
) -> None:
    assert given(a, b) is code
    assert given(b, a) is code


def test_two_pet_names_of_one_full_name_stay_two() -> None:
    assert given("Bob", "Робби") is Code.FAR
    assert given("Meg", "Пегги") is Code.FAR


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("vonBerg", "Berg"),
        ("al-Karim", "el-Karim"),
        ("ad-Din", "al-Din"),
        ("фонБерг", "Berg"),
        ("deBrito", "Брито"),
    ],
)
def test_surnames_may_differ_by_a_particle(a: str, b: str) -> None:
    assert surnames(a, b) is Code.PARTICLE
    assert surnames(b, a) is Code.PARTICLE


@pytest.mark.parametrize(
    ("a", "b"), [("Vonberg", "Berg"), ("Alkarim", "Karim"), ("vonBerg", "Bergen")]
)
def test_what_only_looks_like_a_particle_is_none(a: str, b: str) -> None:
    assert surnames(a, b) is not Code.PARTICLE


@pytest.mark.parametrize(
    ("latvian", "original"), [("Bušs", "Bush"), ("Heils", "Hale"), ("Pols", "Paul")]
)
def test_latvian_writes_foreign_surnames_as_they_sound(latvian: str, original: str) -> None:
    assert surnames(latvian, original) in {Code.SAME, Code.TRANSCRIBED}


def test_a_look_of_gender_gives_way_to_a_rule_of_transcription() -> None:
    assert token("White").bases, "the test needs a word that looks like a woman's surname"
    assert surnames("White", "Уайт") is Code.TRANSCRIBED


def test_by_ear_a_letter_is_more_of_a_short_word() -> None:
    short = relation.surnames(token("Ono"), token("Ино"))
    assert short.distance > 0.7
