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
        ("Петров", "Perov", Code.NEAR),
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
    ],
)
def test_an_initial_fits_or_contradicts(initial: str, full: str, fits: bool) -> None:
    found = relation.given_names(token(initial, initial=True), token(full)).code
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
