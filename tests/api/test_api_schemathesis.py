"""The OpenAPI document against the server: whatever it allows is answered as it says.

    SCHEMATHESIS_EXAMPLES=300 python -m pytest tests/api/test_api_schemathesis.py

sends some 10,000 requests; without that a few hundred, in well under two minutes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "10")
MOST_SECONDS = "60" if "SCHEMATHESIS_EXAMPLES" not in os.environ else "3600"


def test_no_request_is_answered_but_as_the_document_says(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with log.open("wb") as stderr:
        server = subprocess.Popen(
            [sys.executable, "-c", "from resolver.cli.main import main; main()", "serve",
             "--db", str(tmp_path / "names.db"), "--port", "0"],
            stderr=stderr,
        )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while not (told := re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8"))):
            assert time.monotonic() < until, log.read_text("utf-8")
            time.sleep(0.1)
        done = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "--config-file",
             str(HERE / "schemathesis.toml"), "run", f"{told[0]}/openapi.json",
             "--checks", "all", "--max-examples", EXAMPLES, "--max-time", MOST_SECONDS,
             "--continue-on-failure", "--no-color", "--request-timeout", "20"],
            env={**os.environ, "SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(HERE)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
    finally:
        server.terminate()
        server.wait(60)
    tell = re.search(r"(\d+) generated", done.stdout)
    print(f"{tell[1] if tell else 'no'} cases")
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert '"status": 500' not in log.read_text("utf-8")
