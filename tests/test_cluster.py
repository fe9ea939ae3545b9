"""From judged pairs to clusters: contradictions, tiers and suggestions."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from resolver.cluster import cluster
from resolver.partition import Beyond, Limits, Pair, Partition

MATCH, REVIEW = 0.9, 0.3


def clustered(tiers: list[int], edges: Mapping[Pair, float], other: float = 0.2) -> Partition:
    """Pairs without an edge score `other`: neither alike nor contradicting by default."""

    def score(i: int, j: int) -> float:
        pair = (i, j) if i < j else (j, i)
        return edges.get(pair, 1.0 if i == j else other)

    return cluster(
        tiers,
        {pair: found for pair, found in edges.items() if found >= REVIEW},
        score,
        match=MATCH,
        review=REVIEW,
    )


def groups(partition: Partition) -> set[frozenset[int]]:
    roots = set(partition.cluster_of)
    return {
        frozenset(i for i, root in enumerate(partition.cluster_of) if root == chosen)
        for chosen in roots
    }


def test_matches_join_and_the_rest_stays_apart() -> None:
    partition = clustered([0, 0, 0], {(0, 1): 0.95})
    assert groups(partition) == {frozenset({0, 1}), frozenset({2})}
    assert [(link.a, link.b) for link in partition.merges] == [(0, 1)]


def test_a_chain_never_joins_its_contradicting_ends() -> None:
    partition = clustered([0, 0, 0], {(0, 1): 0.99, (1, 2): 0.95, (0, 2): 0.01})
    assert groups(partition) == {frozenset({0, 1}), frozenset({2})}


def test_the_refused_end_of_a_chain_is_suggested() -> None:
    partition = clustered([0, 0, 0], {(0, 1): 0.99, (1, 2): 0.95, (0, 2): 0.01})
    assert [(link.a, link.b) for link in partition.suggestions] == [(1, 2)]


def test_a_chain_without_contradiction_is_one_cluster() -> None:
    assert len(groups(clustered([0, 0, 0], {(0, 1): 0.95, (1, 2): 0.95}))) == 1


def test_a_short_name_joins_the_only_full_one_it_fits() -> None:
    partition = clustered([0, 2], {(0, 1): 0.5})
    assert len(groups(partition)) == 1


def test_a_short_name_that_fits_two_stays_apart_and_is_suggested_to_both() -> None:
    partition = clustered([0, 0, 2], {(0, 2): 0.5, (1, 2): 0.5}, other=0.0)
    assert len(groups(partition)) == 3
    assert {(link.a, link.b) for link in partition.suggestions} == {(0, 2), (1, 2)}


def test_short_names_that_fit_two_are_not_joined_to_each_other_either() -> None:
    edges = {(0, 2): 0.95, (1, 2): 0.95, (0, 3): 0.95, (1, 3): 0.95, (2, 3): 0.99}
    partition = clustered([0, 0, 1, 1], edges, other=0.0)
    assert len(groups(partition)) == 4
    assert {(link.a, link.b) for link in partition.suggestions} == set(edges)


def dominated(full: int, rival: int) -> Partition:
    """A short name, node 2, that fits two full ones with so many mentions."""
    return cluster(
        [0, 0, 1],
        {(0, 2): 0.95, (1, 2): 0.95},
        lambda _i, _j: 0.0 if {_i, _j} == {0, 1} else 0.95,
        match=MATCH,
        review=REVIEW,
        mentions=[full, rival, 1],
    )


def test_a_short_name_joins_the_full_one_that_dominates_all_it_fits() -> None:
    assert dominated(9, 1).cluster_of == [0, 1, 0]
    assert dominated(1, 9).cluster_of == [0, 1, 1]


def test_a_short_name_joins_none_of_two_that_are_mentioned_alike() -> None:
    assert dominated(3, 2).cluster_of == [0, 1, 2]


def test_a_review_between_full_names_is_suggested_and_not_merged() -> None:
    partition = clustered([0, 0], {(0, 1): 0.6})
    assert len(groups(partition)) == 2
    assert [link.score for link in partition.suggestions] == [0.6]


def test_the_best_edges_merge_first() -> None:
    edges = {(0, 1): 0.91, (1, 2): 0.99, (0, 2): 0.01}
    assert groups(clustered([0, 0, 0], edges)) == {frozenset({1, 2}), frozenset({0})}


def test_a_cluster_is_named_by_its_smallest_node() -> None:
    assert clustered([0, 0, 0], {(1, 2): 0.95}).cluster_of == [0, 1, 1]


def test_nothing_makes_no_clusters() -> None:
    assert clustered([], {}).cluster_of == []


def beyond(vague: list[int], parted: set[frozenset[int]], mentions: list[int] | None) -> Partition:
    """Three names that all match, of which only dates tell some apart."""
    return cluster(
        [0, 0, 0],
        {
            (i, j): 0.99
            for i in range(3)
            for j in range(i + 1, 3)
            if frozenset({i, j}) not in parted
        },
        lambda i, j: 0.0 if frozenset({i, j}) in parted else 0.99,
        match=MATCH,
        review=REVIEW,
        mentions=mentions,
        beyond=Beyond(vague, lambda i, j: frozenset({i, j}) in parted),
    )


TWO_DATES = {frozenset({0, 1})}


def test_a_name_without_a_date_joins_neither_of_two_namesakes_with_dates() -> None:
    partition = beyond([0, 0, 6], TWO_DATES, None)
    assert partition.cluster_of == [0, 1, 2]
    assert partition.torn == [2]
    assert {(link.a, link.b) for link in partition.suggestions} == {(0, 2), (1, 2)}


def test_a_name_without_a_date_joins_the_namesake_that_dominates() -> None:
    assert beyond([0, 0, 6], TWO_DATES, [1, 9, 1]).cluster_of == [0, 1, 1]


def test_a_name_without_a_date_joins_those_that_nothing_tells_apart() -> None:
    assert beyond([0, 0, 6], set(), None).cluster_of == [0, 0, 0]


def test_a_name_that_fits_two_which_people_keep_apart_joins_neither() -> None:
    partition = cluster(
        [0, 0, 0],
        {(0, 2): 0.99, (1, 2): 0.99, (0, 1): 0.99},
        lambda _i, _j: 0.99,
        match=MATCH,
        review=REVIEW,
        limits=Limits(apart=[(0, 1)]),
        beyond=Beyond([6, 6, 7], lambda _i, _j: False),
    )
    assert partition.cluster_of == [0, 1, 2]


def test_a_short_name_that_people_put_to_a_full_one_fits_no_other() -> None:
    partition = cluster(
        [0, 0, 2],
        {(0, 2): 0.5, (1, 2): 0.5},
        lambda i, j: 0.0 if {i, j} == {0, 1} else 0.5,
        match=MATCH,
        review=REVIEW,
        limits=Limits(together=[(1, 2)]),
    )
    assert partition.cluster_of == [0, 1, 1]
    assert partition.torn == []


@given(
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
    st.sampled_from([0.0, 0.3, 0.5, 0.9, 0.95]),
    st.sampled_from([0.0, 0.1, 0.5]),
)
def test_two_nodes_are_settled_as_they_are_beside_a_stranger(
    tiers: tuple[int, int], strength: float, other: float
) -> None:
    def score(i: int, j: int) -> float:
        return strength if strength >= MATCH and 2 not in (i, j) else other

    edges = {(0, 1): strength} if strength >= REVIEW else {}
    alone = cluster([*tiers], edges, score, match=MATCH, review=REVIEW)
    beside = cluster([*tiers, 0], edges, score, match=MATCH, review=REVIEW)
    assert beside.cluster_of == [*alone.cluster_of, 2]
    assert (beside.merges, beside.suggestions) == (alone.merges, alone.suggestions)
    assert beside.torn == alone.torn
