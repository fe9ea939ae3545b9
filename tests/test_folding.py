"""Folding: sounds that spelling tells apart and names do not."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.distance import FAR, distance
from resolver.folding import JOINED, fold, folds_before
from resolver.readings import readings
from resolver.rules import table

SOUNDS = "абвгдежзиклмнопрстуфхцчшщ"
sounds = st.text(alphabet=SOUNDS, max_size=16)


@pytest.mark.parametrize(
    ("sounds", "folded"),
    [
        ("григориев", "григорев"),
        ("горбачов", "горбачев"),
        ("отшенаш", "оченаш"),
        ("шчарбаков", "щарбаков"),
        ("салахутдинов", "салахудинов"),
        ("аннна", "ана"),
        ("тшчо", "че"),
        ("неелов", "неелов"),
        ("", ""),
    ],
)
def test_sounds_have_one_folded_form(sounds: str, folded: str) -> None:
    assert fold(sounds) == folded


@given(sounds)
def test_no_two_sounds_of_a_folded_form_fold(sounds: str) -> None:
    folded = fold(sounds)
    pairs = pairwise(folded)
    assert not any(after in folds_before(sound) for sound, after in pairs)


@given(sounds)
def test_sounds_that_do_not_fold_stay(sounds: str) -> None:
    pairs = pairwise(sounds)
    if not any(after in folds_before(sound) for sound, after in pairs):
        assert fold(sounds) == sounds


def test_every_pair_that_is_joined_folds() -> None:
    assert all(pair[1] in folds_before(pair[0]) for pair in JOINED)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzšžčışäöü", min_size=1, max_size=12))
def test_readings_are_folded_though_most_words_are_not_looked_at_for_it(word: str) -> None:
    assert all(fold(form) == form for form in readings(word, "latin"))


def test_one_sound_for_another_costs_what_the_table_says() -> None:
    rows = table("sound_distances")
    costs = {frozenset(row["a"] + row["b"]): float(row["cost"]) for row in rows}
    for a, b in combinations(SOUNDS, 2):
        lost = costs.get(frozenset(a), 1.0) + costs.get(frozenset(b), 1.0)
        cost = min(costs.get(frozenset(a + b), 1.0), lost)
        assert distance(f"лок{a}мир", f"лок{b}мир") == cost
        assert distance(f"л{a}кам", f"л{b}кам", cost / 2) == FAR
