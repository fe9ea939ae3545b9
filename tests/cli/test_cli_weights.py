"""`resolver weights`: weights fitted to names of known people, and what scores are worth."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from resolver.weights import weights

from .conftest import Invoke

PEOPLE = """\
entity_id,name
1,Mansur Movlaev
1,Мансур Мовлаев
1,Mansur Mowlajew
2,Ramzan Kadyrov
2,Рамзан Кадыров
3,Murat Adamov
3,Мурат Адамов
"""
DIFFERENT = "name_a,name_b,kind\nAnton Lebedev,Artem Lebedev,person\nKazan,Kazanka,place\n"
CLERK = "name_a,name_b,expect\nAnton Lebedev,A. Lebedev,review\n"


def values(text: str) -> dict[str, float]:
    return {row["name"]: float(row["value"]) for row in csv.DictReader(io.StringIO(text))}


def test_a_fit_writes_the_whole_table_with_its_meanings(invoke: Invoke) -> None:
    result = invoke("weights", "fit", "-", input=PEOPLE)
    assert result.exit_code == 0
    found = values(result.stdout)
    assert found.keys() == weights().keys()
    assert found["threshold.match"] == weights()["threshold.match"]
    assert found["place.far"] == weights()["place.far"]
    assert "surname.same" in result.stdout


def test_a_fit_tells_how_far_scores_are_to_be_trusted_before_and_after(invoke: Invoke) -> None:
    told = invoke("weights", "fit", "-", input=PEOPLE).stderr
    assert told.count("mean score") == 2
    assert "loss" in told


def test_pairs_made_by_hand_count_when_they_are_of_persons(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "different.csv").write_text(DIFFERENT, encoding="utf-8")
    (tmp_path / "clerk.csv").write_text(CLERK, encoding="utf-8")
    alone = invoke("weights", "fit", "-", input=PEOPLE).stderr
    given = ("--different", "different.csv", "--same", "clerk.csv")
    more = invoke("weights", "fit", "-", *given, input=PEOPLE).stderr
    assert int(more.split(" pairs")[0]) == int(alone.split(" pairs")[0]) + 1


def test_check_prints_what_scores_are_worth(invoke: Invoke) -> None:
    result = invoke("weights", "check", "-", input=PEOPLE)
    assert result.exit_code == 0
    last = result.stdout.splitlines()[-1].split()
    assert last[0] == "0.99-1.00"
    assert last[-1] == "1.000"


def test_a_file_without_the_columns_is_an_error_that_names_them(invoke: Invoke) -> None:
    result = invoke("weights", "fit", "-", input="name\nIvan Petrov\n")
    assert result.exit_code != 0
    assert "entity_id" in result.stderr


def test_a_bad_name_in_a_pair_is_named_by_its_row(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("name_a,name_b\nIvan,...\n", encoding="utf-8")
    result = invoke("weights", "check", "-", "--same", "pairs.csv", input=PEOPLE)
    assert result.exit_code != 0
    assert "row 2" in result.stderr


def test_nothing_is_written_when_the_fit_cannot_start(invoke: Invoke, tmp_path: Path) -> None:
    out = tmp_path / "weights.csv"
    result = invoke("weights", "fit", "-", "--spread", "0", "-o", str(out), input=PEOPLE)
    assert result.exit_code != 0
    assert not out.exists()
