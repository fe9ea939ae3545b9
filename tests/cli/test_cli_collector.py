"""The collector of garbage looks through new objects only."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from resolver.cli.collector import leave_what_stays_alone


@pytest.fixture
def settled() -> Iterator[None]:
    before, callbacks = gc.get_threshold(), list(gc.callbacks)
    leave_what_stays_alone()
    yield
    gc.callbacks[:] = callbacks
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("generation", [0, 1, 2])
def test_what_survived_a_collection_is_not_looked_at_again(generation: int) -> None:
    gc.collect()
    kept = [[number] for number in range(5_000)]
    assert len(gc.get_objects()) > len(kept)
    gc.collect(generation)
    assert len(gc.get_objects()) < len(kept)
    assert gc.get_freeze_count() > len(kept)


@pytest.mark.usefixtures("settled")
def test_new_cycles_are_still_found() -> None:
    cycle: list[object] = []
    cycle.append(cycle)
    del cycle
    assert gc.collect() >= 1
