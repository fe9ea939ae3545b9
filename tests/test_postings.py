"""Lists merged no further than asked for give what merging all of them gives."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.errors import DamagedData
from resolver.sieve import FAR_LESS
from resolver.store.packed_keys import packed, unpacked
from resolver.store.postings import Posting, Ranked, ranked

TOTAL = 1_000

lists = st.lists(
    st.tuples(st.sampled_from(("s:", "x:")), st.sets(st.integers(1, 120), min_size=1)), max_size=9
)


def _postings(found: list[tuple[str, set[int]]]) -> list[Posting]:
    """Rarest first, as a store reads them."""
    rows = [
        Posting(len(ids), f"{prefix}{number}", packed(sorted(ids)))
        for number, (prefix, ids) in enumerate(found)
    ]
    return sorted(rows)


def _all(postings: list[Posting], limit: int) -> list[Ranked]:
    """Every name with the sum of its keys, added in the order of rarity."""
    worth: dict[int, float] = {}
    paired: set[int] = set()
    for posting in postings:
        for name_id in unpacked(posting.name_ids):
            worth[name_id] = worth.get(name_id, 0.0) + log(1 + TOTAL / posting.carriers)
            if posting.key.startswith("x:"):
                paired.add(name_id)
    found = [Ranked(name_id, score, name_id in paired) for name_id, score in worth.items()]
    return sorted(found, key=lambda one: (-one.worth, one.name_id))[:limit]


@dataclass
class Least:
    least: float = 0.0

    def passes(self, name: str) -> bool:
        raise AssertionError(name)


@settings(max_examples=300)
@given(lists, st.integers(1, 40))
def test_the_parts_together_are_the_best_of_all_names(
    found: list[tuple[str, set[int]]], limit: int
) -> None:
    postings = _postings(found)
    parts = list(ranked(postings, TOTAL, limit))
    assert [one for part in parts for one in part] == _all(postings, limit)


@settings(max_examples=200)
@given(lists, st.integers(1, 40))
def test_no_part_has_a_name_that_is_worth_far_less_than_its_first(
    found: list[tuple[str, set[int]]], limit: int
) -> None:
    for part in ranked(_postings(found), TOTAL, limit):
        assert all(one.worth >= part[0].worth * FAR_LESS for one in part)


@settings(max_examples=200)
@given(lists, st.integers(1, 40), st.floats(0.0, 1.2))
def test_a_sieve_takes_away_only_names_worth_less_than_it_asks(
    found: list[tuple[str, set[int]]], limit: int, share: float
) -> None:
    postings = _postings(found)
    expected = _all(postings, limit)
    sieve, came = Least(), list[Ranked]()
    for part in ranked(postings, TOTAL, limit, sieve):
        came += part
        sieve.least = expected[0].worth * share if expected else 0.0
    assert came == expected[: len(came)]
    assert all(one.worth < sieve.least for one in expected[len(came) :])


@pytest.mark.parametrize("name_ids", [b"x", b"12345", b""])
def test_a_list_that_holds_no_whole_ids_is_damage(name_ids: bytes) -> None:
    with pytest.raises(DamagedData, match="rebuild"):
        list(ranked([Posting(1, "s:a", name_ids)], TOTAL, 5))
