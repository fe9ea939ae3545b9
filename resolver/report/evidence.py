"""Samples put into evidence: why two spellings were merged, and what ties those of a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from resolver.compare import Verdict, judge
from resolver.explain import Naming
from resolver.names import Name
from resolver.report.digest import Member, Reason, Tie
from resolver.showing.drawing import Style
from resolver.weights import odds_of

_TELLING = 0.05
_SURE = 1 - 1e-12
_CONTEXT = (
    "what the archive knows besides these two names, as how often it has each word: a rare one "
    "beside a frequent one is a slip of it, two frequent ones are two"
)


def reasons(a: Name, b: Name, score: float | None = None) -> tuple[float, tuple[Reason, ...]]:
    """The score and the evidence behind it, in the names of the standards, strongest first
    and what speaks against any two names last.

    Where an archive has scored the two otherwise than by themselves, a last reason says so.
    """
    found = judge(a, b).explained(Naming.ORIGINALS)
    evidence = sorted(found.evidence, key=lambda one: (one.part == "base", -abs(one.weight)))
    lines = [Reason(one.weight, one.text) for one in evidence]
    if score is None:
        return found.score, tuple(lines)
    differs = odds_of(min(score, _SURE)) - sum(line.weight for line in lines)
    if abs(differs) >= _TELLING:
        lines.append(Reason(differs, _CONTEXT))
    return score, tuple(lines)


def tied(
    names: Sequence[Name], spelled: Sequence[tuple[str, int]], alike: Sequence[int]
) -> tuple[list[Member], list[Tie]]:
    """The members of a cluster and the evidence between any two that may be one; names with the
    same number in `alike` have words that the archive means alike."""
    ties = []
    for (i, a), (j, b) in combinations(enumerate(names), 2):
        found = judge(a, b)
        if found.verdict is Verdict.MATCH:
            ties.append(Tie(i, j, found.score, Style.STRONG))
        elif alike[i] == alike[j]:
            ties.append(Tie(i, j, found.score, Style.ALIKE))
        elif found.verdict is Verdict.REVIEW:
            ties.append(Tie(i, j, found.score, Style.WEAK))
    members = []
    for at, (spelling, count) in enumerate(spelled):
        own = [number for number, tie in enumerate(ties) if at in (tie.a, tie.b)]
        nearest = max(own, key=lambda number: ties[number].score, default=None)
        members.append(Member(spelling, count, nearest))
    return members, ties
