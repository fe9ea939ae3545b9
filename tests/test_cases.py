"""The hand-made pairs of `data/cases`: what is two stays two, what is one is found."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from resolver.compare import Comparison, Verdict, compare
from resolver.keys import keys_of
from resolver.mention import Kind
from resolver.names import Name, analyze

CASES = Path(__file__).parent.parent / "data" / "cases"
MOST_LOOKALIKES_JOINED = 0.02
FEWEST_VARIANTS_JOINED = 0.98

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def names_of(row: Row) -> tuple[Name, Name]:
    kind = Kind(row["kind"])
    return analyze(row["name_a"], kind), analyze(row["name_b"], kind)


def judged(row: Row) -> Comparison:
    return compare(*names_of(row))


def listed(failed: Sequence[Row]) -> str:
    lines = []
    for row in failed:
        found = judged(row)
        pair = f"{row['name_a']} / {row['name_b']}"
        lines.append(f"[{row['group']}] {pair}: {found.verdict} {found.score:.3f}, {found.why()}")
    return "\n".join(lines)


def joined_share(name: str, chosen: Sequence[Row], *, wrong: Verdict | None) -> tuple[float, str]:
    """Share of pairs judged a match, and a listing of those judged wrongly."""
    verdicts = [judged(row).verdict for row in chosen]
    matches = sum(verdict is Verdict.MATCH for verdict in verdicts)
    failed = [
        row
        for row, verdict in zip(chosen, verdicts, strict=True)
        if (verdict is Verdict.MATCH) == (wrong is Verdict.MATCH)
    ]
    listing = listed(failed)
    if listing:
        print(f"{name}: {len(failed)} of {len(chosen)} fail\n{listing}")
    return matches / len(chosen), listing


def test_at_most_two_lookalikes_in_a_hundred_are_judged_a_match() -> None:
    share, listing = joined_share("lookalikes", rows("lookalikes"), wrong=Verdict.MATCH)
    assert share <= MOST_LOOKALIKES_JOINED, listing


def test_at_least_98_variants_in_a_hundred_are_judged_a_match() -> None:
    certain = [row for row in rows("variants") if row["expect"] == "match"]
    share, listing = joined_share("variants", certain, wrong=None)
    assert share >= FEWEST_VARIANTS_JOINED, listing


def test_what_only_a_clerk_can_decide_is_never_judged_different() -> None:
    doubtful = [row for row in rows("variants") if row["expect"] == "review"]
    failed = [row for row in doubtful if judged(row).verdict is Verdict.DIFFERENT]
    assert not failed, listed(failed)


def test_variants_are_found_by_their_blocking_keys() -> None:
    """Names that share no key are never compared, so this bounds what can be found."""
    certain = [row for row in rows("variants") if row["expect"] == "match"]
    missed = []
    for row in certain:
        a, b = names_of(row)
        if set(keys_of(a)).isdisjoint(keys_of(b)):
            missed.append(f"{a.text} / {b.text}")
    assert len(missed) <= 0.01 * len(certain), missed


@pytest.mark.parametrize(("name", "fewest"), [("lookalikes", 180), ("variants", 200)])
def test_the_pairs_are_many_and_none_stands_twice(name: str, fewest: int) -> None:
    pairs = {(row["kind"], frozenset((row["name_a"], row["name_b"]))) for row in rows(name)}
    assert len(pairs) == len(rows(name)) >= fewest
    assert all(len(pair) == 2 for _, pair in pairs)
    assert {row["kind"] for row in rows(name)} == {kind.value for kind in Kind}
    assert all(row["group"] and row["note"] for row in rows(name))


def test_no_pair_stands_in_both_files() -> None:
    first, second = (
        {frozenset((row["name_a"], row["name_b"])) for row in rows(name)}
        for name in ("lookalikes", "variants")
    )
    assert first.isdisjoint(second)
