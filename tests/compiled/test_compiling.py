"""Compiling is all or nothing, and never answers for a source that is another by now."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from resolver.compiled import FOLDER, building

from .conftest import KILLED, SOURCE, Package

OF_THIS_PYTHON = Path(FOLDER).name


def test_a_compiled_module_answers_in_place_of_its_source(plain: Package, built: Package) -> None:
    assert plain.result() == ("42", False)
    assert built.result() == ("42", True)


def test_the_check_says_whether_and_why_not(plain: Package, compiled: Package) -> None:
    assert plain.check() == "the core runs as plain Python: it was not compiled for this Python\n"
    assert compiled.check().startswith("the core is compiled: 1 modules in ")
    assert compiled.check(RESOLVER_PURE="1").endswith("RESOLVER_PURE is set\n")
    compiled.module.write_text(SOURCE.replace("2 *", "3 *"), encoding="utf-8")
    assert compiled.check().endswith("tiny.py was changed after it was compiled\n")
    assert compiled.compile("--check")[0] == 1


def test_a_variable_asks_for_plain_python(compiled: Package) -> None:
    assert compiled.result(RESOLVER_PURE="1") == ("42", False)


def test_a_changed_source_is_never_answered_for(compiled: Package) -> None:
    compiled.module.write_text(SOURCE.replace("2 *", "3 *"), encoding="utf-8")
    assert compiled.result() == ("63", False)


def test_a_source_of_the_same_size_and_time_is_seen_to_be_another(built: Package) -> None:
    """As installers leave it that give all files of all versions one time."""
    before = built.module.stat()
    built.module.write_text(SOURCE.replace("2 *", "3 *"), encoding="utf-8")
    os.utime(built.module, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = built.module.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    try:
        assert built.result() == ("63", False)
    finally:
        built.module.write_text(SOURCE, encoding="utf-8")


def test_a_source_written_anew_with_the_same_content_stays_compiled(compiled: Package) -> None:
    compiled.module.write_text(SOURCE, encoding="utf-8")
    assert compiled.result() == ("42", True)


def test_a_source_that_a_compiled_one_imports_counts_too(compiled: Package) -> None:
    with (compiled.path / "errors.py").open("a", encoding="utf-8") as file:
        file.write("# another one\n")
    assert compiled.check().endswith("errors.py was changed after it was compiled\n")
    assert compiled.result() == ("42", False)


def test_what_was_compiled_for_another_python_is_left_alone(compiled: Package) -> None:
    folder = compiled.path / "_compiled"
    (folder / OF_THIS_PYTHON).rename(folder / "cpython-39-of-long-ago")
    assert compiled.result() == ("42", False)


@pytest.mark.parametrize("stamp", ["", "tiny.py\n", "\x00\t\t\n", "tiny.py\t1 2 3\tno hash\n"])
def test_a_damaged_stamp_is_not_believed(compiled: Package, stamp: str) -> None:
    (compiled.path / "_compiled" / OF_THIS_PYTHON / "stamp").write_text(stamp, encoding="utf-8")
    assert compiled.result() == ("42", False)


def test_once_compiled_there_is_nothing_to_do(compiled: Package) -> None:
    before = compiled.files()
    assert compiled.compile()[:2] == (0, "the core is compiled already\n")
    assert compiled.files() == before


def test_what_was_compiled_is_taken_back(plain: Package, compiled: Package) -> None:
    assert compiled.compile("--remove")[:2] == (0, "the core runs as plain Python again\n")
    assert not (compiled.path / "_compiled").exists()
    assert compiled.result() == ("42", False)
    assert compiled.compile("--remove")[:2] == (0, "nothing was compiled\n")


@pytest.mark.parametrize(
    ("flags", "variables", "needed"),
    [
        ([], {"PATH": "/nowhere", "CC": ""}, "apt install gcc"),
        ([], {"CC": "no-such-compiler -O2"}, "a C compiler (no-such-compiler) is needed"),
        (["-S"], {"PYTHONPATH": ""}, "pip install 'name-resolver[compiled]'"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_changed(
    plain: Package, flags: list[str], variables: dict[str, str], needed: str
) -> None:
    before = plain.files()
    ended, said, beside = plain.run(*flags, "-m", "resolver.compiled", **variables)
    assert (ended, said) == (2, "")
    assert needed in beside
    assert beside.endswith("nothing was changed\n")
    assert plain.files() == before


def test_missing_headers_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CC", sys.executable)
    monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path))
    assert "apt install python3-dev" in building.missing()


def test_what_the_compiler_refuses_is_said_and_nothing_is_changed(compiled: Package) -> None:
    compiled.module.write_text(SOURCE.replace("-> int", "-> str"), encoding="utf-8")
    before = compiled.files()
    ended, said, beside = compiled.compile()
    assert (ended, said) == (2, "")
    assert "tiny.py:6: error: Incompatible return value type" in beside
    assert "nothing was changed" in beside
    assert compiled.files() == before


def test_a_folder_that_cannot_be_written_is_said(plain: Package) -> None:
    (plain.path / "_compiled").write_text("in the way", encoding="utf-8")
    ended, _, beside = plain.compile()
    assert ended == 2
    assert "cannot be written" in beside
    assert plain.result() == ("42", False)


def begun(package: Package) -> subprocess.Popen[str]:
    """A run that compiles at this moment."""
    running = package.start("-m", "resolver.compiled")
    for _ in range(600):
        if list(package.temporary.glob("name-resolver-*/c/*")):
            return running
        assert running.poll() is None
        time.sleep(0.01)
    raise AssertionError("nothing was begun")


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_cut_short_leaves_what_was_there(compiled: Package, how: signal.Signals) -> None:
    compiled.module.write_text(SOURCE.replace("2 *", "3 *"), encoding="utf-8")
    before = compiled.files()
    running = begun(compiled)
    running.send_signal(how)
    running.communicate(timeout=60)
    assert running.returncode != 0
    assert compiled.files() == before
    assert compiled.result() == ("63", False)
    if how == signal.SIGINT:
        assert list(compiled.temporary.iterdir()) == []


def test_what_a_killed_run_left_is_not_used_and_goes_with_the_next(
    plain: Package, built: Package
) -> None:
    shutil.copytree(plain.path / "compiled", plain.path / "_compiled" / KILLED)
    assert plain.result() == ("42", False)
    assert [path.name for path in (built.path / "_compiled").iterdir()] == [OF_THIS_PYTHON]
