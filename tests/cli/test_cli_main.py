"""The command as a whole: help, exit codes, and what goes to which stream."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from resolver.cli import main
from resolver.cli.main import COMMANDS
from resolver.errors import Conflict, DamagedData, ResolverError, StoreBusy

from .conftest import RESOLVER, Invoke, Run, cheapest

HEAVY = ("fastapi", "uvicorn", "babel", "sqlite_utils", "sqlite3", "rapidfuzz")


def test_help_answers_within_150_ms() -> None:
    assert cheapest([RESOLVER, "--help"], limit=0.15) <= 0.15


def imported_by(args: list[str]) -> set[str]:
    """Modules that are there after `resolver ARGS`, in a process of its own."""
    code = (
        "import sys; from resolver.cli.main import cli\n"
        f"cli({args!r}, standalone_mode=False)\n"
        "sys.exit(' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "resolver" in done.stdout
    return set(done.stderr.split())


@pytest.mark.parametrize("args", [["--help"], ["--version"]])
def test_help_imports_no_command_and_none_of_the_core(args: list[str]) -> None:
    ours = {name for name in imported_by(args) if name.split(".")[0] in {"resolver", "api"}}
    start = {"resolver", "resolver.compiled", "resolver.errors"}
    assert ours == start | {"resolver.cli", "resolver.cli.main"}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_imports_nothing_heavy(command: str) -> None:
    assert imported_by([command, "--help"]).isdisjoint(HEAVY)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_then_shows_examples(invoke: Invoke, name: str) -> None:
    result = invoke(name, "--help")
    assert result.exit_code == 0
    usage, sentence, examples, *_ = result.stdout.split("\n\n")
    assert usage.startswith(f"Usage: resolver {name} ")
    assert " ".join(sentence.split()) == COMMANDS[name][1]
    assert examples.split()[0].startswith("Example")
    assert examples.count(f"resolver {name} ") >= 1


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    module, _, attribute = COMMANDS[name][0].partition(":")
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name


def test_the_version_is_that_of_the_package(invoke: Invoke) -> None:
    assert re.fullmatch(r"resolver \d+\.\d+\.\d+\n", invoke("--version").stdout)


@pytest.mark.parametrize(
    "args",
    [
        ["nonsense"],
        ["compare"],
        ["compare", "only one"],
        ["compare", "a", "b", "c"],
        ["compare", "a", "b", "--flag-that-is-not"],
        ["compare", "a", "b", "--kind", "animal"],
        ["compare", "a", "b", "--pairs", "x.csv"],
        ["dedupe"],
        ["serve", "--port", "99999"],
    ],
)
def test_wrong_usage_exits_with_2_and_shows_no_traceback(invoke: Invoke, args: list[str]) -> None:
    result = invoke(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: resolver" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (ResolverError("a\nb"), 2, "resolver: a b\n"),
        (Conflict("no"), 2, "resolver: no\n"),
        (StoreBusy("later"), 2, "resolver: later\n"),
        (DamagedData("broken"), 3, "resolver: broken\n"),
        (OSError(28, "No space left on device", "x"), 2, "resolver: No space left on device x\n"),
        (BrokenPipeError(), 141, ""),
        (KeyboardInterrupt(), 130, "resolver: interrupted; nothing was changed\n"),
        (main.Terminated(), 130, "resolver: terminated; nothing was changed\n"),
    ],
)
def test_every_error_has_its_exit_code_and_one_line(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, line: str
) -> None:
    def fails() -> None:
        raise error

    command = click.Command("compare", callback=fails)
    monkeypatch.setattr("resolver.cli.compare.compare", command)
    result = invoke("compare")
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", line)


def test_a_bug_shows_its_traceback_only_with_debug(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise ZeroDivisionError("Mansur")

    command = click.Command("compare", callback=fails)
    monkeypatch.setattr("resolver.cli.compare.compare", command)
    plain, debug = invoke("compare"), invoke("--debug", "compare")
    assert plain.exit_code == debug.exit_code == 101
    assert plain.stderr.startswith("resolver: this is a bug (ZeroDivisionError)")
    assert plain.stderr.count("\n") == 1
    assert "Mansur" not in plain.stderr
    assert "in fails" in debug.stderr


def test_an_output_nobody_reads_ends_quietly(tmp_path: Path) -> None:
    rows = "name_a,name_b\n" + "Movlaev,Мовлаев\n" * 3000
    (tmp_path / "pairs.csv").write_text(rows)
    with subprocess.Popen(
        [RESOLVER, "compare", "--pairs", "pairs.csv"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


def test_a_full_standard_output_is_one_line_and_exit_2(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [RESOLVER, "compare", "Adam", "Adam"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "resolver: No space left on device\n"


def test_data_is_utf8_whatever_the_locale_says(run: Run) -> None:
    done = run("compare", "Movlaev", "Мовлаев", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "Мовлаев" in done.stdout
