"""What the tables know about whole words."""

from __future__ import annotations

import pytest

from resolver.errors import DamagedData
from resolver.lexicon import letters_of, name_words, weaker
from resolver.rules import rules_version, table
from resolver.tokens import token

RELATIONS = ("same", "counterpart", "variant", "western", "diminutive")


@pytest.mark.parametrize(
    ("word", "gender"),
    [
        ("Николаевич", "m"),
        ("Nikolayevich", "m"),
        ("Nikolajewitsch", "m"),
        ("Nikolaïevitch", "m"),
        ("Миколайович", "m"),
        ("Мікалаевіч", "m"),
        ("Николаевна", "f"),
        ("Миколаївна", "f"),
        ("Nikolajewna", "f"),
    ],
)
def test_every_spelling_of_a_patronymic_leads_to_one_father(word: str, gender: str) -> None:
    found = token(word).patronymic
    assert found is not None
    assert found.gender == gender
    assert "nikolay" in found.fathers


@pytest.mark.parametrize("word", ["Ильич", "Никитич", "Кузьмич", "Ильинична", "Никитична"])
def test_a_short_patronymic_of_a_known_father_is_one(word: str) -> None:
    assert token(word).patronymic is not None


@pytest.mark.parametrize("word", ["Кличко", "Бабич", "Шевчук", "Ivanov", "Ковальчук"])
def test_a_surname_is_not_taken_for_a_patronymic(word: str) -> None:
    assert token(word).patronymic is None


@pytest.mark.parametrize(
    ("word", "gender"),
    [("Серікұлы", "m"), ("Serikuly", "m"), ("Серікқызы", "f"), ("Алиоглы", "m"), ("Алиқызы", "f")],
)
def test_turkic_patronymics_are_read_with_their_gender(word: str, gender: str) -> None:
    found = token(word).patronymic
    assert found is not None
    assert found.gender == gender


def test_a_patronymic_of_no_known_father_is_one_all_the_same() -> None:
    found = token("Щукарьевич").patronymic
    assert found is not None
    assert found.fathers == frozenset()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Владимир", "Volodymyr"),
        ("Владимир", "Uladzimir"),
        ("Николай", "Mykola"),
        ("Дмитрий", "Dzmitry"),
        ("Елена", "Olena"),
        ("Александр", "Oleksandr"),
        ("Саша", "Александр"),
        ("Евгений", "Jewhen"),
    ],
)
def test_forms_of_one_given_name_share_a_group(a: str, b: str) -> None:
    assert token(a).groups.keys() & token(b).groups.keys()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Пётр", "Павло"),
        ("Мария", "Марина"),
        ("Игорь", "Егор"),
        ("Иван", "Игорь"),
        ("Владимир", "Ярослав"),
    ],
)
def test_two_given_names_share_no_group(a: str, b: str) -> None:
    assert not token(a).groups.keys() & token(b).groups.keys()


def test_the_relation_of_two_forms_is_the_weaker_of_theirs_to_the_name() -> None:
    assert weaker("same", "same") == "same"
    assert weaker("same", "counterpart") == "counterpart"
    assert weaker("counterpart", "diminutive") == "diminutive"
    for a in RELATIONS:
        for b in RELATIONS:
            assert weaker(a, b) == weaker(b, a)


@pytest.mark.parametrize(
    ("man", "woman"),
    [
        ("Чорний", "Чорна"),
        ("Чорний", "Chorna"),
        ("Novotný", "Novotná"),
        ("Kalniņš", "Kalniņa"),
        ("Eglītis", "Eglīte"),
        ("Petrauskas", "Petrauskė"),
        ("Petrauskas", "Petrauskaitė"),
    ],
)
def test_one_letter_can_make_a_surname_a_womans(man: str, woman: str) -> None:
    assert token(woman).bases & token(man).forms.keys()
    assert not token(man).bases


@pytest.mark.parametrize(
    "word", ["Лукашенка", "Blake", "Кучма", "Obama", "Анна", "Anna", "Petrauskas", "Lefèvre"]
)
def test_one_letter_alone_makes_no_surname_a_womans(word: str) -> None:
    assert not token(word).bases


@pytest.mark.parametrize("word", ["İsgəndər", "İshaq", "İbrahim"])
def test_a_given_name_is_known_whatever_its_first_letter(word: str) -> None:
    assert token(word).groups


def test_words_of_signs_alone_are_told_apart() -> None:
    assert token("5").word != token("7").word


def test_letters_leave_out_everything_else() -> None:
    assert letters_of("О'Нил-Берг.") == "онилберг"


def test_titles_and_generations_are_known_words() -> None:
    words = name_words()
    assert words["dr"] == "title"
    assert words["jr"] == "generation"
    assert set(words.values()) >= {"title", "generation", "particle"}


def test_a_missing_table_is_damaged_data() -> None:
    with pytest.raises(DamagedData):
        table("no_such_table")


def test_the_version_of_the_rules_is_short_and_stable() -> None:
    assert rules_version() == rules_version()
    assert 8 <= len(rules_version()) <= 64
