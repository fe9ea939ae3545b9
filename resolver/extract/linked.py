"""A text with its names and the entities they are: what a page shows of an article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from resolver.errors import BadName
from resolver.extract.article import Article, Extraction, NameFound
from resolver.extract.ingest import mentions_of
from resolver.extract.recognize import extract
from resolver.mention import Mention
from resolver.resolve import Answer, Candidate, Outcome
from resolver.service import Service


class Standing(StrEnum):
    """How a name in a text stands to the archive.

    `recorded`: this very mention is in the archive, with that entity. `match`: it is none of
    the archive's, but surely means that entity. `review`: several entities fit, or one fits
    not surely, so that a clerk must say. `new`: nobody known fits.
    """

    RECORDED = "recorded"
    MATCH = "match"
    REVIEW = "review"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class LinkedName:
    """A name in a text with its entity; `candidates` are those to choose from in review."""

    name: NameFound
    standing: Standing
    entity_id: str | None = None
    entity_name: str | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """An article with its names in the order of its text."""

    extraction: Extraction
    names: tuple[LinkedName, ...]


def linked(
    service: Service, article: Article, extraction: Extraction | None = None
) -> LinkedArticle:
    """Find the names of an article and say which entities they are; changes nothing.

    The fullest name of each group is looked up, and the answer is that of the whole group.
    """
    found = extraction or extract(article)
    answers: dict[int, LinkedName] = {}
    groups: dict[int, list[tuple[NameFound, Mention]]] = {}
    for name, mention in zip(found.names, mentions_of(found), strict=True):
        groups.setdefault(name.group, []).append((name, mention))
    for group, names in groups.items():
        head = min(names, key=lambda pair: (pair[0].name != pair[0].full_name, pair[0].start))
        own_ids = {mention.external_id or "" for _, mention in names}
        answers[group] = _answer(service, *head, own_ids)
    return LinkedArticle(
        found,
        tuple(
            LinkedName(
                name, answer.standing, answer.entity_id, answer.entity_name, answer.candidates
            )
            for name in found.names
            for answer in (answers[name.group],)
        ),
    )


def _answer(service: Service, name: NameFound, mention: Mention, own_ids: set[str]) -> LinkedName:
    try:
        answer = service.resolve(mention)
    except BadName:  # a name that no archive can hold
        return LinkedName(name, Standing.NEW)
    recorded = _recorded(service, answer, own_ids)
    if recorded is not None:
        return LinkedName(name, Standing.RECORDED, recorded.entity_id, recorded.name)
    if answer.entity is not None:
        return LinkedName(name, Standing.MATCH, answer.entity.entity_id, answer.entity.name)
    if answer.outcome is Outcome.AMBIGUOUS:
        return LinkedName(name, Standing.REVIEW, candidates=answer.candidates)
    return LinkedName(name, Standing.NEW)


def _recorded(service: Service, answer: Answer, own_ids: set[str]) -> Candidate | None:
    """The candidate that has these very mentions. Of an entity with very many mentions the
    first thousand are looked at; such a one is found by its name all the same."""
    for candidate in answer.candidates:
        _, mentions = service.entity(candidate.entity_id)
        if any(stored.mention.external_id in own_ids for stored in mentions):
            return candidate
    return None
