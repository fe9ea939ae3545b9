"""Fitting the weights of evidence to pairs of names known to be one, or two.

The score is the logistic function of a sum of weights, so the weights are the coefficients of
a logistic regression, and fitting them by likelihood is what makes scores honest: of the pairs
that score 0.9, nine in ten are one name. Weights for which the pairs say little stay near what
they were set to by hand (a normal prior around it), and each keeps its sign and a part of its
size: a contradiction stays one, and what breaks ties still does.

Source of the method: Berkson 1944 (logit); steps by Riedmiller's Rprop (Igel and Hüsken 2000,
iRprop-), which needs no library and no learning rate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import copysign, exp, log1p

ROUNDS = 300
SPREAD = 1.5
KEPT = 0.2
_GROW, _SHRINK = 1.2, 0.5
_STEP, _LEAST_STEP, _MOST_STEP = 0.05, 1e-5, 0.5
_SETTLED = 1e-4

Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """One pair: which weights its score is the sum of, and how often each counts; whether the
    names are one; how much the pair counts."""

    terms: Terms
    same: bool
    count: float = 1.0


@dataclass(frozen=True, slots=True)
class Fit:
    """New values, and the mean negative log-likelihood (nats a pair) before and after."""

    values: Mapping[str, float]
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs that score between two bounds: how many, their mean score, and the share of them
    that are one name. All counts are weighted."""

    low: float
    high: float
    count: float
    score: float
    right: float


def log_odds(terms: Terms, values: Mapping[str, float]) -> float:
    """The sum of the weights of one pair."""
    return sum(values[name] * factor for name, factor in terms.items())


def loss(examples: Iterable[Example], values: Mapping[str, float]) -> float:
    """Mean negative log-likelihood in nats a pair."""
    total = count = 0.0
    for example in examples:
        odds = log_odds(example.terms, values)
        total += example.count * _surprise(odds if example.same else -odds)
        count += example.count
    return total / count if count else 0.0


def _surprise(odds: float) -> float:
    """-log of the logistic function, safe for any odds."""
    return log1p(exp(-odds)) if odds > 0 else log1p(exp(odds)) - odds


def fit_weights(
    examples: Sequence[Example],
    start: Mapping[str, float],
    *,
    spread: float = SPREAD,
    rounds: int = ROUNDS,
) -> Fit:
    """Values for the weights that the examples use; all others keep theirs.

    `spread` is the standard deviation, in log-odds, of the prior around `start`.
    Deterministic; a minute for a hundred thousand pairs.
    """
    values = dict(start)
    steps = dict.fromkeys({name for e in examples for name in e.terms}, _STEP)
    last: dict[str, float] = dict.fromkeys(steps, 0.0)
    for _ in range(rounds):
        slopes = _slopes(examples, values, start, spread, steps)
        for name, slope in slopes.items():
            turned = slope * last[name]
            if turned > 0:
                steps[name] = min(_MOST_STEP, steps[name] * _GROW)
            elif turned < 0:
                steps[name] = max(_LEAST_STEP, steps[name] * _SHRINK)
                slope = 0.0  # iRprop-: after a turn the next step is free
            if slope:
                values[name] = _kept(values[name] - copysign(steps[name], slope), start[name])
            last[name] = slope
        if max(steps.values(), default=0.0) < _SETTLED:
            break
    return Fit(values, loss(examples, start), loss(examples, values))


def _kept(value: float, start: float) -> float:
    return max(value, KEPT * start) if start >= 0 else min(value, KEPT * start)


def _slopes(
    examples: Sequence[Example],
    values: Mapping[str, float],
    start: Mapping[str, float],
    spread: float,
    names: Iterable[str],
) -> dict[str, float]:
    """The gradient of the loss plus the prior, summed over pairs."""
    slopes: dict[str, float] = defaultdict(float)
    for example in examples:
        odds = log_odds(example.terms, values)
        share = 1.0 / (1.0 + exp(-max(-40.0, min(40.0, odds))))
        pull = example.count * (share - example.same)
        for name, factor in example.terms.items():
            slopes[name] += pull * factor
    return {name: slopes[name] + (values[name] - start[name]) / spread**2 for name in names}


def reliability(scored: Iterable[tuple[float, bool, float]], bounds: Sequence[float]) -> list[Bin]:
    """Of (score, same, count): what a score is worth, in bins between neighbouring bounds."""
    pairs = sorted(scored)
    bins = []
    for low, high in pairwise(bounds):
        inside = [p for p in pairs if low <= p[0] < high or (p[0] == high == bounds[-1])]
        count = sum(p[2] for p in inside)
        if count:
            mean = sum(p[0] * p[2] for p in inside) / count
            right = sum(p[2] for p in inside if p[1]) / count
            bins.append(Bin(low, high, count, mean, right))
    return bins
