"""A real app over a real file: what every test of the API stands on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from resolver.service import Service
from resolver.store.sqlite import SqliteStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "names.db", timeout=0.2) as opened:
        yield opened


@pytest.fixture
def client(store: SqliteStore) -> Iterator[TestClient]:
    app = create_app(Service(store))
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened
