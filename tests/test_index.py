"""The index in memory: candidates by shared keys, rare keys first."""

from __future__ import annotations

from resolver.index import LONG_POSTING, Index


def filled(rows: list[list[str]]) -> Index:
    index = Index()
    for number, keys in enumerate(rows):
        index.add(number, keys)
    return index


def test_candidates_share_a_key() -> None:
    index = filled([["a"], ["b"], ["a", "c"]])
    assert set(index.candidates(["a"], 10)) == {0, 2}
    assert index.candidates(["z"], 10) == []
    assert Index().candidates(["a"], 10) == []


def test_a_rare_shared_key_weighs_more_than_a_common_one() -> None:
    index = filled([["common"]] * 20 + [["rare"], ["common"]])
    assert index.candidates(["common", "rare"], 1) == [20]


def test_more_shared_keys_weigh_more() -> None:
    index = filled([["a"], ["a", "b"], ["b"]])
    assert index.candidates(["a", "b"], 3)[0] == 1


def test_ties_are_in_the_order_of_numbers_and_the_limit_holds() -> None:
    index = filled([["a"]] * 10)
    assert index.candidates(["a"], 4) == [0, 1, 2, 3]


def test_a_key_of_very_many_names_counts_only_when_nothing_rarer_is_shared() -> None:
    rows = [["common"]] * (LONG_POSTING + 1) + [["rare"]]
    index = filled(rows)
    assert index.candidates(["common", "rare"], 5) == [len(rows) - 1]
    assert index.candidates(["common"], 3) == [0, 1, 2]
