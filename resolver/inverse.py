"""The romanization standards turned round: Latin segment -> what it can stand for.

Every letter and rule of every standard of a language becomes an option: "this Latin
segment may stand for that Cyrillic one, under these standards". Sets of standards are bit
sets. Options know their context only in part: that a longer rule goes before a shorter one
is not written down here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from resolver.known_words import alphabet
from resolver.rules import table
from resolver.standards import Standard, library, standards
from resolver.values import Value

_LIGATURES = str.maketrans(
    {"æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ı": "i", "ø": "o", "ə": "a", "þ": "t"}
)
_QUOTES = re.compile('[’‘ʼʻ`´′ʹʺ”“"＇]')


class Option(NamedTuple):
    """`source` is written `marked` between a letter of `left` and one of `right`."""

    source: str
    marked: str
    mask: int
    left: frozenset[str] | None
    right: frozenset[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class Inverse(Value):
    """All standards of a language, inverted: bit i of a mask is `standards[i]`.

    `options` are keyed by the Latin segment without marks, at most `longest` letters;
    `silent` are the letters that some standard does not write.
    """

    language: str
    standards: tuple[Standard, ...]
    shares: tuple[float, ...]
    options: Mapping[str, tuple[Option, ...]]
    silent: Mapping[str, int]
    longest: int

    def share(self, mask: int) -> float:
        """How much of what is written in Latin letters follows one of these standards."""
        return _share(self.shares, mask)


@lru_cache(maxsize=16384)
def _share(shares: tuple[float, ...], mask: int) -> float:
    return sum(share for i, share in enumerate(shares) if mask >> i & 1)


def clusters(word: str) -> list[str]:
    """A word in lower case as letters with their marks; every quote is an apostrophe.

    >>> clusters("Vučić’")
    ['v', 'u', 'č', 'i', 'ć', "'"]
    """
    lower = _QUOTES.sub("'", unicodedata.normalize("NFC", word.casefold()))
    found: list[str] = []
    for char in unicodedata.normalize("NFC", lower):
        if found and unicodedata.combining(char):
            found[-1] += char
        elif char in "æœß":
            found.extend(char.translate(_LIGATURES))
        else:
            found.append(char)
    return found


def unmarked(cluster: str) -> str:
    """The letter without its marks."""
    if cluster.isascii():
        return cluster
    return unicodedata.normalize("NFD", cluster.translate(_LIGATURES))[0]


def _shares(language: str, items: tuple[Standard, ...]) -> tuple[float, ...]:
    rows = {(row["language"], row["standard"]): float(row["share"]) for row in _share_rows()}
    raw = [
        rows.get((language, item.id)) or rows.get(("*", item.id)) or rows["*", item.status]
        for item in items
    ]
    total = sum(raw) or 1.0
    return tuple(share / total for share in raw)


def _share_rows() -> tuple[dict[str, str], ...]:
    return table("convention_shares")


def _entries(item: Standard, own: frozenset[str]) -> Iterator[tuple[str, str, object, object]]:
    written = {**{k: v for k, v in library().fallback.items() if k in own}, **item.letters}
    for letter, latin in written.items():
        if letter in own:
            yield letter, latin, None, None
    for rule in item.rules:
        if own.issuperset(rule.source):
            yield rule.source, rule.latin, rule.left, rule.right


@cache
def inverse(language: str) -> Inverse:
    """The inverted tables of a language; empty for one without standards."""
    items = standards(language)
    own = alphabet(language)
    masks: dict[tuple[str, str, object, object], int] = {}
    for i, item in enumerate(items):
        for entry in _entries(item, own):
            masks[entry] = masks.get(entry, 0) | 1 << i
    options: dict[str, list[Option]] = {}
    silent: dict[str, int] = {}
    for (source, latin, left, right), mask in masks.items():
        marked = clusters(latin)
        plain = "".join(map(unmarked, marked))
        if not plain:
            if len(source) == 1:
                silent[source] = silent.get(source, 0) | mask
            continue
        assert left is None or isinstance(left, frozenset)
        assert right is None or isinstance(right, frozenset)
        option = Option(source, "".join(marked), mask, left, right)
        options.setdefault(plain, []).append(option)
        if "'" in plain and plain.strip("'"):
            bare = plain.replace("'", "")
            options.setdefault(bare, []).append(option)
        elif not plain.strip("'"):
            # Signs are the first thing to get lost.
            silent[source] = silent.get(source, 0) | mask
    longest = max(map(len, options), default=1)
    frozen = {plain: tuple(found) for plain, found in options.items()}
    return Inverse(language, items, _shares(language, items), frozen, silent, longest)
