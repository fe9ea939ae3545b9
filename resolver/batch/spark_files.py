"""A work folder on any file system that Spark can reach: HDFS, object stores, shared disks."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession


class HadoopFolder:
    """A folder by its URI, through Spark's own file systems and credentials; files pass through
    a temporary one here, one at a time."""

    def __init__(self, session: SparkSession, uri: str) -> None:
        self.uri = uri.rstrip("/")
        context = session.sparkContext
        jvm: Any = context._jvm  # Spark has no public way to its file systems
        self._path = jvm.org.apache.hadoop.fs.Path
        with _as_os_error():
            configuration = context._jsc.hadoopConfiguration()
            self._files = self._path(self.uri).getFileSystem(configuration)

    def __str__(self) -> str:
        return self.uri

    def names(self, inside: str = "") -> list[str]:
        path = self._at(inside)
        with _as_os_error():
            if not self._files.exists(path):
                return []
            return sorted(found.getPath().getName() for found in self._files.listStatus(path))

    @contextmanager
    def receive(self, name: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="resolver-") as here:
            path = Path(here) / "file"
            yield path
            with _as_os_error():
                self._files.delete(self._at(name), True)  # noqa: FBT003 - a Java method
                self._files.copyFromLocalFile(self._path(f"file://{path}"), self._at(name))

    @contextmanager
    def lend(self, name: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="resolver-") as here:
            path = Path(here) / "file"
            with _as_os_error():
                self._files.copyToLocalFile(self._at(name), self._path(f"file://{path}"))
            yield path

    def remove(self, name: str = "") -> None:
        with _as_os_error():
            self._files.delete(self._at(name), True)  # noqa: FBT003 - a Java method

    def _at(self, name: str) -> Any:
        return self._path(f"{self.uri}/{name}" if name else self.uri)


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except Py4JJavaError as error:
        said = str(error.java_exception).splitlines()[0]
        raise OSError(errno.EIO, said[:300]) from error
