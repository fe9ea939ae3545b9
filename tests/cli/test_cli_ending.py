"""How a process ends that holds much."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from resolver.cli.ending import keep


class Large:
    """Tells when it is freed."""

    def __del__(self) -> None:
        print("freed", flush=True)


@click.command()
@click.argument("code")
@click.option("--large", is_flag=True)
def hold(code: str, *, large: bool) -> None:
    """A command that may hold something large."""
    if large:
        keep(Large())
    click.echo("done")
    sys.exit(int(code) if code.isdigit() else code)


_PROGRAM = """
import atexit, sys
from resolver.cli import main
main.COMMANDS["hold"] = ("tests.cli.test_cli_ending:hold", "Hold.")
atexit.register(lambda: print("left", flush=True))
sys.argv = ["resolver", "hold", *sys.argv[1:]]
main.main()
"""


def ended(*given: str) -> tuple[int, list[str], str]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *given], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.split(), done.stderr


@pytest.mark.parametrize("code", [0, 1, 3])
def test_what_is_kept_is_not_freed_and_the_end_is_as_ever(code: int) -> None:
    assert ended(str(code)) == (code, ["done", "left"], "")
    assert ended(str(code), "--large") == (code, ["done", "left"], "")


def test_an_end_that_has_something_to_say_says_it() -> None:
    code, _, said = ended("why", "--large")
    assert (code, said) == (1, "why\n")


def test_a_command_that_others_call_keeps_nothing() -> None:
    assert CliRunner().invoke(hold, ["0", "--large"]).stdout.split() == ["freed", "done"]


def test_a_process_without_an_output_ends_well() -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-c", _PROGRAM, "0", "--large"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
