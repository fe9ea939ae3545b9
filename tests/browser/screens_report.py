"""Pictures of the report of an archive, for the README and to be looked at.

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

PICTURES = {
    "report-1280": (1280, "h1", 1_100),
    "report-clusters-1280": (1280, "#sparse", 1_045),
    "report-merges-1280": (1280, "h3:has-text('Joined by their evidence')", 1_000),
    "report-375": (375, "h1", 1_400),
}
"""Of each the width, what it begins with, and the height."""
MENTIONS, COLOURS, MARGIN = 20_000, 48, 24


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
        for name, (width, begins, height) in PICTURES.items():
            page = windows.open(report.as_uri(), width=width).go("")
            box = page.locator(begins).bounding_box()
            assert box is not None
            top = max(0.0, box["y"] - MARGIN)
            clip = {"x": 0.0, "y": top, "width": float(width), "height": float(height)}
            shot = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
            picture = small(shot, COLOURS)
            (folder / f"{name}.png").write_bytes(picture)
            print(f"{name}.png {len(picture) / 1024:.0f} KB")
        windows.close()
        browser.close()


if __name__ == "__main__":
    main()
