"""Whole names in another grammatical case are read in the nominative."""

from __future__ import annotations

import pytest

from resolver.compare import Verdict, compare
from resolver.names import analyze
from resolver.rules import table


def words(name: str) -> str:
    return " ".join(tok.text for tok in analyze(name).tokens)


@pytest.mark.parametrize(
    ("name", "nominative", "case"),
    [
        ("Ивана Кузьмича Сухорукова", "Иван Кузьмич Сухоруков", "genitive"),
        ("Ивану Кузьмичу Сухорукову", "Иван Кузьмич Сухоруков", "dative"),
        ("Сухоруковым Иваном Кузьмичом", "Сухоруков Иван Кузьмич", "instrumental"),
        ("Анны Петровны Сидоровой", "Анна Петровна Сидорова", "genitive"),
        ("Никиты Лукича Мудрова", "Никита Лукич Мудров", "genitive"),
        ("Софьи Андреевны Толстой", "Софья Андреевна Толстая", "genitive"),
        ("Тараса Григоровича Шевченка", "Тарас Григорович Шевченко", "genitive"),
        ("Олені Петрівні Кравець", "Олена Петрівна Кравець", "dative"),
        ("Гиви Шотаевича Джиоева", "Гиви Шотаевич Джиоев", "genitive"),
        ("Лосева-Лугового Дмитрия Наркисовича", "Лосев-Луговой Дмитрий Наркисович", "genitive"),
        ("Айшат Кадыровой", "Айшат Кадырова", "genitive"),
        ("Олександрі Бондаренко", "Олександра Бондаренко", "dative"),
        ("Василині Кравець", "Василина Кравець", "dative"),
        ("Виктора Загорского", "Виктор Загорский", "genitive"),
        ("Ольге Мещеряковой", "Ольга Мещерякова", "dative"),
        ("Андрія Бондаренка", "Андрій Бондаренко", "genitive"),
        ("Льва Шестакова", "Лев Шестаков", "genitive"),
        ("Кононовой Маргариты", "Кононова Маргарита", "genitive"),
        ("Игоря Черных", "Игорь Черных", "genitive"),
        ("Дмитра Гаврищука", "Дмитро Гаврищук", "genitive"),
    ],
)  # fmt: skip
def test_a_name_in_another_case_has_its_words_in_the_nominative(
    name: str, nominative: str, case: str
) -> None:
    assert (words(name), analyze(name).case) == (nominative, case)


@pytest.mark.parametrize(
    "name",
    [
        "Александра Попова",  # a woman, or the genitive of a man
        "Александру Попову",  # a man in the dative, or a woman in the accusative
        "Рамзана Кадырова",
        "Николай Полевой",
        "Рамзан Полевой",
        "Александра Толстой",
        "Иван Кузьмич Сухоруков",
        "Федерика Могерини",
        "Яни Макрадули",
        "Михаил Кузьмич Кравца",
        "Ivana Kuzmicha Sukhorukova",
    ],
)
def test_a_name_that_may_stand_in_the_nominative_stays_as_it_is(name: str) -> None:
    assert (words(name), analyze(name).case) == (name, "")


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ("Ивана Кузьмича Сухорукова", "Ivan Kuzmich Sukhorukov", "match"),
        ("Льву Николаевичу Толстому", "Leo Tolstoy", "match"),
        ("Александре Поповой", "Александр Попов", "different"),
        ("Александры Ивановны Поповой", "Александр Иванович Попов", "different"),
        ("Анне Петровне Сидоровой", "Антон Петрович Сидоров", "different"),
        ("Виктора Загорского", "Виктория Загорская", "different"),
        ("Рамзана Кадырова", "Рамзан Кадыров", "review"),
    ],
)
def test_names_in_other_cases_are_compared_by_their_nominatives(
    a: str, b: str, verdict: str
) -> None:
    assert compare(analyze(a), analyze(b)).verdict == Verdict(verdict)
    assert compare(analyze(b), analyze(a)).verdict == Verdict(verdict)


def test_a_comparison_says_how_a_name_in_another_case_was_read() -> None:
    found = compare(analyze("Анны Петровны Сидоровой"), analyze("Anna Sidorova"))
    assert found.notes == (
        "Анны Петровны Сидоровой is read as Анна Петровна Сидорова, from the genitive",
    )


def test_no_given_name_of_the_tables_is_taken_for_a_case_beside_a_surname() -> None:
    names = [row["form"] for row in table("given_names") if " " not in row["form"]]
    taken = [
        name
        for name in names
        for surname in ("Петров", "Петрова", "Шевченко", "Зорич", "Манчини")
        if analyze(f"{name} {surname}").case
    ]
    assert taken == []
