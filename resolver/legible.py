"""A name as it may be shown: what the eye cannot see, or takes for something else, is told.

    invisible   controls, bidirectional overrides, zero-width and unassigned characters
    marks       more combining marks on one letter than any orthography writes
    look-alike  a letter of another script than its word (Unicode UTS #39; `rules/homoglyphs.csv`)

Nothing is dropped: the texts of all pieces together are the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from resolver.script import is_cyrillic, repair

MOST_MARKS = 3
"""Vietnamese and polytonic Greek write two; one more is let pass."""

_PLAIN = re.compile(r"[A-Za-z0-9 .,'’()/-]*|[\u0410-\u044f\u0401\u04510-9 .,'’()/-]*")
_WORDS = re.compile(r"[^\W\d_]+(?:['’\u0300-\u036f][^\W\d_]+)*|.", re.DOTALL)
_UNSEEN = frozenset({"Cf", "Cc", "Co", "Cn", "Cs", "Zl", "Zp"})


class Piece(NamedTuple):
    """Letters to show. With a `chip` the letters are not to be trusted to the eye: the chip
    says what they are, and `seen` whether the letters can be shown beside it."""

    text: str
    chip: str = ""
    seen: bool = True


def pieces(name: str) -> list[Piece]:
    """The pieces of a name, in order; a plain name is one piece without a chip.

    >>> [piece.chip for piece in pieces("Mov\\u202elaev") if piece.chip]
    ['U+202E']
    """
    if _PLAIN.fullmatch(name):
        return [Piece(name)] if name else []
    found: list[Piece] = []
    for word in _WORDS.findall(name):
        for piece in _of_word(word):
            if not piece.chip and found and not found[-1].chip:
                found[-1] = Piece(found[-1].text + piece.text)
            else:
                found.append(piece)
    return _without_heaps(found)


def is_plain(name: str) -> bool:
    """Whether a name can be shown as it is."""
    return not any(piece.chip for piece in pieces(name))


def _of_word(word: str) -> Iterator[Piece]:
    if len(word) == 1 and _is_unseen(word):
        yield Piece(word, f"U+{ord(word):04X}", seen=False)
        return
    mended = repair(word)
    if mended == word or len(mended) != len(word):
        yield Piece(word)
        return
    for letter, meant in zip(word, mended, strict=True):
        alike = letter != meant
        yield Piece(letter, f"{_script(letter)} {letter}" if alike else "")


def _is_unseen(char: str) -> bool:
    category = unicodedata.category(char)
    return category in _UNSEEN or (category == "Zs" and char != " ")


def _script(letter: str) -> str:
    if is_cyrillic(letter):
        return "Cyrillic"
    return "Latin" if letter.isalpha() else f"U+{ord(letter):04X}"


def _without_heaps(found: list[Piece]) -> list[Piece]:
    """Marks beyond the first few of a letter go into a chip of their own."""
    out: list[Piece] = []
    for piece in found:
        if piece.chip:
            out.append(piece)
            continue
        kept, heap, run = "", "", 0
        for char in piece.text:
            run = run + 1 if unicodedata.category(char)[0] == "M" else 0
            if run > MOST_MARKS:
                heap += char
                continue
            if heap:
                out += [Piece(kept), _heap(heap)]
                kept, heap = "", ""
            kept += char
        out += [Piece(kept)] if kept else []
        out += [_heap(heap)] if heap else []
    return out


def _heap(marks: str) -> Piece:
    return Piece(marks, f"+{len(marks)} marks", seen=False)
