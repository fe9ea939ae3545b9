"""Run in a copy of the package's sources, as a program: writes machine code to `built/`.

A program of its own, because the compilers go by the working folder and change what setuptools
does for the whole process.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from resolver.compiled.modules import MODULES

# A name inside the package: what all modules share is then found where they are.
SHARED = "resolver._core"
MYPY = ("--config-file=", "--ignore-missing-imports", "--follow-imports=silent")


def _extensions() -> list[Any]:
    found: list[Any] = import_module("mypyc.build").mypycify(
        [*MYPY, *(f"resolver/{name}.py" for name in MODULES)],
        opt_level="1",
        debug_level="0",
        multi_file=True,
        group_name=SHARED,
        target_dir="c",
    )
    for extension in found:
        extension.include_dirs.append("c/resolver")
        if os.name == "posix":  # a newer compiler warns of more
            extension.extra_compile_args.append("-Wno-error")
    return found


def _on_all_cores(compile_all: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """The compiler takes the files of one extension one by one; this gives each core its own."""

    def compiled(sources: list[str], **options: Any) -> list[str]:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            objects = pool.map(lambda source: compile_all([source], **options), sources)
            return list(chain.from_iterable(objects))

    return compiled


def build() -> None:
    """Translate the modules to C, and that to machine code."""
    extensions = _extensions()
    distribution = import_module("setuptools").Distribution({"ext_modules": extensions})
    command = import_module("setuptools.command.build_ext").build_ext(distribution)
    command.build_lib, command.build_temp = "built", "objects"
    command.ensure_finalized()
    one_by_one = command.build_extensions

    def build_extensions() -> None:
        command.compiler.compile = _on_all_cores(command.compiler.compile)
        one_by_one()

    command.build_extensions = build_extensions
    command.run()


def try_out() -> None:
    """Import every module that was built; ImportError where one cannot be used here."""
    built = Path("built", "resolver")
    import_module("resolver").__path__.insert(0, str(built))
    for name in MODULES:
        inner, _, _ = name.rpartition("/")
        if inner:
            import_module(f"resolver.{inner}").__path__.insert(0, str(built / inner))
        module = import_module(f"resolver.{name}".replace("/", "."))
        if str(module.__file__).endswith(".py"):
            raise ImportError(f"{name} was not built")


if __name__ == "__main__":
    build()
    try_out()
