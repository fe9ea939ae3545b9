"""Measuring on rows whose truth is known."""

from __future__ import annotations

import json

import pytest

from resolver.errors import BadInput
from resolver.evaluate import Known, bcubed, evaluate, f1, pairwise

GOLD = [
    Known("1", "Сергей Щербаков"),
    Known("1", "Sergej Schtscherbakow"),
    Known("1", "Sergueï Chtcherbakov"),
    Known("2", "Андрей Щербаков"),
    Known("2", "Andrei Shcherbakov"),
    Known("3", "Юлия Жукова"),
    Known("3", "Ioulia Joukova"),
]


def test_a_perfect_clustering_measures_one() -> None:
    truth = ["a", "a", "b"]
    assert pairwise(truth, truth) == (1.0, 1.0)
    assert bcubed(truth, truth) == (1.0, 1.0)


def test_joining_everything_loses_precision_and_splitting_everything_recall() -> None:
    truth = ["a", "a", "b", "b"]
    joined, split = ["x"] * 4, ["1", "2", "3", "4"]
    precision, recall = pairwise(truth, joined)
    assert precision == pytest.approx(1 / 3)
    assert recall == 1.0
    assert bcubed(truth, joined) == (0.5, 1.0)
    assert bcubed(truth, split) == (1.0, 0.5)
    assert pairwise(truth, split)[1] == 0.0


def test_bcubed_is_the_textbook_value() -> None:
    """One wrong name in a cluster of three: (2/3 + 2/3 + 1/3 + 1) / 4."""
    precision, recall = bcubed(["a", "a", "b", "b"], ["x", "x", "x", "y"])
    assert precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert recall == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)


def test_f1_of_nothing_is_nothing() -> None:
    assert f1(0.0, 0.0) == 0.0
    assert f1(1.0, 0.5) == pytest.approx(2 / 3)


def test_names_that_are_all_found_measure_one() -> None:
    report = evaluate(GOLD)
    assert (report.entities, report.names, report.queries) == (3, 7, 4)
    assert report.top1 == report.precision == report.recall == 1.0
    assert report.blocking_recall == report.pairwise_f1 == report.bcubed_f1 == 1.0


def test_a_tie_counts_as_lost() -> None:
    report = evaluate(
        [Known("1", "Иван Орлов"), Known("2", "Иван Орлов"), Known("1", "Ivan Orlov")]
    )
    assert report.top1 == 0.0
    assert report.recall == 0.0


def test_marked_primary_names_stand_in_the_archive() -> None:
    rows = [Known("1", "Щербаков С."), Known("1", "Сергей Щербаков", primary=True)]
    report = evaluate(rows)
    assert report.queries == 1
    assert report.top1 == 1.0


def test_bad_names_are_counted_and_left_out() -> None:
    report = evaluate([*GOLD, Known("4", "")])
    assert report.bad_names == 1
    assert report.entities == 3


def test_a_file_without_a_usable_name_is_bad_input() -> None:
    with pytest.raises(BadInput):
        evaluate([Known("1", "")])
    with pytest.raises(BadInput):
        evaluate([])


def test_a_report_is_json_and_text() -> None:
    report = evaluate(GOLD)
    assert json.loads(json.dumps(report.as_dict()))["names"] == 7
    assert len(report.text().splitlines()) == len(report.as_dict())
