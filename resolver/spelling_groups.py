"""The spellings of one entity, each under the convention that writes it so.

A Latin word is held against the Cyrillic words that the entity is spelled with and that it
can be read as; the standards that make it of one of them license it. A spelling of several
words is licensed by the standards that license every word, since a name is written by one
convention throughout. The fewest conventions that explain all spellings are then named
(greedy set cover; of equals the one that is used more, by `rules/convention_shares.csv`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import TypeVar

from resolver.attribution import conventions_of, spelled_by
from resolver.errors import BadName
from resolver.mention import Kind
from resolver.names import Name, analyze
from resolver.original import originals
from resolver.romanize import guess_languages
from resolver.rules import table
from resolver.standards import Standard
from resolver.tokens import Token

MOST = 200
"""Spellings beyond so many are listed without being looked into."""

_WORDS = 60  # Cyrillic words of one entity that spellings are held against
_LIKELY = 0.5
_PRESS = "press"
_EAST_SLAVIC = frozenset({"ru", "uk", "be"})


class Sort(StrEnum):
    """What a group's spellings have in common."""

    ORIGINAL = "original"  # Cyrillic letters, by language
    STANDARD = "standard"  # what one or more standards make of the original
    MIXED = "mixed"  # readable as the original, but by no single standard
    OTHER = "other"  # no spelling of the entity's Cyrillic words


