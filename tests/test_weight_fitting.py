"""Weights fitted to pairs that are known to be one name, or two."""

from __future__ import annotations

import random

import pytest

from resolver.weight_fitting import KEPT, Example, fit_weights, log_odds, loss, reliability
from resolver.weights import probability, weights, weights_by_hand

TRUE = {"base": -2.0, "same": 4.0, "far": -3.0, "unseen": 1.5}
START = {"base": -1.0, "same": 1.0, "far": -1.0, "unseen": 1.5}


def drawn(count: int, seed: int = 1) -> list[Example]:
    """Pairs whose labels follow the TRUE weights by chance."""
    chance = random.Random(seed)
    examples = []
    for _ in range(count):
        terms = {"base": 1.0, chance.choice(["same", "far"]): chance.choice([0.5, 1.0, 1.5])}
        examples.append(Example(terms, chance.random() < probability(log_odds(terms, TRUE))))
    return examples


def test_weights_that_made_the_labels_are_found_again() -> None:
    found = fit_weights(drawn(6000), START, spread=10.0).values
    assert found["same"] == pytest.approx(TRUE["same"], abs=0.4)
    assert found["far"] == pytest.approx(TRUE["far"], abs=0.5)
    assert found["base"] == pytest.approx(TRUE["base"], abs=0.3)


def test_a_fit_is_likelier_than_where_it_started() -> None:
    examples = drawn(500)
    fit = fit_weights(examples, START)
    assert fit.after < fit.before
    assert fit.before == pytest.approx(loss(examples, START))


def test_the_same_pairs_give_the_same_weights() -> None:
    assert fit_weights(drawn(300), START) == fit_weights(drawn(300), START)


def test_a_weight_that_no_pair_uses_stays_as_it_was() -> None:
    assert fit_weights(drawn(300), START).values["unseen"] == START["unseen"]


def test_few_pairs_move_weights_less_than_many() -> None:
    few = fit_weights(drawn(10), START, spread=0.5).values["same"]
    many = fit_weights(drawn(3000), START, spread=0.5).values["same"]
    assert abs(few - START["same"]) < abs(many - START["same"])


def test_a_contradiction_never_comes_to_speak_for_two_names() -> None:
    wrong = [Example({"base": 1.0, "far": 1.0}, same=True)] * 200
    assert fit_weights(wrong, START, spread=10.0).values["far"] == START["far"] * KEPT


def test_a_pair_that_counts_twice_is_two_pairs() -> None:
    examples = drawn(200)
    doubled = [Example(e.terms, e.same, 2.0) for e in examples]
    twice = fit_weights([*examples, *examples], START).values
    assert fit_weights(doubled, START).values == pytest.approx(twice, abs=1e-3)


def test_fitted_scores_are_right_as_often_as_they_say() -> None:
    values = fit_weights(drawn(6000), START, spread=10.0).values
    scored = [
        (probability(log_odds(e.terms, values)), e.same, e.count) for e in drawn(6000, seed=2)
    ]
    for found in reliability(scored, [0.0, 0.1, 0.5, 0.9, 1.0]):
        assert found.right == pytest.approx(found.score, abs=0.05)


def test_every_scored_pair_falls_into_one_bin() -> None:
    scored = [(0.0, False, 1.0), (0.5, True, 2.0), (0.9, True, 1.0), (1.0, True, 3.0)]
    assert sum(b.count for b in reliability(scored, [0.0, 0.5, 0.9, 1.0])) == 7.0


def test_every_weight_has_a_value_set_by_hand_of_the_same_sign() -> None:
    fitted, by_hand = weights(), weights_by_hand()
    assert fitted.keys() == by_hand.keys()
    assert all(fitted[name] * by_hand[name] >= 0 for name in fitted)
    assert fitted["threshold.match"] == by_hand["threshold.match"]
