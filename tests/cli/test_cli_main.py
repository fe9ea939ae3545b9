"""The command as a whole: help, exit codes, and what goes to which stream."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import click
import pytest

from resolver.cli import main
from resolver.cli.main import COMMANDS, cli
from resolver.errors import Conflict, DamagedData, ResolverError, StoreBusy

from .conftest import RESOLVER, Invoke, Run

HEAVY = ("fastapi", "uvicorn", "babel", "sqlite_utils", "sqlite3", "rapidfuzz", "unidecode")


def test_help_answers_within_150_ms() -> None:
    """The best of several runs, since the machine may be busy with something else."""
    best = 9.0
    for _ in range(12):
        start = time.perf_counter()
        subprocess.run([RESOLVER, "--help"], check=True, capture_output=True)
        best = min(best, time.perf_counter() - start)
        if best < 0.15:
            break
    assert best < 0.15


@pytest.mark.parametrize("args", [["--help"], ["--version"], *([c, "--help"] for c in COMMANDS)])
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    code = (
        "import sys; from resolver.cli.main import cli\n"
        f"cli({args!r}, standalone_mode=False)\n"
        f"sys.exit(str([m for m in {HEAVY!r} if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"
    assert "resolver" in done.stdout


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
    assert "мовлаев" in done.stdout


def test_the_short_helps_are_those_of_the_commands() -> None:
    context = click.Context(cli)
    for name, (_, short) in COMMANDS.items():
        command = cli.get_command(context, name)
        assert command is not None
        assert command.help is not None
        assert " ".join(command.help.split("\n\n")[0].split()) == short
