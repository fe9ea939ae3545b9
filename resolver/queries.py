"""Spellings as a search query: a list, a Lucene query, or a regular expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from resolver.errors import BadInput

_LUCENE_SPECIAL = re.compile(r'([+\-!(){}\[\]^"~*?:\\/]|&&|\|\|)')
_GAP = re.compile(r"[\s,]+")


def as_list(spellings: Iterable[str]) -> str:
    """One spelling a line."""
    return "\n".join(spellings)


def as_lucene(spellings: Iterable[str]) -> str:
    """Phrases joined by OR, for Lucene, Elasticsearch and Solr.

    A phrase of several words gets a slop that lets its words stand in any order: moving a
    word past n others costs 2n at most (Lucene, PhraseQuery.setSlop). A phrase that is only
    another order of an earlier one is therefore left out.
    """
    seen: dict[tuple[str, ...], str] = {}
    for spelling in spellings:
        words = [word for word in _GAP.split(spelling) if word]
        if not words:
            continue
        slop = f"~{2 * (len(words) - 1)}" if len(words) > 1 else ""
        phrase = _LUCENE_SPECIAL.sub(r"\\\1", " ".join(words))
        seen.setdefault(tuple(sorted(word.casefold() for word in words)), f'"{phrase}"{slop}')
    return " OR ".join(seen.values())


def as_regex(spellings: Iterable[str]) -> str:
    """One alternation between word edges, the longest spelling first; no quantifier nests.

    Case is left to the reader's flags. White space stands for any run of it, and an empty
    set of spellings matches nothing.
    """
    ordered = sorted(set(spellings), key=lambda spelling: (-len(spelling), spelling))
    patterns = dict.fromkeys(
        r"\s+".join(map(re.escape, spelling.split())) for spelling in ordered if spelling.strip()
    )
    if not patterns:
        return r"(?!)"
    return rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)"


STYLES: Mapping[str, Callable[[Iterable[str]], str]] = {
    "list": as_list,
    "lucene": as_lucene,
    "regex": as_regex,
}


def query_of(spellings: Iterable[str], style: str) -> str:
    """The spellings in one of STYLES. Raises BadInput for another style."""
    if style not in STYLES:
        raise BadInput(f"there is no query style '{style[:20]}'; use {', '.join(STYLES)}")
    return STYLES[style](spellings)
