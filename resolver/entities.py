"""What an entity shows of itself: which of its spellings is the canonical name.

The rule: most complete first, then most frequent, then the preferred script and standard,
then the spelling that can be read in the fewest ways, then the first in the alphabet. One
odd mention therefore never changes the name: it would have to be more complete.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from resolver.errors import BadName
from resolver.mention import Kind
from resolver.names import Name, Part, analyze
from resolver.values import Value

FULL, WITHOUT_PATRONYMIC, SHORT, UNREADABLE = 0, 1, 2, 3

_LATIN = "latin"
_ORIGINALS = 5  # Cyrillic originals of a word that are tried against a standard
_OTHER_SCRIPT, _OTHER_STANDARD, _MOST_WAYS = 200_000, 100_000, 99_999


@dataclass(frozen=True, slots=True)
class Preference(Value):
    """The script (`latin` or `cyrillic`) and the standard of romanization, if any, that
    canonical names have rather than others."""

    script: str = _LATIN
    standard: str | None = None


DEFAULT_PREFERENCE = Preference()


def completeness(name: Name) -> int:
    """0 for a name with given name, patronymic and surname, 1 without a patronymic, 2 for
    lone words and initials. Names of other kinds are all complete."""
    if name.kind is not Kind.PERSON:
        return FULL
    spelled_out = {part for part, tok in zip(name.parts, name.tokens, strict=True) if not tok.heads}
    if not {Part.GIVEN, Part.SURNAME} <= spelled_out:
        return SHORT
    return FULL if Part.PATRONYMIC in spelled_out else WITHOUT_PATRONYMIC


def elect(spellings: Mapping[Name, int], preference: Preference = DEFAULT_PREFERENCE) -> Name:
    """The canonical name among spellings with their numbers of mentions."""
    by_text = {name.text: name for name in spellings}
    rows = [(name.text, count, *standing(name, preference)) for name, count in spellings.items()]
    return by_text[elected(rows)]


def elected(rows: Iterable[tuple[str, int, int, int]]) -> str:
    """The canonical name among rows of spelling, mentions and what `standing_of` says.

    A spelling may have several rows: its mentions add up. Those without mentions are
    elected only where there is nothing else.
    """
    mentions: Counter[str] = Counter()
    standing: dict[str, tuple[int, int]] = {}
    for name, count, complete, preference in rows:
        mentions[name] += count
        standing[name] = (complete, preference)
    return min(
        standing,
        key=lambda name: (
            mentions[name] <= 0,
            standing[name][0],
            -mentions[name],
            standing[name][1],
            name,
        ),
    )


def standing_of(
    name: str, kind: Kind, preference: Preference = DEFAULT_PREFERENCE
) -> tuple[int, int]:
    """How complete a spelling is, and how little it is preferred; less is better in both."""
    try:
        return standing(analyze(name, kind), preference)
    except BadName:  # stored under older rules
        return UNREADABLE, 0


def standing(name: Name, preference: Preference = DEFAULT_PREFERENCE) -> tuple[int, int]:
    """`standing_of` an analysed name."""
    rank = script_rank(_ambiguity(name), name.script, preference)
    if preference.standard is not None and not _follows(name, preference.standard):
        rank += _OTHER_STANDARD
    return completeness(name), rank


def script_rank(ways: int, script: str, preference: Preference = DEFAULT_PREFERENCE) -> int:
    """How little a spelling of a script is preferred whose words are read in so many ways."""
    return min(ways, _MOST_WAYS) + (_OTHER_SCRIPT if script != preference.script else 0)


def _ambiguity(name: Name) -> int:
    """How many ways its words can be read in all; English spellings have the fewest."""
    return sum(len(tok.forms) for tok in name.tokens)


def _follows(name: Name, standard: str) -> bool:
    """Whether a Latin spelling is what a standard makes of a likely Cyrillic original."""
    from resolver.original import originals  # reads large tables, and few need it
    from resolver.romanize import romanize

    return name.script == _LATIN and all(
        any(
            romanize(original.text, standard).casefold() == tok.text.casefold()
            for original in originals(tok.text, limit=_ORIGINALS)
        )
        for tok in name.tokens
    )
