"""What every compiled module must be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import resolver
from resolver.compiled.modules import MODULES, depended_on

PACKAGE = Path(resolver.__file__).parent


def test_the_list_is_in_order_and_each_is_there_once() -> None:
    assert sorted(set(MODULES)) == MODULES
    assert all((PACKAGE / f"{name}.py").is_file() for name in MODULES)


def test_sources_that_are_imported_anywhere_are_known() -> None:
    found = depended_on(PACKAGE, MODULES)
    assert {f"{name}.py" for name in MODULES} < set(found)
    assert {"errors.py", "rules.py", "mention.py"} < set(found)
    assert "original.py" in found  # imported inside a function


def frozen_classes() -> Iterator[tuple[str, ast.ClassDef]]:
    for name in MODULES:
        for node in ast.walk(ast.parse((PACKAGE / f"{name}.py").read_bytes())):
            if isinstance(node, ast.ClassDef):
                made = " ".join(map(ast.unparse, node.decorator_list))
                if "frozen=True" in made and node.name != "Value":
                    yield name, node


def test_every_frozen_class_can_be_copied_once_compiled() -> None:
    found = list(frozen_classes())
    assert len(found) > 8
    copied = {"Value", *(node.name for _, node in found)}
    other = [
        f"{name}.{node.name}"
        for name, node in found
        if copied.isdisjoint(map(ast.unparse, node.bases))
    ]
    assert other == []
