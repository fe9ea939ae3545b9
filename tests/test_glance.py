"""A glance leaves out other people's names, and no spelling of one's own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.compare import Verdict, judge
from resolver.glance import is_elsewhere, surname_to_find
from resolver.mention import Kind
from resolver.names import analyze
from resolver.resolve import rank
from resolver.romanize import romanize
from resolver.rough import consonants, sounds
from resolver.sieve import NameSieve
from resolver.standards import standards
from resolver.store.protocol import StoredName

CASES = Path(__file__).parent.parent / "data" / "cases"
PEOPLE = ("Сергей Викторович Щербаков", "Гульнара Муратовна Жаксылыкова", "Юрий Хрущёв")


def _is_left_out(mention: str, other: str) -> bool:
    name = analyze(mention)
    sought = surname_to_find(name)
    return sought is not None and is_elsewhere(sought, name, other)


@pytest.mark.parametrize(
    ("mention", "other"),
    [
        ("Олег Петрович Пронкасин", "Oleg Petrowitsch Nupuchajew"),
        ("Олег Пронкасин", "Нупухаев, Олег Петрович"),
        ("Олег Петрович Пронкасин", "Igor Iljitsch Pronkassin"),
        ("Сергей Чюрамчук", "Оксана Чурамчук"),
        ("Олег Петрович Пронкасин", "Пронкасин, Игорь Петрович"),  # a brother
        ("Олег Петрович Пронкасин", "Oleg Iljitsch Pronkassin"),  # of another father
        ("Мария Гончаренко", "Maria Kucherenko"),  # alike in sounds, not in readings
    ],
)
def test_another_surname_or_other_names_beside_it_are_left_out(mention: str, other: str) -> None:
    assert _is_left_out(mention, other)


@pytest.mark.parametrize(
    ("mention", "other"),
    [
        ("Саша Пронкасин", "Александр Пронкасин"),  # a pet name
        ("Олег Пронкасин", "O. Pronkasin"),
        ("Олег Пронкасин", "Пронкасин"),
        ("Олег Петрович Пронкасин", "Олег Петрович"),
        ("Светлана Евгеньевна Савицкая", "Svetlana Savitskaja"),  # both words sound alike
        ("Евгений Врублевский", "ЕвгенийАлексеевич ВРУБЛЕВСКИЙ"),
        ("Нгуен Ван Тьеу", "Nguyen Van Thieu"),
        ("Абдурахман Сулейманов", "Abdu Rahman Suleimanov"),  # one name in two words
        ("Олег Пронкасин", "Pronkasin, Oleg Igor Oglu"),  # his father, as Azerbaijanis write it
        ("Олег Петрович Пронкасин", "ОлегПетрович Пронкасин"),
        ("Станіслав Зайонц", "Stanisław Zając"),  # alike by readings, not in sounds
        ("Олег Кочаровбаев", "Kocharov Bayev, Oleg"),  # a surname in two words
        ("Константин Ковальчук", "Константина Ковальчука"),  # in another case
    ],
)
def test_whatever_may_be_the_same_person_is_compared(mention: str, other: str) -> None:
    assert not _is_left_out(mention, other)
    assert not _is_left_out(other, mention)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_standard_writes_a_name_that_is_left_out(person: str) -> None:
    for standard in standards():
        assert not _is_left_out(person, romanize(person, standard)), standard.id


def test_nothing_that_is_one_name_in_the_cases_is_left_out() -> None:
    with (CASES / "variants.csv").open(encoding="utf-8", newline="") as lines:
        pairs = [
            (row["name_a"], row["name_b"])
            for row in csv.DictReader(lines)
            if row["kind"] == Kind.PERSON
        ]
    assert len(pairs) > 400
    lost = [
        (a, b)
        for a, b in pairs + [(b, a) for a, b in pairs]
        if _is_left_out(a, b) and judge(analyze(a), analyze(b)).verdict is not Verdict.DIFFERENT
    ]
    assert not lost


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_text_has_consonants_and_can_be_glanced_at(text: str) -> None:
    assert consonants(text) == consonants.__wrapped__(text)
    assert sounds(text) == sounds.__wrapped__(text) != ()
    mention = analyze("Олег Петрович Пронкасин")
    sought = surname_to_find(mention)
    assert sought is not None
    assert is_elsewhere(sought, mention, text) in {True, False}


def test_those_who_are_left_out_are_not_ranked() -> None:
    stored = [
        StoredName("e1", "Олег Пронкасин", 1),
        StoredName("e2", "Oleg Nupuchajew", 1),
    ]
    mention = analyze("Oleg Pronkassin")
    sieve = NameSieve(mention)
    assert [one.entity_id for one in stored if sieve.passes(one.name)] == ["e1"]
    assert [entity for entity, _, _ in rank(mention, stored, every=True).best] == ["e1", "e2"]
