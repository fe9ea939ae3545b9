"""A service over a real file, for what pages show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver.service import Service
from resolver.store.sqlite import SqliteStore


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with SqliteStore(tmp_path / "names.db", timeout=0.2) as store:
        yield Service(store)
