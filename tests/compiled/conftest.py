"""A package as small as can be: `resolver` with one module, and what compiles it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import resolver

SOURCE = """from resolver.errors import BadName

def twice(number: int) -> int:
    if number < 0:
        raise BadName("negative", "twice is for numbers from 0")
    return 2 * number
"""
KILLED = ".new-1"  # what is left of a run that was killed while it copied


class Package:
    """A copy of the package in a folder of its own, and Python started beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "resolver"
        self.module = self.path / "tiny.py"
        self.temporary = folder / "tmp"

    def start(self, *args: str, **variables: str) -> subprocess.Popen[str]:
        """A Python; variables of the environment that are empty are taken out."""
        self.temporary.mkdir(exist_ok=True)
        told = {"RESOLVER_PURE": "", "TMPDIR": str(self.temporary), **variables}
        environment = {name: value for name, value in {**os.environ, **told}.items() if value}
        return subprocess.Popen(
            [sys.executable, *args],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *args: str, **variables: str) -> tuple[int | None, str, str]:
        """Exit code, output, and what was said beside it."""
        running = self.start(*args, **variables)
        said, beside = running.communicate(timeout=120)
        return running.returncode, said, beside

    def compile(self, *options: str, **variables: str) -> tuple[int | None, str, str]:
        return self.run("-m", "resolver.compiled", *options, **variables)

    def check(self, **variables: str) -> str:
        return self.compile("--check", **variables)[1]

    def result(self, **variables: str) -> tuple[str, bool]:
        """What the module answers to 21, and whether machine code answers."""
        code = "from resolver import tiny; print(tiny.twice(21), tiny.__file__)"
        ended, said, beside = self.run("-c", code, **variables)
        assert ended == 0, beside
        answer, _, file = said.strip().partition(" ")
        return answer, not file.endswith(".py")

    def files(self) -> Mapping[str, bytes]:
        """What lies in the package, but for Python's own bytecode."""
        return {
            str(path.relative_to(self.path)): path.read_bytes()
            for path in sorted(self.path.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }

    def copied(self, folder: Path) -> Package:
        shutil.copytree(self.path, folder / "resolver")
        return Package(folder)


@pytest.fixture(scope="session")
def uncompiled(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Look at it, copy it, do not change it."""
    package = Package(tmp_path_factory.mktemp("uncompiled"))
    ours = Path(resolver.__file__).parent
    shutil.copytree(ours / "compiled", package.path / "compiled")
    for name in ("__init__.py", "errors.py"):
        shutil.copy(ours / name, package.path / name)
    with (package.path / "compiled" / "modules.py").open("a", encoding="utf-8") as listed:
        listed.write('MODULES = ["tiny"]\n')
    package.module.write_text(SOURCE, encoding="utf-8")
    return package


@pytest.fixture(scope="session")
def built(uncompiled: Package, tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The same, compiled once for all tests."""
    package = uncompiled.copied(tmp_path_factory.mktemp("built"))
    shutil.copytree(package.path / "compiled", package.path / "_compiled" / KILLED)
    ended, said, beside = package.compile()
    assert (ended, said) == (0, "the core is compiled: 1 modules\n"), beside
    return package


@pytest.fixture
def plain(uncompiled: Package, tmp_path: Path) -> Package:
    return uncompiled.copied(tmp_path / "plain")


@pytest.fixture
def compiled(built: Package, tmp_path: Path) -> Package:
    return built.copied(tmp_path / "compiled")
