"""Two spellings letter by letter, and the rule behind each segment."""

from __future__ import annotations

import time

import pytest

from resolver.alignment import Change, Segment, align, alignments
from resolver.compare import judge
from resolver.mention import Kind
from resolver.names import analyze


def pairs(a: str, b: str) -> list[tuple[str, str]]:
    return [(segment.a, segment.b) for segment in align(a, b)]


def segment(a: str, b: str, part: str) -> Segment:
    return next(found for found in align(a, b) if part in (found.a, found.b))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Жуков", "Zhukow", "Ж-Zh у-u к-k о-o в-w"),
        ("Щербаков", "Schtscherbakow", "Щ-Schtsch е-e р-r б-b а-a к-k о-o в-w"),
        ("Movlaev", "Mowlajew", "M-M o-o v-w la-la e-je v-w"),
        ("Dzhabrailov", "Джабраилов", "Dzh-Дж a-а b-б r-р a-а i-и l-л o-о v-в"),
        ("Игорь", "Igor", "И-I г-g о-o р-r ь-"),
        ("Ольга", "Ol'ga", "О-O л-l' ь- г-g а-a"),
        ("Фёдор", "Федор", "Ф-Ф ё-е д-д о-о р-р"),
        ("Касым-Жомарт", "Kassym Jomart", "К-K а-a с-ss ы-y м--m_ Жо-Jo м-m а-a р-r т-t"),
    ],
)
def test_letters_that_stand_for_one_sound_stand_together(a: str, b: str, expected: str) -> None:
    assert " ".join(f"{x}-{y}".replace(" ", "_") for x, y in pairs(a, b)) == expected


def test_the_convention_that_reads_a_letter_so_is_named() -> None:
    found = segment("Mowlajew", "Movlaev", "w")
    assert found == Segment("w", "v", "в", "v = в; German/Polish: w = в", Change.RESPELLED)


def test_a_letter_all_conventions_read_alike_has_a_rule_without_a_name() -> None:
    assert segment("Щербаков", "Schtscherbakow", "б").rule == "b = б"


def test_equal_letters_need_no_rule() -> None:
    assert segment("Movlaev", "Mowlajew", "M") == Segment("M", "M", "м", "", Change.SAME)


def test_a_letter_that_is_not_heard_is_said_to_be_so() -> None:
    assert segment("Игорь", "Igor", "ь") == Segment("ь", "", "", "ь is not heard", Change.RESPELLED)
    found = segment("Ivanovs", "Иванов", "s")
    assert found.rule == "Lithuanian/Latvian: s is not heard"


def test_a_confusion_of_sounds_is_explained() -> None:
    found = segment("Козлов", "Казлов", "о")
    assert found.kind is Change.REPLACED
    assert found.sounds == "о/а"
    assert "akanne" in found.rule


def test_a_sound_on_one_side_only_is_added_or_lost() -> None:
    added = segment("Перов", "Петров", "т")
    assert (added.kind, added.sounds) == (Change.ADDED, "/т")
    lost = segment("Петров", "Перов", "т")
    assert (lost.kind, lost.sounds) == (Change.LOST, "т/")


def test_sounds_in_another_order_are_said_to_be_so() -> None:
    found = segment("Мовалев", "Мовлаев", "ал")
    assert (found.a, found.b, found.rule) == ("ал", "ла", "two sounds in another order")


def test_the_reading_where_the_names_met_is_followed() -> None:
    assert {found.sounds for found in align("Schukow", "Schukow", "жуков")} >= {"ж"}
    assert {found.sounds for found in align("Schukow", "Schukow", "шуков")} >= {"ш"}


def test_every_matched_pair_of_parts_is_aligned() -> None:
    judgement = judge(analyze("Sergej Petrowitsch Mowlajew"), analyze("Мовлаев Сергей Петрович"))
    found = {(each.part, each.a, each.b) for each in alignments(judgement.items)}
    assert found == {
        ("given", "Sergej", "Сергей"),
        ("patronymic", "Petrowitsch", "Петрович"),
        ("surname", "Mowlajew", "Мовлаев"),
    }


@pytest.mark.parametrize(
    ("a", "b"),
    [("Иван Сидоров", "Пётр Сидоров"), ("Саша Сидоров", "Александр Сидоров")],
)
def test_words_whose_letters_do_not_relate_them_are_not_aligned(a: str, b: str) -> None:
    found = alignments(judge(analyze(a), analyze(b)).items)
    assert [each.part for each in found] == ["surname"]


def test_words_of_organisations_are_aligned() -> None:
    a, b = analyze("Adat LLC", Kind.ORGANIZATION), analyze("Адат ООО", Kind.ORGANIZATION)
    assert [(each.a, each.b) for each in alignments(judge(a, b).items)] == [("Adat", "Адат")]


@pytest.mark.parametrize(
    ("a", "b"),
    [("", ""), ("", "Иван"), ("12", "x1"), ("李", "Li"), ("ﬁn", "Фин"), ("x" * 500, "щ" * 500)],
)
def test_words_without_readings_and_of_any_length_are_covered(a: str, b: str) -> None:
    found = align(a, b)
    assert "".join(each.a for each in found) == a
    assert "".join(each.b for each in found) == b


@pytest.mark.parametrize(
    ("a", "b"),
    [("x" * 499, "щ" * 500), ("x" * 40, "x" * 39 + "z"), ("ou" * 30, "ё" * 60), ("io" * 20, "ио")],
)
def test_no_words_take_long(a: str, b: str) -> None:
    align("Movlaev", "Перов")  # reads the tables
    before = time.process_time()
    align(a, b)
    assert time.process_time() - before < 0.5
