"""How words sound, roughly: one name sounds alike however it is spelled, and two do not."""

from __future__ import annotations

import pytest
from benchmarks.crowd import people
from hypothesis import given
from hypothesis import strategies as st

from resolver.glance import is_elsewhere, surname_to_find
from resolver.names import analyze
from resolver.relation import given_names
from resolver.romanize import romanize
from resolver.rough import are_strangers, sounds
from resolver.standards import standards
from resolver.tokens import token

NAMES = ("Щербаков", "Мовлаев", "Жаксылыкова", "Хрущёв", "Ельцин", "Саакашвили", "Чехов", "Юрьев")


def _strangers(a: str, b: str) -> bool:
    return are_strangers(sounds(a), sounds(b))


@pytest.mark.parametrize("name", NAMES)
def test_no_standard_makes_a_stranger_of_a_name(name: str) -> None:
    for standard in standards("ru"):
        assert not _strangers(name, romanize(name, standard)), standard.id


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Сакалоўская", "Sokolovskaya"),  # Belarusian vowels, and ў for в
        ("Kavaliou", "Ковалёв"),
        ("Məmmədov", "Мамедов"),
        ("Chruschtschow", "Khrouchtchev"),
        ("Poetin", "Путин"),
        ("Jirinovski", "Жириновский"),
        ("Jelcinas", "Ельцин"),
        ("Рижожин", "Rijojine"),
    ],
)
def test_spellings_of_one_name_are_no_strangers(a: str, b: str) -> None:
    assert not _strangers(a, b)
    assert not _strangers(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Пронкасин", "Prunkusian"),
        ("Чишартян", "Zerrurtian"),
        ("Щербаков", "Смирнов"),
        ("Хлишокин", "Khlusugyan"),
    ],
)
def test_other_vowels_between_the_same_consonants_are_another_name(a: str, b: str) -> None:
    assert _strangers(a, b)
    assert _strangers(b, a)


@given(st.text(max_size=40), st.text(max_size=40))
def test_nobody_is_a_stranger_to_himself_and_strangers_are_so_to_each_other(a: str, b: str) -> None:
    assert not _strangers(a, a)
    assert _strangers(a, b) == _strangers(b, a)


def test_people_are_not_left_out_however_they_are_spelled() -> None:
    """Nor are they when the mention is the Latin spelling."""
    some = standards("ru")[::5]
    for person in people(40, seed=8):
        for standard in some:
            latin = romanize(person, standard)
            for mention, other in ((person, latin), (latin, person)):
                name = analyze(mention)
                sought = surname_to_find(name)
                assert sought is None or not is_elsewhere(sought, name, other), standard.id


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ("Саша", "Александр", "diminutive"),
        ("Мэтт", "Matt", "transcribed"),
        ("Džons", "John", "transcribed"),
        ("Mykola", "Николай", "counterpart"),
        ("Сергей", "Юлия", "far"),
        ("Сергей", "Властимир", "far"),
    ],
)
def test_known_given_names_are_related_by_what_tables_say(a: str, b: str, code: str) -> None:
    assert given_names(*sorted((token(a), token(b)), key=lambda tok: tok.text)).code == code
