"""Two ways to run the command: in this process, and as users do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resolver.cli.main import cli

Invoke = Callable[..., Result]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
RESOLVER = str(Path(sys.executable).with_name("resolver"))


def cheapest(command: list[str], limit: float, tries: int = 8) -> float:
    """Seconds of processor time of the cheapest of several runs.

    Not the time on the clock: that measures whatever else the machine does as well. The
    commands measured neither wait nor start threads, so on an idle machine both agree.
    """
    best = float("inf")
    for _ in range(tries):
        before = os.times()
        subprocess.run(command, check=True, capture_output=True)
        after = os.times()
        spent = (
            after.children_user
            - before.children_user
            + after.children_system
            - before.children_system
        )
        best = min(best, spent)
        if best <= limit:
            break
    return best


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """`invoke("dedupe", "in.csv", input="...")` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def invoke_(*args: str, input: str | bytes | None = None) -> Result:  # noqa: A002
        return CliRunner().invoke(cli, args, input=input, prog_name="resolver")

    return invoke_


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The installed command in a process of its own, in the same empty folder."""

    def run_(
        *args: str | bytes, stdin: str = "", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [RESOLVER, *args],
            input=stdin,
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run_
