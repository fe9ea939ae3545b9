"""What is done otherwise for archives of many millions, on small ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest
from benchmarks.archive import mentions

from resolver.batch import duckdb, result
from resolver.batch.run import Run
from resolver.mention import Kind

Batch = Callable[[Sequence[tuple[str, Kind]]], Run]


@pytest.fixture(scope="module")
def names() -> list[tuple[str, Kind]]:
    return [(mention.name, Kind.PERSON) for mention in mentions(400, 3, mixed=True)]


def answer(run: Run) -> str:
    return json.dumps([[*run.rows()], [*run.entities()], [*run.suggestions()], run.counts()])


def test_entities_gathered_in_turns_are_the_same(
    batch: Batch, names: list[tuple[str, Kind]], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = answer(batch(names))
    monkeypatch.setattr(result, "NAMES_AT_ONCE", 50)
    assert answer(batch(names)) == at_once


def test_memory_grows_with_the_archive_unless_it_is_limited(
    batch: Batch, names: list[tuple[str, Kind]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def limit(run: Run) -> str:
        asked = "SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'"
        found: str = run.engine.fetch(asked).column(0)[0].as_py()
        return found

    small = limit(batch(names))
    monkeypatch.setattr(duckdb, "BYTES_A_ROW", 2_500_000)  # as if there were more rows
    assert (small, limit(batch(names))) == ("366.2 MiB", "953.6 MiB")
