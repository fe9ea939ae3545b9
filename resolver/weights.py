"""The weights of evidence and the thresholds of verdicts: `rules/weights.csv`.

Weights are natural-log odds; the score is the logistic function of their sum.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final

from resolver.rules import table

_MOST_ODDS: Final = 40.0


# Asked for in every comparison, which a cached function would make five times as dear.
_weights: Final[dict[str, float]] = {}


def weights() -> dict[str, float]:
    """Name of a weight -> log-odds."""
    if not _weights:
        _weights.update({row["name"]: float(row["value"]) for row in table("weights")})
    return _weights


@cache
def weights_by_hand() -> dict[str, float]:
    """What each weight was set to by hand, around which `resolver weights fit` looks."""
    return {row["name"]: float(row["value"]) for row in table("weights_by_hand")}


def probability(log_odds: float) -> float:
    """The logistic function, safe for any finite log-odds."""
    if log_odds > _MOST_ODDS:
        log_odds = _MOST_ODDS
    elif log_odds < -_MOST_ODDS:
        log_odds = -_MOST_ODDS
    return 1.0 / (1.0 + math.exp(-log_odds))


def odds_of(score: float) -> float:
    """The log-odds of a score above 0 and below 1: the inverse of `probability`."""
    return math.log(score / (1.0 - score))
