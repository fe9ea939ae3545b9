"""Entities looked up by a name in any spelling, by id, or all in order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from resolver.compare import Verdict, verdict_of
from resolver.mention import Kind
from resolver.romanize import guess_languages
from resolver.service import Service
from resolver.store.protocol import Entity
from resolver.text import clean
from resolver.typed import typed_words

PAGE = 50
MOST_FOUND = 200  # of one kind
SPELLINGS = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity in a list; `score` is how well the name that was looked for fits it."""

    entity: Entity
    lang: str
    spellings: tuple[str, ...]
    more: int
    score: float | None = None

    @property
    def percent(self) -> str:
        """`98 %`; none but a certain hit is rounded up to 100."""
        if self.score is None:
            return ""
        return f"{min(99, round(self.score * 100)) if self.score < 1 else 100} %"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search. `likely` fit the name; `unlikely` only share letters with it.

    `removed` are invisible characters that the name was freed of; `after` is the id that
    leads to the next page, None on the last.
    """

    likely: tuple[Hit, ...]
    unlikely: tuple[Hit, ...] = ()
    removed: tuple[str, ...] = ()
    after: str | None = None


def hit(entity: Entity, score: float | None = None) -> Hit:
    """An entity as a list shows it: with its other spellings, most mentions first."""
    others = [text for text in entity.spellings if text != entity.name]
    others.sort(key=lambda text: (-entity.spellings[text], text))
    languages = guess_languages(entity.name)
    return Hit(
        entity,
        languages[0] if languages else "",
        tuple(others[:SPELLINGS]),
        max(0, len(others) - SPELLINGS),
        score,
    )


def listed(service: Service, kind: Kind | None, after: str | None = None) -> Found:
    """All entities, of a kind or of any, oldest first. Raises NotFound for an unknown id."""
    page = service.page(kind, PAGE + 1, after)
    hits = tuple(map(hit, page[:PAGE]))
    return Found(hits, after=hits[-1].entity.entity_id if len(page) > PAGE else None)


def searched(
    service: Service, name: str, kind: Kind | None = None, after: str | None = None
) -> Found:
    """Entities that a name, or an id, may mean, best first. Raises BadName.

    Without `kind` persons, places and organisations are looked for alike.
    """
    removed = clean(name).removed
    ranked: list[tuple[Entity, float]] = []
    for each in (kind,) if kind else Kind:
        ranked += service.search(name, each, MOST_FOUND)
    ranked.sort(key=lambda pair: (-pair[1], pair[0].entity_id))
    by_id = _by_id(service, name.strip())
    if by_id is not None:
        ranked = [(by_id, 1.0), *(pair for pair in ranked if pair[0].entity_id != by_id.entity_id)]
    ids = [entity.entity_id for entity, _ in ranked]
    start = ids.index(after) + 1 if after in ids else 0
    page = ranked[start : start + PAGE + 1]
    hits = [hit(entity, score) for entity, score in page[:PAGE]]
    return Found(
        tuple(one for one in hits if not _unlikely(one)),
        tuple(one for one in hits if _unlikely(one)),
        removed,
        hits[-1].entity.entity_id if len(page) > PAGE else None,
    )


def beginning(service: Service, start: str) -> Found:
    """Entities with a name in which words begin so, in order of entry. Raises BadName."""
    with service.store.reading() as reader:
        ids = reader.starting(typed_words(clean(start).text), PAGE)
        return Found(tuple(hit(reader.entity(one)) for one in islice(ids, PAGE)))


def _unlikely(one: Hit) -> bool:
    return one.score is not None and verdict_of(one.score) is Verdict.DIFFERENT


def _by_id(service: Service, text: str) -> Entity | None:
    with service.store.reading() as reader:
        return reader.entity(text) if reader.has_entity(text) else None
