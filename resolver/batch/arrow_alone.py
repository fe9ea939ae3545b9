"""Arrow without pandas: at the first list it is given it looks for pandas, and imports it where
it is installed, which takes longer than a small archive and serves nothing here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType

import pyarrow as pa


class _NoPandas:
    """Stands before whatever finds modules."""

    @staticmethod
    def find_spec(name: str, _path: Sequence[str] | None, _of: ModuleType | None = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def arrow_alone() -> None:
    """Let Arrow look for pandas once and find none. Later imports of pandas are as ever."""
    if "pandas" in sys.modules:
        return
    sys.meta_path.insert(0, _NoPandas)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(_NoPandas)
