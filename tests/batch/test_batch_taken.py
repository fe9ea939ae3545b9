"""Why two names of an archive may be one, where it takes their words for slips of another."""

from __future__ import annotations

import pytest

from resolver.batch.taken import judged_as_taken
from resolver.compare import judge
from resolver.names import analyze

NOTHING = {"s": None, "g": None, "p": None}


def taken(a: str, b: str, **meant: str) -> tuple[str, str]:
    """The reasons of two names, and what their words were taken for; `s_a` and so on."""
    of = {side: {x: meant.get(f"{x}_{side}") for x in "sgp"} for side in "ab"}
    found, told = judged_as_taken(analyze(a), analyze(b), of["a"], of["b"])
    return found.explained().why(), told


def test_slips_of_one_word_are_told_by_that_word() -> None:
    why, told = taken("Olha Kravchk", "Ольга Кракук", s_a="кравчук", s_b="кравчук")
    assert "surnames equal: Кравчук" in why
    assert "different" not in why
    assert told == "Kravchk and Кракук are taken for slips of Кравчук"


def test_a_spelling_of_the_word_itself_is_called_no_slip() -> None:
    _, told = taken("Olga Kravchuk", "Ольга Крапрук", s_a="кравчук", s_b="кравчук")
    assert told == "Крапрук is taken for a slip of Кравчук"


@pytest.mark.parametrize("meant", [{}, {"s_a": "кравчук", "s_b": "кравченко"}, {"s_a": "о."}])
def test_what_is_no_nearer_by_what_is_meant_is_told_as_written(meant: dict[str, str]) -> None:
    a, b = "Olha Kravchk", "Ольга Кракук"
    assert taken(a, b, **meant) == (judge(analyze(a), analyze(b)).explained().why(), "")


def test_names_whose_letters_agree_are_told_as_written() -> None:
    a, b = "Olha Kravchuk", "Ольга Кравчук"
    found, told = judged_as_taken(analyze(a), analyze(b), NOTHING, NOTHING)
    assert (found, told) == (judge(analyze(a), analyze(b)), "")
