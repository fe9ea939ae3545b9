"""A run that was stopped anywhere goes on to the very same answers.

The tables of small archives that queries make are gone with the run, and are made again.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.archive import mentions

from resolver.batch import duckdb
from resolver.batch.run import Run, Settings
from resolver.mention import Kind

from .inline import Inline

ROWS = [
    *((at, one.name, Kind.PERSON) for at, one in enumerate(mentions(80, 5, mixed=True))),
    *((200 + at, place, Kind.PLACE) for at, place in enumerate(("Astana", "Астана", "Almaty"))),
]
Outcome = tuple[list[object], list[object], list[object], dict[str, int]]


def settings(folder: Path) -> Settings:
    return Settings(folder, {}, resume=True, workers=1)


def outcome(run: Run) -> Outcome:
    run.read(ROWS)
    run.solve()
    return [*run.rows()], [*run.entities()], [*run.suggestions()], run.counts()


def test_a_run_that_was_stopped_goes_on_to_the_same_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before a step or a function that needs what queries of earlier steps made."""
    monkeypatch.setattr(duckdb, "ProcessPoolExecutor", Inline)
    with Run(settings(tmp_path / "whole"), lambda _n, _d, _o: None) as run:
        expected = outcome(run)
    for stop in ("gathering", "relation_few", "settled", "suggested"):

        def told(name: str, _done: int, _of: int, stop: str = stop) -> None:
            if name == stop:
                raise KeyboardInterrupt

        stopped = Run(settings(tmp_path / stop), told)
        with pytest.raises(KeyboardInterrupt):
            outcome(stopped)
        stopped.close()
        with Run(settings(tmp_path / stop), lambda _n, _d, _o: None) as run:
            assert outcome(run) == expected, stop
