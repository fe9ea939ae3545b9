"""Which names of one text are one: a surname alone belongs to the full name before it.

Names are compared in the nominative, spelled alike: within one text the same person is
spelled one way. A surname that two people of the text bear belongs to the one named last,
unless case and gender tell. Nothing is decided across texts; that is the resolver's part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resolver.extract.declension import Choice, settled
from resolver.extract.persons import Lone
from resolver.extract.spans import Span
from resolver.extract.vocabulary import folded
from resolver.mention import Kind
from resolver.names import Part

_MOST_BEARERS = 30


class People:
    """The people of a text by surname and by given name, each name with its group."""

    def __init__(self) -> None:
        self._surnames: dict[str, list[Span]] = {}
        self._given: dict[str, list[Span]] = {}

    def add(self, person: Span) -> None:
        """A person of the text; later ones are found first."""
        for word, part in zip(_nominatives(person), person.parts, strict=True):
            if len(word) > 1:
                index = self._surnames if part is Part.SURNAME else self._given
                bearers = index.setdefault(folded(word), [])
                bearers[:] = [other for other in bearers if other.group != person.group]
                bearers.append(person)
                del bearers[:-_MOST_BEARERS]

    def same(self, person: Span) -> Span | None:
        """Somebody named before who a full name can be: equal words, or their initials."""
        words = dict(zip(person.parts, _nominatives(person), strict=True))
        for other in reversed(self._surnames.get(folded(words.get(Part.SURNAME, "")), [])):
            theirs = dict(zip(other.parts, _nominatives(other), strict=True))
            if all(_fits(words[part], theirs[part]) for part in words.keys() & theirs.keys()):
                return other
        return None

    def bearer(self, lone: Span, *, only: bool = False) -> tuple[Span, Choice | None] | None:
        """Whom a lone word names: the last bearer of a surname, else of a given name; with
        `only`, nobody where several bear it."""
        options = lone.choices or (None,)
        for index in (self._surnames, self._given):
            best: tuple[float, int, Span, Choice | None] | None = None
            for choice in options:
                word = lone.words[0] if choice is None else choice.words[0]
                bearers = index.get(folded(word), [])
                if only and len(bearers) > 1:
                    continue
                for person in bearers:
                    if (
                        choice is not None
                        and choice.gender
                        and person.gender not in {"", choice.gender}
                    ):
                        continue
                    score = 0.0 if choice is None else choice.score
                    if best is None or (score, person.start) >= best[:2]:
                        best = (score, person.start, person, choice)
            if best is not None:
                return best[2], best[3]
        return None


def _fits(a: str, b: str) -> bool:
    if len(a) == 1 or len(b) == 1:
        return a[0].lower() == b[0].lower()
    return folded(a) == folded(b)


def _nominatives(person: Span) -> tuple[str, ...]:
    return person.choices[0].words if person.choices else person.words


def decide_cases(persons: Sequence[Span], lone: Sequence[Lone]) -> None:
    """Settle how every name of a text is read, each with regard to the others."""
    spans = [*persons, *(each.span for each in lone)]
    inflected = [each for each in spans if each.choices]
    chosen = settled([(each.choices, each.surname) for each in inflected])
    for each, choice in zip(inflected, chosen, strict=True):
        rest = tuple(other for other in each.choices if other != choice)
        each.choices = (choice, *rest)
        each.gender = choice.gender
    for each in spans:
        each.name = " ".join(_written(each))


def _written(person: Span) -> Iterable[str]:
    words = _nominatives(person)
    return (f"{word}." if len(word) == 1 else word for word in words)


def link_people(persons: Sequence[Span], lone: Sequence[Lone]) -> list[Span]:
    """All mentions of people in the order of the text, those of one person in one group.

    A lone word that nobody of the text bears is left out unless it is sure to be a name.
    """
    everyone = People()
    groups = 0
    for person in sorted(persons, key=lambda person: person.start):
        before = everyone.same(person)
        person.group = groups if before is None else before.group
        groups += before is None
        everyone.add(person)
    sure = {id(each.span) for each in lone if each.sure}
    unlinked = {id(each.span) for each in lone}
    named, alone = People(), People()
    kept: list[Span] = []
    for each in sorted([*persons, *(each.span for each in lone)], key=lambda each: each.start):
        if id(each) not in unlinked:
            named.add(each)
            kept.append(each)
            continue
        found = named.bearer(each) or everyone.bearer(each, only=True)
        if found is None and id(each) in sure:
            found = alone.bearer(each)
        if found is not None:
            bearer, choice = found
            each.group = bearer.group
            if choice is not None:
                each.name = choice.words[0]
            kept.append(each)
        elif id(each) in sure:
            each.group, groups = groups, groups + 1
            alone.add(each)
            kept.append(each)
    return kept


def link_others(spans: Sequence[Span], first_group: int) -> None:
    """Places and organisations of one name are one group."""
    groups: dict[tuple[Kind, str], int] = {}
    for each in sorted(spans, key=lambda each: each.start):
        key = each.kind, folded(each.name)
        each.group = groups.setdefault(key, first_group + len(groups))
