"""A browser for the session; a server and windows for each test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from browser.rig import Server, Windows, chromium_path

# A busy machine may take its time; a test that fails takes longer to say so.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, started once."""
    path = chromium_path()
    # As root there is no sandbox to be had; the pages are our own.
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def windows(chromium: Browser) -> Iterator[Windows]:
    """Windows on any server. No window may have anything to complain of in the end."""
    opened = Windows(chromium)
    yield opened
    opened.close()
    assert [complaint for window in opened.opened for complaint in window.complaints] == []


@pytest.fixture
def serve() -> Iterator[Callable[[Path], Server]]:
    """Starts servers, which end with the test."""
    running: list[Server] = []

    def started(db: Path, port: int = 0) -> Server:
        running.append(Server(db, port))
        return running[-1]

    yield started
    for server in running:
        server.kill()
