"""A picture of the report of an archive, for the README and to be looked at.

    pip install pillow
    PYTHONPATH=tests python -m browser.screens_report [FOLDER]      # default data/screens

Everybody in it is made up: 20,000 mentions of invented people.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.archive import mentions, write
from playwright.sync_api import sync_playwright

from browser.rig import Windows, chromium_path
from browser.screens import small

WIDTHS = {1280: 1_640, 375: 1_500}
MENTIONS = 20_000


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "data/screens")
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with TemporaryDirectory() as work, sync_playwright() as driver:
        archive, report = Path(work) / "archive.csv", Path(work) / "report.html"
        write(archive, mentions(MENTIONS, 7, mixed=True))
        program = "from resolver.cli.main import main; main()"
        command = [sys.executable, "-c", program, "dedupe", str(archive), "--engine", "duckdb"]
        out = str(Path(work) / "out.csv")
        subprocess.run([*command, "-o", out, "--report", str(report)], check=True)
        browser = driver.chromium.launch(executable_path=chromium_path(), args=flags)
        windows = Windows(browser)
        for width, height in WIDTHS.items():
            page = windows.open(report.as_uri(), width=width, height=height).go("")
            picture = small(page.screenshot())
            (folder / f"report-{width}.png").write_bytes(picture)
            print(f"report-{width}.png {len(picture) / 1024:.0f} KB")
        windows.close()
        browser.close()


if __name__ == "__main__":
    main()
