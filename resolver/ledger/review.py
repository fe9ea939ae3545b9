"""Which suggestion is open, and which comes first.

A suggestion is between two nodes, asks about the two clusters they are in, and is

    superseded   when both are in one cluster, or one is not a name, or a decision that holds
                 (apart, or unsure) is younger than the suggestion, or a better suggestion
                 asks the same
    decided      the same, when the decision was made on this very suggestion
    open         otherwise; and raised anew after a decision, it says which

Nothing is remembered of how it came to its state, so that undoing a decision opens again
what it had closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log2
from typing import NamedTuple

from resolver.ledger.tables import Asked

OPEN, DECIDED, SUPERSEDED = "open", "decided", "superseded"

BETTER = 0.05
"""Evidence is new when the score grew by this much."""

_ATTRIBUTES = ("birth.", "country.", "company.")


class Standing(NamedTuple):
    """State and priority of a suggestion; `again` is the decision that it comes back after."""

    state: str
    priority: float
    again: int | None


def uncertainty(score: float) -> float:
    """Binary entropy of a score, in bits: 1 where both answers are as likely."""
    if not 0.0 < score < 1.0:
        return 0.0
    return -score * log2(score) - (1 - score) * log2(1 - score)


def priority(score: float, mentions_a: int, mentions_b: int) -> float:
    """Uncertainty times mentions affected, these on a scale of doublings.

    The number of times that each side has doubled: as a plain product the largest entity
    would stand before every doubt, and every new mention would reorder the queue.
    """
    affected = max(1, mentions_a.bit_length()) + max(1, mentions_b.bit_length())
    return round(uncertainty(score) * affected, 6)


def doubled(mentions: int) -> bool:
    """Whether an entity's suggestions change priority when it comes to have so many."""
    return mentions & (mentions - 1) == 0


def standings(
    asked: Iterable[Asked], answers: Mapping[tuple[int, int], int]
) -> dict[int, Standing]:
    """The state of suggestions; all that ask about the same two clusters must be there.

    `answers` maps two roots, the smaller first, to the last decision that answers them.
    """
    found: dict[int, Standing] = {}
    best: dict[tuple[int, int], Asked] = {}
    for one in sorted(asked, key=lambda one: (-one.score, one.number)):
        pair = (min(one.root_a, one.root_b), max(one.root_a, one.root_b))
        answer = answers.get(pair)
        closed = (
            one.root_a == one.root_b
            or one.junk_a
            or one.junk_b
            or (answer is not None and answer > one.raised)
        )
        if not closed and pair not in best:
            best[pair] = one
            worth = priority(one.score, one.mentions_a, one.mentions_b)
            found[one.number] = Standing(OPEN, worth, answer)
        else:
            state = DECIDED if closed and one.answered is not None else SUPERSEDED
            found[one.number] = Standing(state, 0.0, None)
    return found


def news(
    score: float, evidence: Iterable[str], old_score: float, old_evidence: Iterable[str]
) -> tuple[str, ...]:
    """What is new since a suggestion was decided: attributes, or a clearly better score."""
    before = set(old_evidence)
    found = [code for code in evidence if code.startswith(_ATTRIBUTES) and code not in before]
    if score >= old_score + BETTER:
        found.append("score")
    return tuple(found)
