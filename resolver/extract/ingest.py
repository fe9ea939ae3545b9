"""Articles into an archive: their names are found, resolved and recorded, once.

A mention is known by its article and its place there (`external_id`), so that the same
article again changes nothing, and one whose ingestion was interrupted is finished. The
fullest name of everyone in an article is resolved; the others are recorded where it went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from resolver.errors import BadInput, BadName
from resolver.extract.article import Article, Extraction, NameFound
from resolver.extract.recognize import extract
from resolver.mention import Kind, Mention
from resolver.service import Recorded, Service
from resolver.store.protocol import Store

BATCH = 100
_PREFIX = "article:"
_MOST_CONTEXT = 400
_MOST_COMPANY = 6

Extractor = Callable[[Article], Extraction]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a batch: articles read, those that were new or unfinished, mentions
    recorded, entities founded, names that could not be recorded."""

    articles: int
    changed: int
    mentions: int
    founded: int
    failed: int


def external_id(article: Article, name: NameFound) -> str:
    """What a mention is known by in the archive."""
    return f"{_PREFIX}{article.key}:{name.start}-{name.end}"


def mentions_of(extraction: Extraction) -> list[Mention]:
    """The names of an article as mentions to record, in its order.

    The context of a person is the roles beside it, and the people and bodies of the same
    sentence; places say too little of whom they stand by.
    """
    company: dict[str, dict[int, str]] = {}
    for name in extraction.names:
        if name.kind is not Kind.PLACE:
            company.setdefault(name.sentence, {}).setdefault(name.group, name.full_name)
    return [_mention(extraction, name, company) for name in extraction.names]


def _mention(
    extraction: Extraction, name: NameFound, company: Mapping[str, Mapping[int, str]]
) -> Mention:
    words: list[str] = []
    if name.kind is Kind.PERSON:
        others = islice(company[name.sentence].items(), _MOST_COMPANY)
        words = [*name.roles, *(full for group, full in others if group != name.group)]
    article = extraction.article
    return Mention(
        name=name.name,
        kind=name.kind,
        language=extraction.language,
        context="; ".join(words)[:_MOST_CONTEXT] or None,
        source=article.source,
        date=article.date,
        external_id=external_id(article, name),
    )


class Ingestion:
    """Records articles through a service over a store. Not for several threads at once."""

    def __init__(self, store: Store, service: Service, extractor: Extractor = extract) -> None:
        self._store, self._service, self._extract = store, service, extractor
        self._known = Counter(_article_of(own_id) for own_id, _ in _recorded(store))

    def ingest(self, articles: Iterable[Article]) -> Iterator[Ingested]:
        """Record articles, a batch at a time; each result is durable when it appears."""
        rest = iter(articles)
        while batch := list(islice(rest, BATCH)):
            yield self._batch([self._extract(article) for article in batch])

    def _batch(self, extractions: Sequence[Extraction]) -> Ingested:
        new = {
            each.article.key: each
            for each in extractions
            if self._known[each.article.key] < len(each.names)
        }
        round_ = _Round(self._entities_of(new))
        outcomes = round_.record(self._service, list(new.values()))
        done = [each for each in outcomes if isinstance(each, Recorded)]
        for key, extraction in new.items():
            self._known[key] = len(extraction.names)
        return Ingested(
            articles=len(extractions),
            changed=len(new),
            mentions=len(done),
            founded=sum(each.how == "founded" for each in done),
            failed=len(outcomes) - len(done),
        )

    def _entities_of(self, extractions: Mapping[str, Extraction]) -> dict[str, str]:
        """The entities of mentions of these articles that an interrupted run has recorded."""
        if not any(self._known[key] for key in extractions):
            return {}
        return {
            own_id: entity_id
            for own_id, entity_id in _recorded(self._store)
            if _article_of(own_id) in extractions
        }


class _Round:
    """Records the mentions of some articles that are not recorded yet, in two passes: the
    fullest name of each group is resolved, then the others follow it."""

    def __init__(self, recorded: Mapping[str, str]) -> None:
        self._recorded = recorded
        self._entities: dict[tuple[str, int], str] = {}

    def record(
        self, service: Service, extractions: Sequence[Extraction]
    ) -> list[Recorded | BadName | BadInput]:
        heads: list[tuple[tuple[str, int], Mention]] = []
        others: list[tuple[tuple[str, int], Mention]] = []
        for extraction in extractions:
            self._sort(extraction, heads, others)
        outcomes = list(service.record_many((mention, None) for _, mention in heads))
        for (group, _), outcome in zip(heads, outcomes, strict=True):
            if isinstance(outcome, Recorded):
                self._entities[group] = outcome.entity_id
        following = [(mention, self._entities.get(group)) for group, mention in others]
        return [*outcomes, *service.record_many(row for row in following if row[1] is not None)]

    def _sort(
        self,
        extraction: Extraction,
        heads: list[tuple[tuple[str, int], Mention]],
        others: list[tuple[tuple[str, int], Mention]],
    ) -> None:
        article = extraction.article
        for name in extraction.names:
            entity_id = self._recorded.get(external_id(article, name))
            if entity_id is not None:
                self._entities[article.key, name.group] = entity_id
        led = {group for key, group in self._entities if key == article.key}
        pairs = zip(extraction.names, mentions_of(extraction), strict=True)
        fullest_first = sorted(pairs, key=lambda pair: pair[0].name != pair[0].full_name)
        for name, mention in fullest_first:
            if external_id(article, name) in self._recorded:
                continue
            row = (article.key, name.group), mention
            if name.group in led:
                others.append(row)
            else:
                led.add(name.group)
                heads.append(row)


def _article_of(own_id: str) -> str:
    return own_id.removeprefix(_PREFIX).partition(":")[0]


def _recorded(store: Store) -> Iterator[tuple[str, str]]:
    """External id and entity of every mention that came from an article."""
    for event in store.events():
        if event["kind"] == "mention_recorded":
            own_id = event["payload"]["mention"].get("external_id") or ""
            if own_id.startswith(_PREFIX):
                yield own_id, event["payload"]["entity_id"]