@dataclass(frozen=True, slots=True)
class Spelled:
    """A spelling with its number of mentions.

    `notes` are the conventions that a word of a mixed spelling is read by
    (`Mowlayew: German, English`).
    """

    text: str
    mentions: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Licences:
    """The Cyrillic spellings of an entity; of the Latin ones the standards that write every
    word of them so, and those `mixed` that can be read as the original but by no standard, with
    the conventions of their words. What is in none of these is no spelling of the original."""

    originals: tuple[str, ...]
    licensed: Mapping[str, frozenset[Standard]]
    mixed: Mapping[str, tuple[str, ...]]
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Spellings that belong together: by `standards` (the most used first) or `languages`."""

    sort: Sort
    spellings: tuple[Spelled, ...]
    standards: tuple[Standard, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def mentions(self) -> int:
        return sum(one.mentions for one in self.spellings)


@dataclass(frozen=True, slots=True)
class Grouped:
    """All groups, originals first, then those with the most mentions.

    `assumed` is a Cyrillic name that no source has and that was inferred from the Latin
    spelling with the most mentions; `left_out` counts spellings that were not looked into.
    """

    groups: tuple[Group, ...]
    assumed: str = ""
    left_out: int = 0


def grouped(spellings: Mapping[str, int], kind: Kind) -> Grouped:
    """Group spellings, with their numbers of mentions, of an entity of a kind.

    >>> found = grouped({"Мовлаев": 2, "Mowlajew": 1}, Kind.PERSON)
    >>> [(str(group.sort), group.spellings[0].text) for group in found.groups]
    [('original', 'Мовлаев'), ('standard', 'Mowlajew')]

    Takes any strings. Each of the first MOST, by mentions, is in exactly one group.
    """
    ordered = sorted(spellings.items(), key=lambda pair: (-pair[1], pair[0]))
    counts = dict(ordered[:MOST])
    found = licences([*counts], kind)
    groups = [*_of_languages(found.originals, counts), *_of_standards(found, counts)]
    told = {one.text for group in groups for one in group.spellings}
    rest = tuple(Spelled(text, count) for text, count in counts.items() if text not in told)
    if rest:
        groups.append(Group(Sort.OTHER, rest))
    order = tuple(Sort)
    groups.sort(key=lambda group: (order.index(group.sort), -group.mentions))
    return Grouped(tuple(groups), found.assumed, len(spellings) - len(counts))


def licences(texts: Sequence[str], kind: Kind) -> Licences:
    """What the spellings of one entity, the most frequent first, are licensed by."""
    names = {text: _analyzed(text, kind) for text in texts}
    cyrillic = [text for text, name in names.items() if name and name.script == "cyrillic"]
    latin = {text: name for text, name in names.items() if name and name.script == "latin"}
    pool = _pool(names[text] for text in cyrillic)
    assumed = ""
    if not pool and latin and kind is Kind.PERSON:
        assumed = _assumed(next(iter(latin.values())))
        pool = _pool([_analyzed(assumed, kind)])
    licensed: dict[str, frozenset[Standard]] = {}
    mixed: dict[str, tuple[str, ...]] = {}
    for text, name in latin.items():
        sets = _licences_of(name, pool)
        common = frozenset.intersection(*sets) if sets else frozenset()
        if common:
            licensed[text] = common
        elif sets:
            mixed[text] = _notes(name, pool)
    return Licences(tuple(cyrillic), licensed, mixed, assumed)


def convention(standards: Sequence[Standard]) -> str:
    """The most used convention, and the most used of the press: `ICS-630-01, English press`."""
    press = (item for item in standards if item.status == _PRESS)
    return ", ".join(dict.fromkeys(item.short for item in (standards[0], *islice(press, 1))))


def _analyzed(text: str, kind: Kind) -> Name | None:
    try:
        return analyze(text, kind)
    except BadName:
        return None


def _pool(names: Iterable[Name | None]) -> dict[str, list[str]]:
    """Reading -> the Cyrillic words that have it, initials left out."""
    found: dict[str, list[str]] = {}
    words = (tok for name in names if name for tok in name.tokens if not tok.heads)
    distinct = {tok.text.casefold(): tok for tok in words if tok.script == "cyrillic"}
    for tok in islice(distinct.values(), _WORDS):
        for form in tok.forms:
            found.setdefault(form, []).append(tok.text)
    return found


def _assumed(name: Name) -> str:
    """The East Slavic original that a standard writes as a Latin name; empty where there is
    none to be sure of, as for people from elsewhere."""
    for best in originals(name.text, limit=1):
        likely = best.score >= _LIKELY and best.language in _EAST_SLAVIC
        if likely and best.how == "standard":
            return best.text
    return ""


def _of_languages(texts: Sequence[str], counts: Mapping[str, int]) -> list[Group]:
    by_language: dict[tuple[str, ...], list[Spelled]] = {}
    for text in texts:
        languages = guess_languages(text)
        by_language.setdefault(languages, []).append(Spelled(text, counts[text]))
    return [
        Group(Sort.ORIGINAL, tuple(found), languages=languages)
        for languages, found in by_language.items()
    ]


def _of_standards(found: Licences, counts: Mapping[str, int]) -> list[Group]:
    groups = [
        Group(Sort.STANDARD, tuple(Spelled(text, counts[text]) for text in texts), standards)
        for texts, standards in covered(found.licensed)
    ]
    mixed = tuple(Spelled(text, counts[text], notes) for text, notes in found.mixed.items())
    return [*groups, Group(Sort.MIXED, mixed)] if mixed else groups


def _licences_of(name: Name, pool: Mapping[str, list[str]]) -> list[frozenset[Standard]]:
    """The standards of each word that can be read as one of the pool's; of a name that has
    more words than that besides, none: what it is a spelling of is something else."""
    found = [_licences(tok, pool) for tok in name.tokens if not tok.heads]
    sets = [standards for standards in found if standards is not None]
    return sets if 2 * len(sets) >= len(found) else []


def _licences(tok: Token, pool: Mapping[str, list[str]]) -> frozenset[Standard] | None:
    """Standards that make a word of one of the pool's; None where it is nobody's reading."""
    words = {word for form in tok.forms for word in pool.get(form, ())}
    if not words:
        return None
    found = [spelled_by(word, tok.text) for word in words]
    return frozenset(item for each in found if each for item in each.standards)


def _notes(name: Name, pool: Mapping[str, list[str]]) -> tuple[str, ...]:
    notes = []
    for tok in name.tokens:
        form = next((form for form in tok.forms if form in pool), None)
        by = conventions_of(tok.text, form) if form is not None else ()
        if by:
            notes.append(f"{tok.text}: {', '.join(by)}")
    return tuple(notes)


_Key = TypeVar("_Key", bound=Hashable)


def covered(
    licensed: Mapping[_Key, frozenset[Standard]],
) -> list[tuple[list[_Key], tuple[Standard, ...]]]:
    """The spellings parted into as few sets as it takes, each with what all of it shares."""
    left = dict(licensed)
    found = []
    while left:
        counted: dict[Standard, int] = {}
        for standards in left.values():
            for item in standards:
                counted[item] = counted.get(item, 0) + 1
        best = min(counted, key=lambda item: (-counted[item], _use(item)))
        texts = [text for text, standards in left.items() if best in standards]
        shared = frozenset.intersection(*(left.pop(text) for text in texts))
        found.append((texts, tuple(sorted(shared, key=_use))))
    return found


def _use(item: Standard) -> tuple[float, str]:
    """The most used convention first."""
    return -_shares().get(item.id, 0.0), item.id


@cache
def _shares() -> Mapping[str, float]:
    shares: dict[str, float] = {}
    for row in table("convention_shares"):
        shares[row["standard"]] = max(shares.get(row["standard"], 0.0), float(row["share"]))
    return shares
