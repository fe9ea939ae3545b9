"""What stands beside a name: titles, brackets, and other names of the same person.

A name after an alias marker (`он же`, `also known as`; role `stop` of the table `name_words`) is
another name of the same person. Names are compared one at a time, so what stands before the first
marker is kept and the rest is dropped; a marker with nothing before it is dropped alone. Brackets
are dropped, too, where nicknames mostly stand.

A maiden name is kept apart: what a marker for one (`née`, `урожд.`; role `maiden`) stands before,
in brackets or behind the name, or a lone word in brackets, `Ковалёва (Никитина)`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from resolver import lexicon
from resolver.beside_names import chunks_of, phrases_beside, without_dots

MAIDEN: Final = "maiden"
"""The role of what stands before a maiden name."""

MARKED: Final = "marked"
BRACKETED: Final = "bracketed"
"""Roles of a word: a maiden name by its marker, and what may be one as it stands in brackets."""

_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SHORT_MARKER: Final = 3


class Beside(NamedTuple):
    """The chunks of a name itself, the commas between them among these; and those of another
    surname of its bearer, with the role of a word of it."""

    chunks: list[str]
    former: list[str]
    role: str


def apart(text: str) -> Beside:
    """A text taken apart into what is its name and what is not."""
    inside = _BRACKETS.findall(text)
    found = _named(chunks_of(_BRACKETS.sub(_unbracketed, text) if inside else text))
    if not found.chunks or found.former:
        return found
    for bracketed in inside:
        chunks = chunks_of(bracketed[1:-1])
        length, role = _role_at(chunks, [*map(without_dots, chunks)], 0) if chunks else (0, "")
        if role == MAIDEN and len(chunks) > length:
            return Beside(found.chunks, _until_comma(chunks[length:]), MARKED)
        if len(chunks) == 1 and not role:
            found = Beside(found.chunks, chunks, BRACKETED)
    return found


def _unbracketed(found: re.Match[str]) -> str:
    """What stays of brackets: `(младший)`, `(Jr.)`."""
    inside = found[0][1:-1].strip()
    known = lexicon.name_words().get(inside.strip(".").lower()) == "generation"
    return f" {inside} " if known else " "


def _named(chunks: list[str]) -> Beside:
    """The chunks that are words of the name itself, up to the first marker of another."""
    plain = [*map(without_dots, chunks)]
    kept: list[str] = []
    started = False
    at = 0
    while at < len(chunks):
        length, role = _role_at(chunks, plain, at)
        if started:
            if role == MAIDEN:
                return Beside(kept, _until_comma(chunks[at + length :]), MARKED)
            if role == "stop" or (role == "peerage" and chunks[at - 1] == ","):
                break
        if role not in {"title", "stop", MAIDEN} and chunks[at] != "/":
            kept += chunks[at : at + length]
            started = started or chunks[at] != ","
        at += length
    return Beside(kept, [], "")


def _role_at(chunks: list[str], plain: list[str], at: int) -> tuple[int, str]:
    """How many chunks from a place on are one thing beside a name, and its role."""
    length, role = phrases_beside().at(plain, at)
    if length:
        return length, role
    return 1, _role(chunks[at], lexicon.name_words().get(plain[at], ""))


def _role(chunk: str, role: str) -> str:
    """`Nee` and `Ур` may be names; the short markers are written small, or with a dot."""
    if role in {"stop", MAIDEN} and len(chunk) <= _SHORT_MARKER and chunk.istitle():
        return role if chunk.endswith(".") else ""
    return role


def _until_comma(chunks: list[str]) -> list[str]:
    """The chunks of one surname."""
    for at, chunk in enumerate(chunks):
        if chunk in {",", "/"}:
            return chunks[:at]
    return chunks
