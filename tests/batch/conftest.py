"""Archives in memory, through the whole engine in a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from resolver.mention import Kind, Mention

if find_spec("duckdb") is None or find_spec("pyarrow") is None:
    if os.environ.get("CI"):
        raise RuntimeError("duckdb and pyarrow are needed: pip install -e '.[test]'")
    pytest.skip("duckdb or pyarrow is not installed", allow_module_level=True)

from resolver.batch.run import Run, Settings
from resolver.constraints import NOTHING_DECIDED, Constraints

Names = Sequence[tuple[str, Kind]]


@pytest.fixture
def batch(tmp_path: Path) -> Iterator[Callable[[Names], Run]]:
    """A finished run over names; everything of it can be asked for."""
    with finished(tmp_path) as run:
        yield lambda names: run([(*name,) for name in names], None)


@pytest.fixture
def known(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """A finished run over mentions with all that is known of them, and decisions about them."""
    with finished(tmp_path) as run:

        def run_(mentions: Sequence[Mention], constraints: Constraints = NOTHING_DECIDED) -> Run:
            rows = []
            for m in mentions:
                unit = constraints.unit(m)
                further = (m.birth_date or "", m.country or "", m.context or "", unit)
                rows.append((m.name, m.kind, further))
            return run(rows, constraints)

        yield run_


@contextmanager
def finished(
    tmp_path: Path,
) -> Iterator[Callable[[Sequence[tuple[Any, ...]], Constraints | None], Run]]:
    """Runs in folders of their own, which are closed at the end."""
    runs: list[Run] = []

    def run_(rows: Sequence[tuple[Any, ...]], constraints: Constraints | None) -> Run:
        folder = Path(mkdtemp(dir=tmp_path)) / "work"
        run = Run(Settings(folder, {}, workers=1), lambda _step, _done, _of: None)
        runs.append(run)
        run.read(((at, *row) for at, row in enumerate(rows)), constraints)
        run.solve()
        return run

    yield run_
    for run in runs:
        run.close()
