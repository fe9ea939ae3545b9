"""How a process ends that holds much."""

from __future__ import annotations

import subprocess
import sys

import pytest

from resolver.cli import ending


class Large:
    """Tells when it is freed."""

    def __del__(self) -> None:
        print("freed", flush=True)


_PROGRAM = """
import atexit, sys
from resolver.cli import ending
from tests.cli.test_cli_ending import Large
atexit.register(lambda: print("left", flush=True))
with ending.with_command():
    {keep}(Large())
    print("done")
    sys.exit({code})
"""


def ended(keep: str, code: object) -> tuple[int, list[str]]:
    program = _PROGRAM.format(keep=keep, code=repr(code))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.split()


@pytest.mark.parametrize("code", [0, 1, 3])
def test_what_is_kept_is_not_freed_and_the_end_is_as_ever(code: int) -> None:
    assert ended("ending.keep", code) == (code, ["done", "left"])
    assert ended("bool", code) == (code, ["freed", "done", "left"])


def test_an_end_that_has_something_to_say_says_it() -> None:
    assert ended("ending.keep", "why")[0] == 1


def test_a_command_that_others_call_keeps_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    ending.keep(Large())
    assert capfd.readouterr().out == "freed\n"
