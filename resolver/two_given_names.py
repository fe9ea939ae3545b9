"""Two given names that the tables know for two, though they may be read as one."""

from __future__ import annotations

from collections.abc import Set

from resolver.given_groups import is_native
from resolver.tokens import Token


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
    return is_native(a.groups) and is_native(b.groups)


def _full_names(tok: Token) -> Set[str]:
    """Groups that a word is a full name of; those of another language have a dash."""
    return {group for group, kind in tok.groups.items() if kind == "same" and "-" not in group}
