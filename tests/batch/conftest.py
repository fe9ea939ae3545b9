"""Archives in memory, through the whole engine in a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from resolver.mention import Kind

if find_spec("duckdb") is None or find_spec("pyarrow") is None:
    if os.environ.get("CI"):
        raise RuntimeError("duckdb and pyarrow are needed: pip install -e '.[test]'")
    pytest.skip("duckdb or pyarrow is not installed", allow_module_level=True)

from resolver.batch.run import Run, Settings

Names = Sequence[tuple[str, Kind]]


@pytest.fixture
def batch(tmp_path: Path) -> Iterator[Callable[[Names], Run]]:
    """A finished run over names; everything of it can be asked for."""
    runs: list[Run] = []

    def run_(names: Names) -> Run:
        folder = tmp_path / f"work{len(runs)}"
        run = Run(Settings(folder, {}, workers=1), lambda _step, _done, _of: None)
        runs.append(run)
        run.read((row, name, kind) for row, (name, kind) in enumerate(names))
        run.solve()
        return run

    yield run_
    for run in runs:
        run.close()
