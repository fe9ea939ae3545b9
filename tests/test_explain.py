"""Evidence in words: one line each, in the field's own terms."""

from __future__ import annotations

import pytest

from resolver.compare import Evidence, compare
from resolver.mention import Kind
from resolver.names import analyze

PAIRS = [
    ("Сергей Викторович Щербаков", "Sergej Wiktorowitsch Schtscherbakow", Kind.PERSON),
    ("Ivan Petrovich Sidorov", "Ivan Pavlovich Sidorov", Kind.PERSON),
    ("С. Щербаков", "Sergei Shcherbakov", Kind.PERSON),
    ("Ivan Petrov Jr.", "Ivan Petrov Sr.", Kind.PERSON),
    ("Саша Петров", "Александра Петрова", Kind.PERSON),
    ("Касым-Жомарт Токаев", "Kassym Jomart Tokayev", Kind.PERSON),
    ("Sergei Petrov", "Sergei Perov", Kind.PERSON),
    ("Kazakhstaan", "Казахстан", Kind.PLACE),
    ("Ukrane", "Ukraine", Kind.PLACE),
    ("Krasnaya Polyana", "Krasnaja Poljana", Kind.PLACE),
    ("School No. 5 of Kazakhstan", "School No. 15 of Ukraine LLC", Kind.ORGANIZATION),
]


def evidence(a: str, b: str, kind: Kind = Kind.PERSON) -> tuple[Evidence, ...]:
    return compare(analyze(a, kind), analyze(b, kind)).evidence


def text_of(code: str, found: tuple[Evidence, ...]) -> str:
    return next(item.text for item in found if item.code == code)


@pytest.mark.parametrize(("a", "b", "kind"), PAIRS)
def test_every_reason_is_one_line_of_words(a: str, b: str, kind: Kind) -> None:
    for item in evidence(a, b, kind):
        assert item.text.strip()
        assert "\n" not in item.text
        assert item.code
        assert item.code not in item.text


def test_the_convention_of_a_spelling_is_named() -> None:
    found = evidence("Щербаков", "Schtscherbakow")
    assert "German" in text_of("surname.same", found)
    assert any("German" in item.rules for item in found)


def test_both_spellings_stand_in_the_reason() -> None:
    text = text_of("surname.same", evidence("Щербаков", "Chtcherbakov"))
    assert "Щербаков" in text
    assert "Chtcherbakov" in text


def test_a_contradiction_says_that_the_parts_are_different() -> None:
    found = evidence("Ivan Petrovich Sidorov", "Ivan Pavlovich Sidorov")
    text = text_of("patronymic.far", found)
    assert "Petrovich" in text
    assert "Pavlovich" in text
    assert "different" in text


def test_counterparts_are_said_to_be_one_name_in_two_languages() -> None:
    found = evidence("Володимир Гнатюк", "Владимир Гнатюк")
    assert "two languages" in text_of("given.counterpart", found)


def test_a_missing_patronymic_is_named() -> None:
    found = evidence("Иван Петрович Сидоров", "Иван Сидоров")
    assert "patronymic" in text_of("patronymic.missing", found)


def test_a_known_place_rests_on_the_gazetteer() -> None:
    assert any("CLDR" in item.rules for item in evidence("Казахстан", "Kasachstan", Kind.PLACE))
