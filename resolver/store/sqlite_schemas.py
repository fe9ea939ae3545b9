"""What makes tables in a SQLite file and changes them: sqlite-utils, imported without pandas."""

from __future__ import annotations

from resolver.batch.without_pandas import without_pandas

with without_pandas():
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations"]
