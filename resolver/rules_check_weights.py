"""Which weights the code asks for, read from the code itself.

A weight that no code asks for is a rule that does nothing; a name that the table lacks is a
KeyError on somebody's data. Both show in the source: names stand there as constants, or are
put together from constants, as in `f"{part}.{code}"`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class References:
    """`wanted` are looked up as they stand; `patterns` are names with parts left open."""

    wanted: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)

    def uses(self, name: str) -> bool:
        """Whether some code can come to ask for a name."""
        if name in self.words:
            return True
        matches = (re.fullmatch(pattern, name) for pattern in self.patterns)
        return any(match and self.words.issuperset(match.groups()) for match in matches)


def references(sources: Iterable[str]) -> References:
    """What the modules of a package mention and look up. Takes source texts."""
    found = References()
    for source in sources:
        tree = ast.parse(source)
        tables = _names_of_tables(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.words.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                found.patterns.add(_pattern(node))
            elif (
                isinstance(node, ast.Subscript)
                and _is_table(node.value, tables)
                and isinstance(node.slice, ast.Constant)
            ):
                found.wanted.add(str(node.slice.value))
    return found


def _names_of_tables(tree: ast.AST) -> set[str]:
    """Variables that hold the weights: `table = weights()`."""
    return {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_call(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _is_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "weights"
    )


def _is_table(node: ast.AST, tables: set[str]) -> bool:
    return _is_call(node) or (isinstance(node, ast.Name) and node.id in tables)


def _pattern(node: ast.JoinedStr) -> str:
    """A regular expression for an f-string, with a group for each open part."""
    parts: Sequence[ast.expr] = node.values
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "([a-z]+(?:_[a-z]+)*)"
        for part in parts
    )
