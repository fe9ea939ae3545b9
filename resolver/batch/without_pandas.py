"""Libraries without pandas: some look for it when they are imported or first used, and import it
where it is installed, which takes longer than a small archive and serves nothing here."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType


class _NoPandas:
    """Stands before whatever finds modules."""

    @staticmethod
    def find_spec(name: str, _path: Sequence[str] | None, _of: ModuleType | None = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


@contextmanager
def without_pandas() -> Iterator[None]:
    """Whoever looks for pandas finds none. Later imports of it are as ever."""
    sys.meta_path.insert(0, _NoPandas)
    try:
        yield
    finally:
        sys.meta_path.remove(_NoPandas)
