"""An article with its names marked, as a page shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resolver.extract.linked import LinkedArticle, LinkedName, Standing
from resolver.language_names import language_name
from resolver.mention import Kind
from resolver.romanize import guess_languages

MOST_CANDIDATES = 5

SAYS = {
    Standing.RECORDED: "recorded from this article",
    Standing.MATCH: "in the archive",
    Standing.REVIEW: "for a person to decide",
    Standing.NEW: "not in the archive",
}

_LINE = re.compile("\r\n|[\n\r\f\v\x85\u2028\u2029]")
_SPACE = re.compile("[\t\xa0\u2000-\u200a\u202f\u205f\u3000]")
_LANGUAGES = {"en": "English"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name in doubt may mean."""

    entity_id: str
    name: str
    percent: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between names where `group` is None, else a name of that group."""

    text: str
    group: int | None = None
    kind: Kind | None = None
    standing: Standing | None = None
    entity_id: str | None = None

    @property
    def lines(self) -> list[str]:
        """The text as it is shown: spaces of any width are spaces, lines are lines."""
        return [_SPACE.sub(" ", line) for line in _LINE.split(self.text)]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something that the text names, once or several times."""

    group: int
    kind: Kind
    name: str
    lang: str
    standing: Standing
    times: int
    forms: tuple[str, ...]
    roles: tuple[str, ...]
    entity_id: str | None
    entity_name: str | None
    candidates: tuple[Candidate, ...]

    @property
    def says(self) -> str:
        return SAYS[self.standing]


@dataclass(frozen=True, slots=True)
class ArticleShown:
    """The text in pieces that add up to it, and whom it names in the order of the text."""

    language: str
    lang: str
    pieces: tuple[Piece, ...]
    named: tuple[Named, ...]

    @property
    def counts(self) -> dict[Standing, int]:
        """How many of those named stand how, in the order of Standing."""
        counted = Counter(one.standing for one in self.named)
        return {standing: counted[standing] for standing in Standing if counted[standing]}


def article_shown(found: LinkedArticle) -> ArticleShown:
    """What a page shows of an article. Offsets of names are code points of its text."""
    code = found.extraction.language
    groups: dict[int, list[LinkedName]] = {}
    for one in found.names:
        groups.setdefault(one.name.group, []).append(one)
    return ArticleShown(
        _LANGUAGES.get(code) or language_name(code),
        code,
        tuple(_pieces(found.extraction.article.text, found.names)),
        tuple(_named(group, names) for group, names in groups.items()),
    )


def _pieces(text: str, names: Sequence[LinkedName]) -> Iterator[Piece]:
    at = 0
    for one in names:
        start, end = one.name.start, one.name.end
        if start < at:
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], one.name.group, one.name.kind, one.standing, one.entity_id)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def _named(group: int, names: Sequence[LinkedName]) -> Named:
    first = names[0]
    languages = guess_languages(first.name.full_name)
    return Named(
        group=group,
        kind=first.name.kind,
        name=first.name.full_name,
        lang=languages[0] if languages else "",
        standing=first.standing,
        times=len(names),
        forms=tuple(dict.fromkeys(one.name.text for one in names)),
        roles=tuple(dict.fromkeys(role for one in names for role in one.name.roles)),
        entity_id=first.entity_id,
        entity_name=first.entity_name,
        candidates=tuple(
            Candidate(each.entity_id, each.name, f"{min(99, round(each.score * 100))} %")
            for each in first.candidates[:MOST_CANDIDATES]
        ),
    )
