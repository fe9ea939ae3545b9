"""Where a run keeps everything between two steps: a folder here, or wherever an engine has one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol


class Folder(Protocol):
    """Files by name; `name` may lead through folders, as in "table/part-1". Raises OSError."""

    uri: str  # as engines read and write it

    def names(self, inside: str = "") -> list[str]:
        """What is in it, or in a folder of it, in order; nothing where there is none."""

    def receive(self, name: str) -> AbstractContextManager[Path]:
        """A file to be written, which is in the folder afterwards."""

    def lend(self, name: str) -> AbstractContextManager[Path]:
        """A file to be read."""

    def remove(self, name: str = "") -> None:
        """A file or folder of it, or all of it."""


class LocalFolder:
    """A folder of this machine, or one that it shares with others."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.uri = f"file://{self.path}"

    def __str__(self) -> str:
        return str(self.path)

    def names(self, inside: str = "") -> list[str]:
        path = self.path / inside
        return sorted(found.name for found in path.iterdir()) if path.exists() else []

    @contextmanager
    def receive(self, name: str) -> Iterator[Path]:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        yield path

    @contextmanager
    def lend(self, name: str) -> Iterator[Path]:
        yield self.path / name

    def remove(self, name: str = "") -> None:
        path = self.path / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
