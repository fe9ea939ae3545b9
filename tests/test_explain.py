"""Evidence in words: one line each, in the field's own terms."""

from __future__ import annotations

import re

import pytest

from resolver.compare import Evidence, compare, judge
from resolver.evidence import Item
from resolver.explain import Naming, sentence
from resolver.mention import Kind
from resolver.names import analyze
from resolver.relation import Code, Relation
from resolver.weights import probability, weights

# Rows of the table that are no evidence of their own: they change other weights.
MODIFIERS = {
    *(name for name in weights() if name.endswith(("_step", "_too"))),
    *("threshold.match", "threshold.review", "margin", "switch", "place.letters"),
}

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


def test_the_standard_of_a_spelling_is_named() -> None:
    found = evidence("Щербаков", "Schtscherbakow")
    text = "surname: Schtscherbakow is Щербаков by German press"
    assert text_of("surname.same", found) == text
    assert any("press-de" in item.rules for item in found)


def test_official_standards_are_named_first_and_at_most_three() -> None:
    text = text_of("surname.same", evidence("Movlaev", "Мовлаев"))
    assert re.fullmatch(
        r"surname: Movlaev is Мовлаев by ICAO 9303, GOST R 52535\.1-2006, MVD 310-1997 "
        r"and \d+ more",
        text,
    )


def test_where_no_standard_gives_a_spelling_the_conventions_of_its_reading_are_named() -> None:
    found = evidence("Щербаков", "Stscherbakow")
    assert "Stscherbakow (German)" in text_of("surname.same", found)
    assert any("German" in item.rules for item in found)


def test_the_original_of_two_latin_spellings_is_named_when_asked_for() -> None:
    judgement = judge(analyze("Movlaev"), analyze("Mowlajew"))
    text = text_of("surname.same", judgement.explained(Naming.ORIGINALS).evidence)
    assert text.startswith("surname: both are spellings of Мовлаев: Movlaev is ICAO 9303, ")
    assert text.endswith("Mowlajew is Polish press and German press")
    assert "Мовлаев" not in text_of("surname.same", judgement.explained().evidence)


def test_a_line_for_a_report_names_conventions_alone() -> None:
    found = compare(analyze("Щербаков"), analyze("Schtscherbakow"))
    text = "Щербаков and Schtscherbakow (German, Polish, Turkmen, Ukrainian) both read щербаков"
    assert found.why() == f"surname: {text}"
    assert "German press" in found.summary()


@pytest.mark.parametrize("code", sorted(set(weights()) - MODIFIERS))
def test_every_code_of_the_weights_has_words(code: str) -> None:
    part, _, relation = code.partition(".")
    relation = relation.removesuffix("_marked").removesuffix("_coarse")
    relation = relation.removesuffix("_unknown").removesuffix("_contradicted")
    found = Relation(Code(relation), "иван", 0.4) if relation in set(Code) else None
    if part not in {"surname", "given", "patronymic", "lone"}:
        found = None
    text, _ = sentence(Item(part, code, 1.0, "Иван", "Ivan", found))
    assert text
    assert "another kind of evidence" not in text
    assert "." not in code or code not in text


def test_a_code_without_words_of_its_own_is_told_by_the_meaning_of_its_weight() -> None:
    text, _ = sentence(Item("word", "word.near_step", -1.0, "Adat", "Adad"))
    assert text == "word: Adat / Adad: cost of one unexplained letter in a word"


def test_a_summary_says_what_speaks_for_and_what_against() -> None:
    found = compare(analyze("Иван Петрович Сидоров"), analyze("Иван Сидоров"))
    assert found.summary() == (
        "Given names equal: Иван; surnames equal: Сидоров. But no patronymic on one side: Петрович."
    ) or found.summary() == (
        "Surnames equal: Сидоров; given names equal: Иван. But no patronymic on one side: Петрович."
    )


def test_a_summary_says_what_neither_name_tells() -> None:
    found = compare(analyze("Ivan Sidorov"), analyze("Ivan Sidorow"))
    assert "no patronymic on either side" in found.summary()
    assert "no patronymic on either side" not in found.why()
    lone = compare(analyze("Sidorov"), analyze("Sidorow"))
    assert lone.notes == ("no given name or patronymic on either side",)


def test_notes_carry_no_weight() -> None:
    found = judge(analyze("Ivan Sidorov"), analyze("Ivan Sidorow")).explained(Naming.ORIGINALS)
    assert found.notes
    total = sum(item.weight for item in found.evidence)
    assert found.score == pytest.approx(probability(total))


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [("Ivan Sidorov", "Petr Kim", Kind.PERSON), ("Kyiv", "Kiev", Kind.PLACE)],
)
def test_nothing_is_missed_in_different_people_and_in_places(a: str, b: str, kind: Kind) -> None:
    assert compare(analyze(a, kind), analyze(b, kind)).notes == ()


def test_a_summary_of_nothing_in_common_says_so() -> None:
    found = compare(analyze("Kazakhstan", Kind.PLACE), analyze("Kyrgyzstan", Kind.PLACE))
    assert found.summary() == "Nothing in common. But KZ and KG are different places."


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
