"""The wheel alone, in an empty environment, does what the README shows."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from resolver.compiled import ALL_FOLDERS

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """The folder of commands of an environment that holds the built wheel and nothing else."""
    folder = wheel.parent
    venv.create(folder / "env", with_pip=True)
    commands = folder / "env" / "bin"
    install: list[str | Path] = [
        commands / "python",
        "-m",
        "pip",
        "install",
        "-q",
        "-c",
        ROOT / "constraints.txt",
    ]
    subprocess.run([*install, wheel], check=True, capture_output=True, cwd=folder)
    return commands


def run(installed: Path, *arguments: str, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [installed / "resolver", *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment,
    )
    return done.stdout


def test_the_wheel_alone_compares(installed: Path, tmp_path: Path) -> None:
    answer = json.loads(
        run(installed, "compare", "Mansur Movlaev", "Мансур Мовлаев", "--json", cwd=tmp_path)
    )
    assert answer["verdict"] == "match"


def test_the_wheel_alone_deduplicates_a_file(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name\nMovlaev\nMowlajew\nKadyrov\n", encoding="utf-8")
    run(installed, "dedupe", "in.csv", "-o", "out.csv", cwd=tmp_path)
    rows = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1:]
    ids = [row.split(",")[1] for row in rows]
    assert ids[0] == ids[1] != ids[2]


def test_the_wheel_alone_serves(installed: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [installed / "resolver", "serve", "--port", str(port)],
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert healthy(f"http://127.0.0.1:{port}/healthz")
        assert shows_pages(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(timeout=20)


def healthy(address: str) -> bool:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return bool(json.load(answer)["status"] == "ok")
        except OSError:
            time.sleep(0.1)
    return False


def shows_pages(address: str) -> bool:
    """Whether templates and style sheet came with the wheel."""
    with urllib.request.urlopen(f"{address}/review", timeout=10) as answer:
        page = answer.read().decode()
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    with urllib.request.urlopen(address + style, timeout=10) as answer:
        return "--paper" in answer.read().decode()


def test_the_wheel_holds_nothing_that_was_made_for_one_machine(wheel: Path) -> None:
    if not Path(ALL_FOLDERS).is_dir():
        pytest.skip("nothing is compiled here")
    names = ZipFile(wheel).namelist()
    assert "resolver/compiled/__init__.py" in names
    assert not [name for name in names if "_compiled/" in name or name.endswith(".so")]


def test_an_installed_wheel_can_be_compiled(installed: Path, tmp_path: Path) -> None:
    """One module of it, with the compilers that the tests have."""

    def python(code: str) -> str:
        command = [str(installed / "python"), "-c", code]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=tmp_path, env=environment
        ).stdout.strip()

    environment = {**os.environ, "RESOLVER_PURE": ""}

    listed = Path(python("from resolver.compiled import modules; print(modules.__file__)"))
    whole = listed.read_text(encoding="utf-8")
    listed.write_text(f'{whole}\nMODULES = ["distance"]\n', encoding="utf-8")
    compilers = environment | {"PYTHONPATH": sysconfig.get_path("purelib")}
    command = [str(installed / "resolver"), "compile"]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, env=compilers)
    where = "import resolver.distance; print(resolver.distance.__file__)"
    assert python(where).startswith(str(listed.parent.parent / "_compiled"))
    assert json.loads(run(installed, "compare", "Movlaev", "Mowlajew", "--json", cwd=tmp_path))
    listed.write_text(whole, encoding="utf-8")
    assert python(where).endswith("distance.py")
