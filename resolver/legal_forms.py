"""Legal forms in the name of an organisation: words, abbreviations and whole phrases.

A form is a sequence of pieces, whatever stands between them: `s.r.o.` is s, r, o, and so is
`s. r. o.`; `Co-operative` is co, operative. The longest sequence of `rules/legal_forms.csv`
is taken first, so that `общество с ограниченной ответственностью` is one form and not a
name of four words. Dotted forms are known without their dots too (`SpA`, `sro`).

A form of single capitals (`S.L.`, `A.S.`) may just as well be somebody's initials, and one
of two letters (`AS`) a word; such a form stands at the end of a name, or, written as one
word, at its start (`AS Tallink`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from resolver.phrases import Phrases
from resolver.rules import table

# Words for any company: they say nothing of the legal form and contradict none.
GENERIC = frozenset({"company", "holding", "branch"})

_PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_SURE_LETTERS = 3


def pieces(text: str) -> list[str]:
    """The runs of letters and digits of a text, an apostrophe inside counting as a letter."""
    return _PIECE.findall(text)


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.casefold().replace("’", "'") for word in words)


def _spellings() -> Iterator[tuple[tuple[str, ...], str]]:
    for row in table("legal_forms"):
        words = _folded(pieces(row["form"]))
        yield words, row["class"]
        if len(words) > 1 and " " not in row["form"] and "." in row["form"]:
            yield ("".join(words),), row["class"]


@cache
def _forms() -> Phrases:
    return Phrases(_spellings())


@cache
def _doubtful() -> frozenset[tuple[str, ...]]:
    """Forms that could be initials or a word, if they stood anywhere."""
    return frozenset(
        words
        for row in table("legal_forms")
        if "." in row["form"] or "/" in row["form"]
        for split in (_folded(pieces(row["form"])),)
        if all(len(letter) == 1 for letter in split)
        for words in (split, ("".join(split),))
        if len(words) > 1 or len(words[0]) < _SURE_LETTERS
    )


def _may_be_name(written: Sequence[str]) -> bool:
    initials = len(written) == 1 or all(map(str.isupper, written))
    return initials and _folded(written) in _doubtful()


def without_forms(text: str) -> tuple[list[str], frozenset[str]]:
    """The pieces of a name that are no legal form, and the classes of its legal forms.

    >>> without_forms("Ромашка, s.r.o.")
    (['Ромашка'], frozenset({'limited'}))

    `company`, `holding` and `branch` are forms and have no class.
    """
    written = pieces(text)
    words = _folded(written)
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        length, kind = _forms().at(words, at)
        if length:
            found.append((at, length, kind))
        at += max(length, 1)
    forms = set(found)
    end = len(words)
    for at, length, kind in reversed(found):
        at_end = at + length == end
        if _may_be_name(written[at : at + length]) and not at_end and (at or length > 1):
            forms.discard((at, length, kind))
        elif at_end:
            end = at
    taken = {at + i for at, length, _ in forms for i in range(length)}
    rest = [word for i, word in enumerate(written) if i not in taken]
    return rest, frozenset(kind for _, _, kind in forms) - GENERIC
