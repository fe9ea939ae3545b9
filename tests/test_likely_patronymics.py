"""Words that stand where a father's name does: with a slip in the ending, or in Armenian."""

from __future__ import annotations

import pytest

from resolver import relation
from resolver.at_once import patronymics_at_once
from resolver.compare import judge
from resolver.damaged_patronymics import is_damaged
from resolver.names import Part, analyze
from resolver.relation import Code
from resolver.tokens import token


@pytest.mark.parametrize(
    ("raw", "patronymic"),
    [
        ("Иванов Петр Тимофеевч", "Тимофеевч"),
        ("Gegetschkori Rewas Michailowifsch", "Michailowifsch"),
        ("Петрова, Зинаида Иванвна", "Иванвна"),
        ("Levon Ashoti Petrosyan", "Ashoti"),
        ("PETROSYAN, ANAHIT HAKOBI", "HAKOBI"),
        ("Мария Анна Петровец", ""),
        ("Анна Ивановка", ""),
        ("Nino Daviti Kavsadze", ""),
        ("Ion Petri Florian", ""),
    ],
)
def test_a_word_after_a_given_name_may_be_a_fathers(raw: str, patronymic: str) -> None:
    name = analyze(raw)
    found = [t.text for t, part in zip(name.tokens, name.parts, strict=True)
             if part is Part.PATRONYMIC]  # fmt: skip
    assert found == [patronymic] * bool(patronymic)


@pytest.mark.parametrize("word", ["Иванович", "Иванова", "Москович", "Ковальчук", "Роман"])
def test_no_other_word_is_a_damaged_patronymic(word: str) -> None:
    assert not is_damaged(token(word))


def test_an_armenian_genitive_is_the_patronymic_of_that_father_alone() -> None:
    armenian = token("Hakobi")
    for russian, code in (("Акоповна", Code.COUNTERPART), ("Гургеновна", Code.FAR)):
        for a, b in ((armenian, token(russian)), (token(russian), armenian)):
            found = patronymics_at_once(a, b) or relation.patronymics(a, b)
            assert (found.code, relation.patronymics(a, b).code) == (code, code)


def test_a_man_is_one_by_his_armenian_and_his_russian_papers() -> None:
    armenian = analyze("Levon Ashoti Petrosyan")
    assert judge(armenian, analyze("Петросян Левон Ашотович")).score > 0.99
    assert judge(armenian, analyze("Петросян Левон Гургенович")).score < 0.3
