"""Tests run alike in the foreground and in the background."""

from __future__ import annotations

import signal


def test_ctrl_c_is_heard() -> None:
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
