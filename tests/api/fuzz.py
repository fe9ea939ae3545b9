"""The OpenAPI document against a real server: whatever it allows is answered as it says.

    python -m tests.api.fuzz --cases 10000

Schemathesis makes up requests, good and bad, with all of its checks, until so many were sent:
in rounds, each with another seed and an empty archive. Ends with 1 after a round that fails,
with its report and the seed that makes it again.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Round:
    """What became of one run: requests sent, and what is wrong, in words; nothing if good."""

    seed: int
    cases: int
    wrong: str


def ran(folder: Path, *, examples: int, seed: int, seconds: int | None = None) -> Round:
    """Send `examples` requests an operation, beside those that schemathesis always sends.

    With `seconds` more are made up until the time is over.
    """
    log = folder / f"server-{seed}.log"
    with _server(folder / f"names-{seed}.db", log) as url:
        limit = [] if seconds is None else ["--max-time", str(seconds)]
        done = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "--config-file",
             str(HERE / "schemathesis.toml"), "run", f"{url}/openapi.json",
             "--checks", "all", "--max-examples", str(examples), "--seed", str(seed), *limit,
             "--continue-on-failure", "--no-color", "--request-timeout", "20"],
            env={**os.environ, "SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(HERE)},
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
    sent = re.search(r"(\d+) generated", done.stdout)
    wrong = done.stdout[-8000:] + done.stderr[-2000:] if done.returncode else ""
    if '"status": 500' in log.read_text("utf-8"):
        wrong += "\nthe server says that it answered 500"
    return Round(seed, int(sent[1]) if sent else 0, wrong)


@contextmanager
def _server(db: Path, log: Path) -> Iterator[str]:
    """The address of a server that runs meanwhile."""
    with log.open("wb") as stderr:
        server = subprocess.Popen(
            [sys.executable, "-c", "from resolver.cli.main import main; main()", "serve",
             "--db", str(db), "--port", "0"],
            stderr=stderr,
        )  # fmt: skip
    try:
        until = time.monotonic() + START_SECONDS
        while not (told := re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8"))):
            if time.monotonic() > until or server.poll() is not None:
                raise RuntimeError(log.read_text("utf-8"))
            time.sleep(0.1)
        yield told[0]
    finally:
        server.terminate()
        server.wait(60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--examples", type=int, default=40, help="of an operation in a round")
    parser.add_argument("--seed", type=int, default=1, help="of the first round")
    given = parser.parse_args()
    cases, seed = 0, given.seed
    with tempfile.TemporaryDirectory(prefix="resolver-fuzz-") as folder:
        while cases < given.cases:
            began = time.monotonic()
            found = ran(Path(folder), examples=given.examples, seed=seed)
            cases += found.cases
            took = time.monotonic() - began
            print(f"seed {seed}: {found.cases} cases in {took:.0f} s, {cases} in all", flush=True)
            if found.wrong or not found.cases:
                sys.exit(found.wrong or "no case was sent")
            seed += 1
    print(f"{cases} cases, 0 failures")


if __name__ == "__main__":
    main()
