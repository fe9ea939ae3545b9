"""What every test may count on."""

from __future__ import annotations

import signal


def pytest_sessionstart() -> None:
    """Ctrl-C reaches the tests and the programs they start, also where the tests themselves were
    started in the background, which makes a shell ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
