"""Names that wait are sorted by their keys, in whichever way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.store.backlog import (
    LONGEST_SECONDS,
    Backlog,
    Lot,
    Waiting,
    collected_lists,
    sorted_lists,
)
from resolver.store.packed_keys import packed, packed_numbers

numbers = st.one_of(st.integers(-3, 3), st.integers(-(2**63), 2**63 - 1))
names = st.one_of(st.integers(0, 5), st.integers(0, 2**32 - 1))


@given(st.lists(st.tuples(numbers, names), max_size=30))
def test_lists_that_are_sorted_are_those_that_are_collected(pairs: list[tuple[int, int]]) -> None:
    """Names of one key in the order in which they came."""
    pytest.importorskip("numpy")
    keys = bytearray(b"".join(packed_numbers([number]) for number, _ in pairs))
    found = sorted_lists(keys, bytearray(packed(name for _, name in pairs)))
    wanted = {
        number: packed(name for other, name in pairs if other == number) for number, _ in pairs
    }
    assert dict(zip(*found, strict=True)) == wanted
    assert [*found[0]] == sorted(wanted)
    assert collected_lists(keys, bytearray(packed(name for _, name in pairs))) == found


@pytest.mark.parametrize(
    ("listed", "most"), [(0, 40_000), (160_000, 40_000), (400_000, 100_000), (9_000_000, 150_000)]
)
def test_more_names_wait_where_many_are_listed_already(listed: int, most: int) -> None:
    found = Backlog(clock=lambda: 0.0)
    found.add(Waiting(Lot(listed + 1, listed + most - 1), b"", b"", []))
    found.keep()
    assert not found.is_due()
    found.add(Waiting(Lot(listed + most, listed + most), b"", b"", []))
    found.keep()
    assert found.is_due()


def test_nobody_waits_longer_where_many_are_listed_already() -> None:
    time = [0.0]
    found = Backlog(clock=lambda: time[0])
    found.add(Waiting(Lot(9_000_000, 9_000_001), b"", b"", []))
    found.keep()
    assert not found.is_due()
    time[0] = LONGEST_SECONDS + 0.1
    assert found.is_due()
