"""Name against name: verdicts, scores and the evidence behind them."""

from __future__ import annotations

import math

import pytest

from resolver.compare import Comparison, Verdict, compare, judge, verdict_of
from resolver.mention import Kind
from resolver.names import analyze
from resolver.weights import probability, weights


def of(a: str, b: str, kind: Kind = Kind.PERSON) -> Comparison:
    return compare(analyze(a, kind), analyze(b, kind))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Mansur Movlaev", "Мансур Мовлаев"),
        ("Мовлаев Мансур", "Mansour Mowlajew"),
        ("Movlaev", "Mowlajew"),
        ("Щербаков, Сергей", "Sergueï Chtcherbakov"),
        ("Volodymyr Hnatiuk", "Владимир Гнатюк"),
        ("Қасым-Жомарт Тоқаев", "Kassym-Schomart Tokajew"),
    ],
)
def test_spellings_of_one_name_match(a: str, b: str) -> None:
    assert of(a, b).verdict is Verdict.MATCH


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ramzan Kadyrov", "Akhmat Kadyrov"),
        ("Ivan Petrovich Sidorov", "Petr Ivanovich Sidorov"),
        ("Петр Иванов", "Ivan Petrov"),
        ("Aleksandr Petrenko", "Александра Петренко"),
        ("Mansur Movlaev", "Murat Adam"),
    ],
)
def test_two_people_are_different(a: str, b: str) -> None:
    assert of(a, b).verdict is Verdict.DIFFERENT


def test_the_score_is_the_logistic_of_the_evidence() -> None:
    found = of("Сергей Викторович Щербаков", "Sergej Schtscherbakow")
    assert found.score == pytest.approx(probability(sum(item.weight for item in found.evidence)))


def test_verdicts_follow_the_shipped_thresholds() -> None:
    table = weights()
    assert 0 < table["threshold.review"] < table["threshold.match"] < 1
    assert verdict_of(table["threshold.match"]) is Verdict.MATCH
    assert verdict_of(table["threshold.review"]) is Verdict.REVIEW
    assert verdict_of(math.nextafter(table["threshold.review"], 0)) is Verdict.DIFFERENT


def test_probability_is_safe_for_any_sum() -> None:
    assert 0.0 < probability(-1e9) < 1e-12
    assert 1 - 1e-12 < probability(1e9) <= 1.0
    assert probability(0.0) == 0.5


def test_sides_of_the_evidence_follow_the_order_asked() -> None:
    a, b = analyze("Щербаков Сергей"), analyze("Sergei Shcherbakov")
    forth, back = judge(a, b), judge(b, a)
    assert forth.score == back.score
    assert {(item.a, item.b) for item in forth.items} == {(item.b, item.a) for item in back.items}


def test_more_agreement_scores_higher() -> None:
    full = of("Иван Петрович Сидоров", "Ivan Petrovich Sidorov").score
    dropped = of("Иван Петрович Сидоров", "Ivan Sidorov").score
    other = of("Иван Петрович Сидоров", "Ivan Pavlovich Sidorov").score
    assert full >= dropped > other


def test_a_typo_in_a_long_surname_costs_less_than_in_a_short_one() -> None:
    long = of("Sergei Preobrazhensky", "Sergei Preobrashensky").score
    short = of("Sergei Kim", "Sergei Kin").score
    assert short < long


def test_why_is_one_line_and_never_empty() -> None:
    for pair in (("Щербаков", "Schtscherbakow"), ("Иван Петров", "Мария Орлова"), ("鄧", "Ω")):
        why = of(*pair).why()
        assert why
        assert "\n" not in why


def test_two_equal_lone_surnames_are_a_match_of_names() -> None:
    assert of("Щербаков", "Shcherbakov").verdict is Verdict.MATCH
