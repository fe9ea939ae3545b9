"""What is put together from words is what a whole name says."""

from __future__ import annotations

from struct import iter_unpack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.entities import standing
from resolver.errors import BadName
from resolver.keys import keys_of
from resolver.mention import Kind
from resolver.names import analyze
from resolver.store.known_names import Known, KnownNames, Numbered, Spelling
from resolver.store.packed_keys import key_number
from resolver.typed import typed_words


def whole(name: str, kind: Kind) -> Known:
    try:
        found = analyze(name, kind)
    except BadName:
        return None
    return keys_of(found), standing(found), typed_words(name)


WORDS = (
    "Anna Анна anna АННА Orlova Орлова ОРЛОВА Ivanovna Ивановна Iwanowna Petrov Петров Mowlajew "
    "Мовлаев A. А. Yu. Ю. Rimsky-Korsakov Римский-Корсаков Sean Wright O'Neil Аляксандр Ўладзімір "
    "Соловйов Solovyov bin uulu оглы Abdul Rahman Jr. III von Ван Sergeevich Сергеевич Li Ли "
    "Hakobyan Čapek Dąbrowski Ковальчук Бopиc ГI Ӏумар Йод Иванова-Петрова А.С. Саша х "
    "Petar Iliev Marinov Timofei Lapin Gusov Nikolić Николић Татьяна Демидович (мл.) "
    "Сергея Загорского Анне Клодовой Полевой Вера Жанна Кузьмича Сухорукова Андрія Арменю Садыкову "
    "Mel`nikov E`duard Sa\u030btbaeva Marii\u0361a Чи\u0306 S\u030ca \u2163an \ufb01na"
)
plain = st.sampled_from(WORDS.split())
odd = st.text(
    "аеийёўіАвскбьъ'’`ʹ”-.,aeiouvskAİ\u0301\u0306\u030b\u0361\u200b\u00b4\ufb01ⅳ \u04c0ß1()",
    max_size=9,
)
words = st.one_of(plain, plain, plain, plain, odd)
names = st.lists(
    st.tuples(words, st.sampled_from(["", "", "", ","])).map("".join), min_size=1, max_size=5
).map(" ".join)
spellings = st.tuples(names, st.sampled_from([Kind.PERSON] * 5 + [Kind.PLACE, Kind.ORGANIZATION]))


@settings(max_examples=400, deadline=None)
@given(st.lists(spellings, min_size=1, max_size=8))
def test_a_name_put_together_is_a_name_analysed(given_names: list[Spelling]) -> None:
    remembered = KnownNames()
    for _ in range(2):
        assert remembered.of(given_names) == [whole(*one) for one in given_names]
        assert [*map(unpacked, remembered.numbered(given_names))] == [
            numbered(*one) for one in given_names
        ]


def test_who_comes_first_does_not_decide_for_others() -> None:
    """Lapin ends as surnames do, but not as fathers' names of Bulgarians."""
    both = [("Petar Iliev Marinov", Kind.PERSON), ("Timofei Lapin Gusov", Kind.PERSON)]
    for order in (both, both[::-1]):
        assert KnownNames().of(order) == [whole(*one) for one in order]


@pytest.mark.parametrize(
    "names",
    [
        ("Вера Полевой", "Сергея Загорского"),
        ("Жанна Толстой", "Анне Клодовой"),
        ("Абай Полевой", "Арменю Садыкову"),
    ],
)
def test_a_name_in_another_case_is_never_put_together(names: tuple[str, str]) -> None:
    """Its words are others than those that it is written with; its signature may not show it."""
    both = [(name, Kind.PERSON) for name in names]
    for order in (both, both[::-1]):
        assert KnownNames().of(order) == [whole(*one) for one in order]


def numbered(name: str, kind: Kind) -> object:
    known = whole(name, kind)
    if known is None:
        return None
    return {key_number(kind.value, key) for key in known[0]}, known[1], known[2]


def unpacked(known: Numbered) -> object:
    if known is None:
        return None
    numbers = [number for (number,) in iter_unpack("<q", known[0])]
    assert len(set(numbers)) == len(numbers)
    return set(numbers), known[1], tuple(known[2].split())


def test_most_names_are_put_together() -> None:
    many = [
        f"{given} {surname}"
        for givens, surnames in (
            (("Анна", "Ирина", "Олег"), ("Орлова", "Петрова", "Райт")),
            (("Anna", "Irina", "Oleg"), ("Orlova", "Petrova", "Wright")),
        )
        for given in givens
        for surname in surnames
    ]
    remembered = KnownNames()
    assert [*map(remembered.by_words, many)] == [whole(name, Kind.PERSON) for name in many]


def test_words_are_forgotten_before_they_fill_the_memory() -> None:
    remembered = KnownNames(2)
    for name in ("Анна Орлова", "Anna Orlova", "Ирина Орлова") * 3:
        one = (name, Kind.PERSON)
        assert remembered.of([one]) == [whole(*one)]
        assert [*map(unpacked, remembered.numbered([one]))] == [numbered(*one)]
    for held in (remembered.words, remembered.stems, remembered.numbers):
        assert len(held.now) <= 2
        assert len(held.before) <= 2


def test_words_that_were_looked_at_before_are_known() -> None:
    remembered = KnownNames()
    remembered.look_at([("Anna Orlova", Kind.PERSON), ("Минск", Kind.PLACE), ("", Kind.PERSON)])
    known = {*remembered.words.now}, {*remembered.stems.now}
    assert {"Anna", "Orlova"} <= known[0]
    one = ("Orlova, Anna", Kind.PERSON)
    assert remembered.of([one]) == [whole(*one)]
    assert ({*remembered.words.now}, {*remembered.stems.now}) == known
