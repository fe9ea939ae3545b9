"""The house plan, held by tests: what may import what, what may touch the world."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver import errors

ROOT = Path(__file__).parent.parent
MOST_LINES = 320

# Modules of the package that serve files and terminals; all others of `resolver/` are core.
FILE_TOOLS = {
    "packing",
    "tables",
    "tables_cut",
    "tables_encoding",
    "tables_formats",
    "tables_joined",
    "tables_lines",
    "tables_output",
    "tables_parts",
    "tables_plain",
    "tables_written",
}
# Core modules that read tables of rules, and nothing else from disk: `rules` and its helpers.
LOADERS = ("rules", "standards")
# What the core may know of the store: its verbs, never an implementation.
STORE_VERBS = "resolver.store.protocol"

WORLD = {
    "asyncio", "click", "fastapi", "glob", "http", "io", "logging", "multiprocessing", "os",
    "pathlib", "pydantic", "random", "requests", "shutil", "socket", "sqlite3", "sqlite_utils",
    "starlette", "subprocess", "sys", "tempfile", "threading", "urllib", "uvicorn",
}  # fmt: skip
WORLDLY_CALLS = {"open", "print", "input", "exec", "eval", "breakpoint"}


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def is_core(path: Path) -> bool:
    folders = (ROOT / "resolver", ROOT / "resolver" / "ledger")
    return path.parent in folders and path.stem not in FILE_TOOLS


CORE = [path for path in python_files("resolver") if is_core(path)]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Dotted names of what a file imports, wherever in it the import stands."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}: relative imports hide where a module stands"
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def layer(module: str) -> int:
    """0 rules, 1 core, 2 store, 3 what people and programs talk to; -1 for other packages."""
    if module == "rules" or module.startswith("rules."):
        return 0
    if module == "api" or module.startswith("api."):
        return 3
    if module.startswith("resolver.cli"):
        return 3
    if module == STORE_VERBS or module.startswith(STORE_VERBS + "."):
        return 1
    if module.startswith("resolver.store"):
        return 1 if module == "resolver.store" else 2
    return 1 if module.split(".")[0] == "resolver" else -1


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def test_imports_point_inward_only() -> None:
    outward = [
        f"{module_of(path)} imports {module}"
        for path in python_files("rules", "resolver", "api")
        for module in imported(path)
        if layer(module) > layer(module_of(path))
    ]
    assert outward == []


def test_the_core_imports_nothing_that_touches_the_world() -> None:
    worldly = [
        f"{path.name} imports {module}"
        for path in CORE
        for module in imported(path)
        if module.split(".")[0] in WORLD and not path.stem.startswith(LOADERS)
    ]
    assert len(CORE) > 20
    assert worldly == []


def test_the_core_opens_and_prints_nothing() -> None:
    calls = [
        f"{path.name}:{node.lineno} calls {node.func.id}"
        for path in CORE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in WORLDLY_CALLS
    ]
    assert calls == []


def test_only_the_loaders_of_rules_read_package_data() -> None:
    reading = {"read_text", "read_bytes", "iterdir", "rglob", "open"}
    readers = {
        path.stem
        for path in CORE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in reading
    }
    assert "rules" in readers
    assert all(reader.startswith(LOADERS) for reader in readers)


def test_rule_tables_hold_no_code() -> None:
    for path in python_files("rules"):
        body = tree(path).body
        assert all(isinstance(node, ast.Expr) for node in body), path.name


@pytest.mark.parametrize("path", python_files("resolver", "api"), ids=module_of)
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def raised(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every exception class that a file raises by name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield node.lineno, ast.unparse(node.exc.func)


def test_the_core_raises_only_our_own_errors() -> None:
    """AssertionError marks what cannot happen; no input may cause it."""
    ours = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.ResolverError)
    }
    foreign = [
        f"{path.name}:{line} raises {name}"
        for path in CORE
        for line, name in raised(path)
        if name not in {*ours, "AssertionError"}
    ]
    assert foreign == []


def test_every_error_of_ours_descends_from_one() -> None:
    classes = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert len(classes) > 5
    assert all(issubclass(value, errors.ResolverError) for value in classes)
    assert errors.__doc__ is not None
    assert all(value.__name__ in errors.__doc__ for value in classes)


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    done = subprocess.run(
        [git, "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True, encoding="utf-8"
    )
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    path_of_a_machine = re.compile(rb"(?<![\w.])/(?:work|home|Users|root)/[\w.-]+")
    allowed = {b"/home/user", b"/home/you", b"/home/me"}
    found = [
        f"{path.relative_to(ROOT)}: {match.decode(errors='replace')}"
        for path in tracked()
        for match in path_of_a_machine.findall(path.read_bytes())
        if match not in allowed
    ]
    assert found == []
