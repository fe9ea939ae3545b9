"""Compiling the core and taking it back: all of it or nothing, whatever interrupts.

Everything is made in a temporary folder. What is whole moves into the package by one rename; what
was there before could not be used any more, or it would not be made anew.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from resolver import compiled
from resolver.compiled.modules import MODULES, depended_on
from resolver.errors import BadInput

# What is compiled, and how, is as good as a source.
_HOW = ("compiled/modules.py", "compiled/extension.py")
# What a process that was killed leaves behind begins with a dot.
_NEW, _OLD = ".new-", ".old-"


def missing() -> str:
    """What this machine lacks for compiling, and how to install it; empty where it has all."""
    if find_spec("mypyc") is None or find_spec("setuptools") is None:
        return "mypy and setuptools are needed: pip install 'name-resolver[compiled]'"
    if os.name != "posix":
        return ""  # setuptools looks for the compiler in places of its own, and says what it lacks
    command = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    if shutil.which(shlex.split(command)[0]) is None:
        return (
            f"a C compiler ({shlex.split(command)[0]}) is needed: apt install gcc, "
            "dnf install gcc, or xcode-select --install"
        )
    headers = {sysconfig.get_path("include"), sysconfig.get_path("platinclude")}
    if not any(Path(folder, "Python.h").is_file() for folder in headers):
        return "Python's headers are needed: apt install python3-dev, or dnf install python3-devel"
    return ""


def compile_core(*, verbose: bool = False) -> bool:
    """Compile the core for this Python; whether there was anything to do.

    Takes about a minute. BadInput where something is missing, where the compiler fails, or where
    the folder of the package cannot be written; nothing is changed then.
    """
    if not compiled.why_stale():
        return False
    if lacking := missing():
        raise BadInput(f"the core cannot be compiled: {lacking}; nothing was changed")
    _clear_leftovers()
    with TemporaryDirectory(prefix="name-resolver-") as made:
        stamp = _copy_sources(Path(made))
        _run_compilers(Path(made), verbose=verbose)
        _put_into_place(Path(made, "built", "resolver"), stamp)
    return True


def remove() -> bool:
    """Take back what was compiled, for every Python; whether there was any."""
    if not Path(compiled.ALL_FOLDERS).is_dir():
        return False
    try:
        if Path(compiled.FOLDER).exists():
            _set_aside(Path(compiled.FOLDER))
        shutil.rmtree(compiled.ALL_FOLDERS)
    except OSError as error:
        raise BadInput(_not_writable(error)) from error
    return True


def _copy_sources(folder: Path) -> str:
    """Copy the sources of the package; the stamp of those that the machine code will depend on."""
    package = Path(compiled.PACKAGE)
    times = {
        path: compiled.times_of(path.stat()) for path in package.rglob("*.py") if path.is_file()
    }
    for path in times:
        copied = folder / "resolver" / path.relative_to(package)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)
    return "".join(
        f"{name}\t{times[package / name]}\t"
        f"{compiled.hash_of((folder / 'resolver' / name).read_bytes())}\n"
        for name in [*depended_on(folder / "resolver", MODULES), *_HOW]
    )


def _run_compilers(folder: Path, *, verbose: bool) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "resolver.compiled.extension"],
        cwd=folder,
        env={**os.environ, compiled.VARIABLE: "1", "PYTHONPATH": _with_package()},
        stdout=None if verbose else subprocess.PIPE,
        stderr=None if verbose else subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        said, _ = running.communicate()
    except BaseException:
        if os.name == "posix":
            os.killpg(running.pid, signal.SIGKILL)
        running.kill()
        running.wait()
        raise
    if running.returncode:
        raise BadInput(
            f"the core could not be compiled: {_last_words(said or '')}; nothing was changed; "
            "`resolver compile --verbose` shows everything that the compilers say"
        )


def _with_package() -> str:
    """The copy comes first; tables of rules are where the package itself is."""
    beside = str(Path(compiled.PACKAGE).parent)
    return os.pathsep.join(filter(None, [beside, os.environ.get("PYTHONPATH", "")]))


def _last_words(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "error:" in line or "Error:" in line]
    return (telling or lines or ["the compiler failed"])[0][:300]


def _put_into_place(built: Path, stamp: str) -> None:
    place = Path(compiled.FOLDER)
    new = place.with_name(f"{_NEW}{os.getpid()}")
    try:
        shutil.copytree(built, new)
        (new / compiled.STAMP).write_text(stamp, encoding="utf-8")
        for path in filter(Path.is_file, new.rglob("*")):
            with path.open("rb") as file:
                os.fsync(file.fileno())
        if place.exists():
            _set_aside(place)
        new.rename(place)
        _clear_leftovers()
    except OSError as error:
        raise BadInput(_not_writable(error)) from error


def _set_aside(place: Path) -> None:
    """By one rename, so that no process finds half of it."""
    place.rename(place.with_name(f"{_OLD}{os.getpid()}"))


def _clear_leftovers() -> None:
    """Make the folder, if it can be made, and empty it of what an interrupted run left there."""
    folder = Path(compiled.ALL_FOLDERS)
    try:
        folder.mkdir(exist_ok=True)
        for start in (_NEW, _OLD):
            for left in folder.glob(f"{start}*"):
                shutil.rmtree(left)
    except OSError as error:
        raise BadInput(_not_writable(error)) from error


def _not_writable(error: OSError) -> str:
    return (
        f"{compiled.ALL_FOLDERS} cannot be written ({error.strerror or 'no reason given'}): "
        "install name-resolver where you may write, such as in an environment of your own"
    )
