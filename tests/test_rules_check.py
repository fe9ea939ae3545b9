"""Every rule holds in its own example, and a rule that does not is found out."""

from __future__ import annotations

from pathlib import Path

import pytest

import resolver
from resolver.rules import table_names
from resolver.rules_check import STANDARDS, Checked, check
from resolver.rules_check_readings import example_problem
from resolver.rules_check_weights import references


@pytest.fixture(scope="module")
def checked() -> dict[str, Checked]:
    folder = Path(resolver.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    return {found.table: found for found in check(sources)}


def test_every_table_is_checked_and_counted(checked: dict[str, Checked]) -> None:
    assert set(checked) == {*table_names(), STANDARDS}
    assert all(found.rows > 40 for found in checked.values())


def test_every_shipped_rule_holds_in_its_example(checked: dict[str, Checked]) -> None:
    failures = [
        f"{failure.where}: {failure.message}"
        for found in checked.values()
        for failure in found.failures
    ]
    assert failures == []


def row(**cells: str) -> dict[str, str]:
    empty = {"left": "", "right": "", "conventions": "", "source": "", "example": ""}
    return {**empty, **cells}


@pytest.mark.parametrize("example", ["Schukow=Жуков", "Schukow=Жуков Schdanow=Жданов"])
def test_an_example_that_shows_its_reading_holds(example: str) -> None:
    assert example_problem(row(grapheme="sch", sounds="ж", example=example), "latin") is None


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"grapheme": "sch", "sounds": "ж"}, "has no example"),
        ({"grapheme": "sch", "sounds": "ж", "example": "Schukow"}, "no pair"),
        ({"grapheme": "sch", "sounds": "ж", "example": "=Жуков"}, "no pair"),
        ({"grapheme": "sch", "sounds": "ж", "example": "Zhukov=Жуков"}, "not read by this row"),
        # A reading that the word has, but not by way of this row:
        ({"grapheme": "sch", "sounds": "ш", "example": "Schukow=Жуков"}, "no spelling of Жуков"),
        ({"grapheme": "sch", "sounds": "ж", "example": "Schukow=Чуков"}, "no spelling of Чуков"),
        # A longer grapheme is read first:
        ({"grapheme": "ch", "sounds": "х", "example": "Schukow=Жуков"}, "not read by this row"),
        # German sch, French ou:
        ({"grapheme": "sch", "sounds": "ж", "example": "Schoukow=Жуков"}, "no spelling of"),
        ({"grapheme": "gu", "sounds": "г", "example": "Serguei=Сергей"}, "not read by this row"),
        (
            {"grapheme": "sch", "sounds": "ж", "example": "Schukow=Жуков Schukow=Чуков"},
            "no spelling of Чуков",
        ),
    ],
)
def test_an_example_that_does_not_show_its_reading_fails(
    cells: dict[str, str], problem: str
) -> None:
    assert problem in (example_problem(row(**cells), "latin") or "")


def test_a_cyrillic_example_is_read_from_cyrillic() -> None:
    cells = row(grapheme="қ", sounds="к", example="Қасым=Qasym")
    assert example_problem(cells, "cyrillic") is None
    assert example_problem({**cells, "example": "Касым=Qasym"}, "cyrillic") is not None


CODE = """
from resolver.weights import weights
table = weights()
def weigh(part, code):
    for part in ("surname", "given"):
        table["base"] + weights()["spelling"] + {"other": 1}["other"]
        table[f"{part}.near_step"]
    return "gender", "far", f"{part}.{code}"
"""


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("base", True),
        ("gender", True),
        ("surname.near_step", True),
        ("given.far", True),
        ("surname.fra", False),
        ("place.far", False),
        ("patronymic.near_step", False),
        ("bsae", False),
    ],
)
def test_a_weight_is_used_where_the_code_can_come_to_its_name(name: str, used: bool) -> None:
    assert references([CODE]).uses(name) is used


def test_what_is_looked_up_in_the_weights_is_wanted_of_them() -> None:
    assert references([CODE]).wanted == {"base", "spelling"}
