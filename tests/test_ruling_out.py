"""What given names and patronymics rule out, no surname could have saved."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.compare import Verdict, judge
from resolver.mention import Kind
from resolver.names import analyze
from resolver.ruling_out import ruled_out

CASES = Path(__file__).parent.parent / "data" / "cases"
WORDS = "Иван Ivan Анна Ann Petr Пётр Петров Petrovich Иванович Ivanova Kim Ким Ли А. Jr Мария-Анна"


def _names(file: str) -> list[str]:
    with (CASES / file).open(encoding="utf-8", newline="") as lines:
        return [
            name
            for row in csv.DictReader(lines)
            if row["kind"] == "person"
            for name in (row["name_a"], row["name_b"])
        ]


def test_two_fathers_and_two_given_names_are_ruled_out_beside_one_surname() -> None:
    assert ruled_out(analyze("Сергей Орлов"), analyze("Юлия Орлова"))
    assert ruled_out(analyze("Сергей Ильич Орлов"), analyze("Sergei Petrovich Orlov"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Сергей Орлов", "Sergei Orlov"),
        ("Сергей Орлов", "Serge Orlow"),
        ("Орлов", "Сергей Орлов"),
        ("Kim Jong", "Jong Kim"),
        ("С. Орлов", "Сергей Орлов"),
        ("Сергей Орлов", "Андрей Сергей"),
    ],
)
def test_what_may_be_one_name_is_not_ruled_out(a: str, b: str) -> None:
    assert not ruled_out(analyze(a), analyze(b))


@pytest.mark.parametrize("file", ["lookalikes.csv", "variants.csv"])
def test_of_all_pairs_made_by_hand_only_different_names_are_ruled_out(file: str) -> None:
    names = [analyze(name) for name in _names(file)]
    neighbours = [(a, b) for i, a in enumerate(names) for b in names[i + 1 : i + 12]]
    wrong = [
        (a.text, b.text)
        for a, b in neighbours
        if ruled_out(a, b) and judge(a, b).verdict is not Verdict.DIFFERENT
    ]
    assert not wrong
    assert sum(ruled_out(a, b) for a, b in neighbours) > len(neighbours) / 3


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=4).map(" ".join),
    st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=4).map(" ".join),
)
def test_ruling_out_is_symmetric_and_never_hides_a_match_or_a_review(a: str, b: str) -> None:
    one, other = analyze(a), analyze(b)
    assert ruled_out(one, other) is ruled_out(other, one)
    if ruled_out(one, other):
        assert judge(one, other).verdict is Verdict.DIFFERENT


def test_only_names_of_people_are_ruled_out() -> None:
    pairs = product(["Банк Орлов", "Bank of Yulia"], repeat=2)
    for a, b in pairs:
        assert not ruled_out(analyze(a, Kind.ORGANIZATION), analyze(b, Kind.ORGANIZATION))
