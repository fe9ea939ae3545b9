"""Cases of Russian and Ukrainian names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.inflection import AMBIGUOUS, case_bases, inflected
from resolver.rules import table


@pytest.mark.parametrize(
    "row", table("case_endings"), ids=lambda row: f"{row['language']}-{row['example']}"
)
def test_every_row_leads_its_example_back_to_the_nominative(row: dict[str, str]) -> None:
    found = [
        base
        for base in case_bases(row["example"])
        if base.nominative == row["expected"] and base.language == row["language"]
    ]
    assert any(set(row["case"].split()) <= set(base.cases) for base in found)
    assert row["source"]


@pytest.mark.parametrize(
    ("form", "nominative", "case"),
    [
        ("Мовлаеву", "Мовлаев", "dative"),
        ("Мовлаевым", "Мовлаев", "instrumental"),
        ("Мовлаеве", "Мовлаев", "prepositional"),
        ("Кадырову", "Кадыров", "dative"),
        ("Кадырову", "Кадырова", "accusative"),
        ("Бажкеновой", "Бажкенова", "genitive/dative/instrumental/prepositional"),
        ("Бажкенову", "Бажкенова", "accusative"),
        ("Зеленского", "Зеленский", "genitive/accusative"),
        ("Зеленскому", "Зеленский", "dative"),
        ("Зеленським", "Зеленський", "instrumental"),
        ("Зеленську", "Зеленська", "accusative"),
        ("Навального", "Навальный", "genitive/accusative"),
        ("Лукашенка", "Лукашенко", "genitive/accusative"),
        ("Ивановича", "Иванович", "genitive/accusative"),
        ("Ивановичу", "Иванович", "dative"),
        ("Ивановной", "Ивановна", "instrumental"),
        ("Сергійовичем", "Сергійович", "instrumental"),
        ("Рамзана", "Рамзан", "genitive/accusative"),
        ("Рамзану", "Рамзан", "dative"),
        ("Мансуром", "Мансур", "instrumental"),
        ("Володимирові", "Володимир", "dative/locative"),
        ("Юрия", "Юрий", "genitive/accusative"),
        ("Марии", "Мария", "genitive/dative/prepositional"),
        ("Петра", "Пётр", "genitive/accusative"),
        ("ХРУЩЕВУ", "Хрущёв", "dative"),
    ],
)
def test_an_oblique_case_is_named_whichever_word_comes_first(
    form: str, nominative: str, case: str
) -> None:
    assert inflected(form, nominative) == inflected(nominative, form) == case


@pytest.mark.parametrize(
    ("form", "nominative"),
    [
        ("Кадырова", "Кадыров"),
        ("Мовлаева", "Мовлаев"),
        ("Путина", "Путин"),
        ("Александра", "Александр"),
        ("Валентина", "Валентин"),
        ("Толстой", "Толстая"),
    ],
)
def test_a_form_that_is_also_a_nominative_is_ambiguous(form: str, nominative: str) -> None:
    assert inflected(form, nominative) == AMBIGUOUS


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Мовлаев", "Мовлаев"),
        ("Хрущев", "Хрущёв"),
        ("Иванова", "Петров"),
        ("Иваненко", "Иванов"),
        ("Кадыровой", "Кадыров"),
        ("Романов", "Роман"),
        ("Ли", "Лия"),
        ("Ivanovu", "Ivanov"),
        ("", "а"),
    ],
)
def test_other_words_are_no_cases_of_one_another(a: str, b: str) -> None:
    assert inflected(a, b) is None


def test_the_bases_keep_the_capitals_of_the_word() -> None:
    assert case_bases("МОВЛАЕВЫМ")[0].nominative == "МОВЛАЕВ"
    assert case_bases("Мовлаевым")[0].nominative == "Мовлаев"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_strings_have_an_answer_that_does_not_depend_on_their_order(a: str, b: str) -> None:
    assert inflected(a, b) == inflected(b, a)
    assert all(base.cases for base in case_bases(a))
