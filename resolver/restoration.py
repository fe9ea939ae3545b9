"""The likely Cyrillic words behind the Latin words of a name, in one language.

Candidates come from the tables read backwards (`resolver.backwards`) and from given names
whose western form is known; each is romanized again, and only the standards that really
give the spelling count. Words are then put together under one convention where there is
one: a name is rarely written by two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import exp, log
from typing import NamedTuple

from resolver.backwards import Path, mixed_sources, sources
from resolver.given_forms import forms_of_group, named
from resolver.inverse import Inverse, clusters, inverse, unmarked
from resolver.known_words import knowledge, letters, word_cost
from resolver.romanize import romanize

# How much less likely a spelling is where marks got lost, where words follow different
# conventions, and where no convention explains it.
_LOST_MARKS = 0.4
_MIXED = 2e-3
UNEXPLAINED = 1e-4


class Breadth(NamedTuple):
    """How much is kept: states of the search, sources of a word, whole names.

    `mixing`: whether conventions may change within a word where none explains it.
    """

    states: int
    words: int
    names: int
    mixing: bool


class _Source(NamedTuple):
    """A Cyrillic word: its cost, and the standards that spell it so, with and without marks."""

    text: str
    cost: float
    exact: int
    plain: int
    switches: int


class Whole(NamedTuple):
    """A whole name; `mixed` when a word of it is explained by no standard."""

    words: tuple[str, ...]
    cost: float
    exact: int
    plain: int
    switches: int
    mixed: bool


@lru_cache(maxsize=4096)
def _folded(latin: str) -> tuple[str, str]:
    """A Latin word without case, and without marks and apostrophes too."""
    found = clusters(latin)
    return "".join(found), "".join(map(unmarked, found)).replace("'", "")


def _verified(text: str, mask: int, latin: str, tables: Inverse) -> tuple[int, int]:
    """The standards that write `text` as `latin` to the letter, and but for marks."""
    wanted, bare = _folded(latin)
    exact = plain = 0
    for i, item in enumerate(tables.standards):
        if mask >> i & 1:
            spelled = romanize(text, item)
            marked, unmarked_ = (spelled, "") if spelled == wanted else _folded(spelled)
            if marked == wanted:
                exact |= 1 << i
            elif unmarked_ == bare:
                plain |= 1 << i
    return exact, plain


@lru_cache(maxsize=2048)
def words_behind(latin: str, language: str, breadth: Breadth) -> tuple[_Source, ...]:
    """The likeliest Cyrillic words of one Latin word, each verified."""
    tables = inverse(language)
    out = _priced(sources(latin, language, breadth.states), latin, tables, breadth)
    if breadth.mixing and not any(source.exact or source.plain for source in out):
        width = (breadth.states + 1) // 2
        out += _priced(mixed_sources(latin, language, width), latin, tables, breadth)
    best: dict[str, _Source] = {}
    for source in [*out, *_equivalents(latin, language)]:
        best.setdefault(source.text, source)
    ranked = sorted(
        best.values(), key=lambda source: (source.cost - _credit(source, tables), source.text)
    )
    return tuple(ranked[: breadth.words])


def _priced(
    found: Mapping[str, Path], latin: str, tables: Inverse, breadth: Breadth
) -> list[_Source]:
    """The cheapest of what a search found, romanized again."""
    language = tables.language
    model = letters(language)
    priced = sorted(
        (path.cost + knowledge(text, language, model.word(text)), text)
        for text, path in found.items()
    )
    out = []
    for cost, text in priced[: breadth.words + 2]:
        path = found[text]
        exact, plain = _verified(text, path.mask, latin, tables) if path.switches == 0 else (0, 0)
        if not exact and not plain:
            cost -= log(tables.share(path.mask) or UNEXPLAINED)
        out.append(_Source(text, cost, exact, plain, path.switches))
    return out


def _credit(source: _Source, tables: Inverse) -> float:
    share = tables.share(source.exact) + _LOST_MARKS * tables.share(source.plain)
    return log(max(share, _MIXED if source.exact or source.plain else UNEXPLAINED))


def _equivalents(latin: str, language: str) -> list[_Source]:
    """`Alexander` and `Michael` are known to stand for Александр and Михаил."""
    found = []
    for known in named(latin):
        if known.relation in {"diminutive", "variant"}:
            continue
        step = 2.0 if known.relation == "western" else 0.0
        for form in forms_of_group(known.group, language)[:2]:
            if form.relation in {"same", "counterpart"}:
                text = form.form.lower()
                found.append(_Source(text, word_cost(text, language) + step, 0, 0, 1))
    return found


def combined(lists: Sequence[tuple[_Source, ...]], tables: Inverse, kept: int) -> list[Whole]:
    """Whole names, word by word, under one convention where there is one."""
    every = (1 << len(tables.standards)) - 1
    wholes = [Whole((), 0.0, every, every, 0, mixed=False)]
    for found in lists:
        longer = [
            Whole(
                (*whole.words, source.text),
                whole.cost + source.cost,
                whole.exact & source.exact,
                whole.plain & (source.exact | source.plain),
                whole.switches + source.switches,
                whole.mixed or not (source.exact or source.plain),
            )
            for whole in wholes
            for source in found
        ]
        ranked = sorted(
            (whole.cost - log(licence(whole, tables)), whole.words, i)
            for i, whole in enumerate(longer)
        )
        wholes = [longer[i] for _, _, i in ranked[:kept]]
    return wholes


def licence(whole: Whole, tables: Inverse) -> float:
    """The share of the conventions that explain a whole name."""
    if whole.exact or whole.plain:
        only_plain = tables.share(whole.plain & ~whole.exact)
        return tables.share(whole.exact) + _LOST_MARKS * only_plain
    return UNEXPLAINED * exp(-whole.switches) if whole.mixed else _MIXED
