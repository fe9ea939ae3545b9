"""What drives the pages: a server process, and windows of a browser that are watched."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

PATIENCE_SECONDS = 60
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_WATCH = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI));
"""


def chromium_path() -> str:
    """The browser of the system, installed where that is possible; else the test is skipped."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    apt = shutil.which("apt-get")
    if found is None and apt and os.geteuid() == 0:
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run([apt, *command], check=False, capture_output=True, timeout=600)
        found = shutil.which("chromium")
    if found is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("chromium is not installed and could not be: apt-get install chromium")
    return found


class Server:
    """A running `resolver serve` over a file, on a free port or on one that it had before."""

    def __init__(self, db: Path, port: int = 0) -> None:
        self.db = db
        self.log = db.with_suffix(f".{time.monotonic_ns()}.log")
        program = "from resolver.cli.main import main; main()"
        command = [sys.executable, "-c", program, "serve", "--db", str(db), "--port", str(port)]
        with self.log.open("wb") as stderr:
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr)
        self.url = self._told()

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def _told(self) -> str:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if told := re.search(r"http://127\.0\.0\.1:[0-9]+\b", self.log.read_text("utf-8")):
                return told[0]
            time.sleep(0.02)
        pytest.fail(f"the server did not come up: {self.log.read_text('utf-8')}")

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def kill(self) -> None:
        """At once: nobody looks at the file any more."""
        self.process.kill()
        self.process.wait()


@dataclass
class Window:
    """A page of a browser of its own (cookies and all). `complaints` are violations of the
    security policy, errors of scripts, and requests that leave the server."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def axe(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands; empty where nothing is."""
        found = Axe().run(self.page, options=_RULES)
        return [
            f"{one['id']}: {one['nodes'][0]['html'][:200]} ({len(one['nodes'])})"
            for one in found.response["violations"]
        ]

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than its window."""
        wide: bool = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        return wide

    def small_targets(self) -> list[str]:
        """Buttons, links of navigation and fields less than 44 pixels high or wide."""
        found: list[str] = self.page.evaluate(_SMALL)
        return found


_SMALL = """() => [...document.querySelectorAll(
    'button, .button, nav a, select, summary, textarea, input:not([type=hidden])')]
  .filter((one) => !['checkbox', 'radio'].includes(one.type))
  .filter((one) => one.checkVisibility() && !one.closest('.skip'))
  .filter((one) => { const box = one.getBoundingClientRect();
                     return box.width < 43.5 || box.height < 43.5; })
  .map((one) => one.outerHTML.slice(0, 120))"""


class Windows:
    """Opens windows on a server, and has them watched."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.opened: list[Window] = []
        self._contexts: list[BrowserContext] = []

    def open(
        self,
        url: str,
        *,
        script: bool = True,
        dark: bool = False,
        width: int = 1280,
        height: int = 900,
        touch: bool = False,
    ) -> Window:
        context = self.browser.new_context(
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": height},
            has_touch=touch,
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        page = context.new_page()
        window = Window(page, url)
        page.add_init_script(_WATCH)
        page.on("console", lambda message: self._heard(window, message))
        page.on("pageerror", lambda error: window.complaints.append(f"script: {error}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((url, "data:"))
                else window.complaints.append(f"left the server: {request.url}")
            ),
        )
        self.opened.append(window)
        return window

    def _heard(self, window: Window, message: ConsoleMessage) -> None:
        policy = "Content Security Policy" in message.text or message.text.startswith("CSP:")
        if policy:
            window.complaints.append(message.text)

    def close(self) -> None:
        for context in self._contexts:
            with suppress(Exception):  # a context whose browser is gone is closed
                context.close()


@contextmanager
def serving(db: Path) -> Iterator[Server]:
    """A server over a file, as long as it is needed."""
    server = Server(db)
    try:
        yield server
    finally:
        server.kill()
