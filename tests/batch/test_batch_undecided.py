"""Suggestions of many components at once are those of each by itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from resolver.batch.undecided import undecided
from resolver.cluster import cluster
from resolver.partition import Pair
from resolver.weights import weights

SCORES = st.sampled_from([0.1, 0.3, 0.5, 0.9, 0.95])


@st.composite
def components(draw: st.DrawFn) -> tuple[list[int], dict[Pair, float]]:
    count = draw(st.integers(2, 6))
    pair = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    edges = draw(st.dictionaries(pair.filter(lambda ends: ends[0] < ends[1]), SCORES, max_size=12))
    return draw(st.lists(st.integers(0, 2), min_size=count, max_size=count)), edges


@given(st.lists(components(), min_size=1, max_size=4))
def test_they_are_what_each_component_suggests(
    given_: list[tuple[list[int], dict[Pair, float]]],
) -> None:
    match, review = (weights()[f"threshold.{name}"] for name in ("match", "review"))
    roots: list[int] = []
    every: list[tuple[int, int, float, int]] = []
    expected = []
    for number, (tiers, scores) in enumerate(given_):
        first, edges = len(roots), {p: s for p, s in scores.items() if s >= review}
        found = cluster(tiers, edges, lambda _i, _j: 1.0, match=match, review=review)
        quiet = cluster(tiers, edges, lambda _i, _j: 1.0, match=match, review=review, suggest=False)
        assert (quiet.cluster_of, quiet.suggestions) == (found.cluster_of, [])
        roots += [first + root for root in found.cluster_of]
        every += [(first + i, first + j, score, number) for (i, j), score in scores.items()]
        expected += [(first + x.a, first + x.b, x.score) for x in found.suggestions]
    a, b, strength, component = map(np.array, zip(*every, strict=True)) if every else ([],) * 4
    chosen = undecided(
        np.array(roots),
        np.array(a, np.int64),
        np.array(b, np.int64),
        np.array(strength, np.float64),
        np.array(component, np.int64),
    )
    assert [every[at][:3] for at in chosen.tolist()] == expected
