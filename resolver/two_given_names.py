"""Two given names that the tables know for two, though they may be read as one."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from resolver.tokens import Token

_FULL: Final = frozenset({"same", "counterpart"})


def are_two(a: Token, b: Token, met: str) -> bool:
    """Whether two given names are two full names of one people that meet in a reading which is
    not the usual one of both: `Alla` is Алла before a Polish reader makes it Алия. A mark that
    only few conventions write speaks for theirs: `Âna` is Яна."""
    if not a.groups or not b.groups or not (_reads_oddly(a, met) or _reads_oddly(b, met)):
        return False
    mine, other = _full_names(a), _full_names(b)
    return bool(mine) and bool(other) and mine.isdisjoint(other)


def _reads_oddly(tok: Token, form: str) -> bool:
    return tok.best != form and tok.word.isascii()


def both_native(a: Token, b: Token) -> bool:
    """Whether both words are full names in a language that writes them in Cyrillic."""
    return _is_native(a) and _is_native(b)


def _is_native(tok: Token) -> bool:
    return any(kind in _FULL and "-" not in group for group, kind in tok.groups.items())


def _full_names(tok: Token) -> Set[str]:
    """Groups that a word is a full name of; those of another language have a dash."""
    return {group for group, kind in tok.groups.items() if kind == "same" and "-" not in group}
