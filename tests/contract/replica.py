"""One replica as a process: `resolver serve` over a database on a server."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE_SECONDS = 60


class Answer(NamedTuple):
    """An answer over HTTP; headers by their names in small letters, JSON parsed."""

    status: int
    headers: Mapping[str, str]
    body: Any


class Replica:
    """A running server whose database is named as in production, by its environment."""

    def __init__(self, url: str, *options: str) -> None:
        handle, log = tempfile.mkstemp(prefix="replica-", suffix=".log")
        self.log = Path(log)
        with os.fdopen(handle, "wb") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from resolver.cli.main import main; main()", "serve",
                 "--port", "0", *options],
                env={**os.environ, "RESOLVER_DATABASE": url},
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )  # fmt: skip

    def wait(self) -> None:
        """Until it answers."""
        self.address = self._address()

    def _address(self) -> tuple[str, int]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if told := re.search(r"http://(127\.0\.0\.1):(\d+)", self.log.read_text("utf-8")):
                return told[1], int(told[2])
            time.sleep(0.05)
        raise AssertionError(self.log.read_text("utf-8"))

    def connect(self) -> HTTPConnection:
        return HTTPConnection(*self.address, timeout=30)

    def call(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        connection = self.connect()
        try:
            return call(connection, method, path, body, headers)
        finally:
            connection.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """The exit code of a server that is told to end."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE_SECONDS)
        finally:
            self.kill()
            self.log.unlink(missing_ok=True)


def call(
    connection: HTTPConnection,
    method: str,
    path: str,
    body: object = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    content = None if body is None else json.dumps(body)
    connection.request(
        method, path, content, {"Content-Type": "application/json", **(headers or {})}
    )
    got = connection.getresponse()
    said = got.read()
    named = {name.lower(): value for name, value in got.getheaders()}
    is_json = named.get("content-type", "").endswith("json")
    return Answer(got.status, named, json.loads(said) if is_json else said.decode())
