"""An entity as its page shows it: spellings by convention, mentions in time, search query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.pages.rule_links import RuleLink, standard_link
from api.pages.views_history import HistoryShown, history_shown
from resolver.attributes import NOTHING, Facts
from resolver.attribution import SHOWN
from resolver.entities import standing_of
from resolver.errors import BadName
from resolver.language_names import language_names
from resolver.ledger.review import OPEN
from resolver.mention import Kind
from resolver.queries import STYLES, query_of
from resolver.script import script_of
from resolver.service import Service
from resolver.spelling_groups import Group, Sort, Spelled, convention, grouped
from resolver.store.protocol import Entity, StoredMention, StoredSuggestion
from resolver.text import clean
from resolver.timeline import Timeline, timeline
from resolver.variants import variants

MENTIONS = 50
IN_TIME = 2_000
"""Mentions that the time line is made of; an entity may have a hundred thousand."""
VARIANTS = 40
MOST_SUGGESTIONS = 10

_TITLES = {
    Sort.MIXED: "By no one convention",
    Sort.OTHER: "Other spellings",
}


@dataclass(frozen=True, slots=True)
class GroupShown:
    """Spellings under the name of their convention; `also` counts further ones."""

    title: str
    standards: tuple[RuleLink, ...]
    also: tuple[RuleLink, ...]
    spellings: tuple[Spelled, ...]
    mentions: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open suggestion: the other entity that this one may be."""

    number: int
    other: Entity
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Query:
    """A search query for every likely spelling."""

    style: str
    text: str


@dataclass(frozen=True, slots=True)
class EntityShown:
    """All that the page shows. `mentions` are a page of them; `after` leads to the next.

    `seen` is the number of the last event of the log: what was decided on any entity that a
    decision names, and was there to be seen, does not make the undoing of it stale.
    """

    entity: Entity
    seen: int
    groups: tuple[GroupShown, ...]
    assumed: str
    left_out: int
    time: Timeline
    in_time: int
    mentions: tuple[StoredMention, ...]
    after: int | None
    facts: Facts
    waiting: tuple[Waiting, ...]
    queries: tuple[Query, ...]
    history: HistoryShown


def entity_shown(
    service: Service, entity_id: str, after: int = 0, before: int | None = None
) -> EntityShown:
    """The entity, or the one that took it in. Raises NotFound.

    `after` pages through mentions, `before` through history, both by numbers of events.
    """
    with service.store.reading() as reader:
        entity = reader.entity(entity_id)
        seen = reader.waiting().last_event
        dated = reader.mentions(entity_id, IN_TIME)
        page = reader.mentions(entity_id, MENTIONS + 1, after) if after else dated[: MENTIONS + 1]
        suggestions = [one for one in reader.suggestions_of(entity_id) if one.state == OPEN]
        waiting = [_waiting(reader.entity, entity, one) for one in suggestions[:MOST_SUGGESTIONS]]
        facts = reader.facts([entity.entity_id]).get(entity.entity_id, NOTHING)
        numbers = frozenset(one.seq for one in dated)
        past = history_shown(reader, entity_id, numbers, before)
    spelled = grouped(entity.spellings, entity.kind)
    return EntityShown(
        entity=entity,
        seen=seen,
        groups=tuple(map(_group, spelled.groups)),
        assumed=spelled.assumed,
        left_out=spelled.left_out,
        time=timeline((one.mention.name, one.mention.date) for one in dated),
        in_time=len(dated),
        mentions=tuple(page[:MENTIONS]),
        after=page[MENTIONS - 1].seq if len(page) > MENTIONS else None,
        facts=facts,
        waiting=tuple(waiting),
        queries=queries(entity, spelled.assumed),
        history=past,
    )


def queries(entity: Entity, assumed: str = "") -> tuple[Query, ...]:
    """The spellings that are recorded and those that are likely, in each style of query.

    `assumed` is the original where none is recorded. Without any the likely ones would be
    guesses on guesses.
    """
    recorded = sorted(entity.spellings, key=lambda text: (-entity.spellings[text], text))
    texts = [text for raw in recorded[:VARIANTS] if (text := _visible(raw))]
    original = _original(entity, recorded) or assumed
    if original and entity.kind is not Kind.ORGANIZATION:
        texts += [one.text for one in variants(original, VARIANTS)]
    distinct = list(dict.fromkeys(texts or [entity.name]))
    return tuple(Query(style, query_of(distinct, style)) for style in STYLES)


def _visible(text: str) -> str:
    """Without what nobody would type; empty where older rules have stored what ours refuse."""
    try:
        return clean(text).text
    except BadName:
        return ""


def _original(entity: Entity, recorded: Sequence[str]) -> str:
    """A Cyrillic spelling as complete as the canonical name; empty where there is none."""
    complete, _ = standing_of(entity.name, entity.kind)
    cyrillic = (
        text
        for text in recorded[:VARIANTS]
        if script_of(text) == "cyrillic" and standing_of(text, entity.kind)[0] <= complete
    )
    return next(cyrillic, "")


def _group(group: Group) -> GroupShown:
    links = [standard_link(item) for item in group.standards]
    if group.sort is Sort.ORIGINAL:
        title = f"In Cyrillic: {language_names(group.languages)}"
    elif group.sort is Sort.STANDARD:
        title = convention(group.standards)
    else:
        title = _TITLES[group.sort]
    return GroupShown(
        title, tuple(links[:SHOWN]), tuple(links[SHOWN:]), group.spellings, group.mentions
    )


def _waiting(
    entity_of: Callable[[str], Entity], entity: Entity, found: StoredSuggestion
) -> Waiting:
    other = found.entity_b if found.entity_a == entity.entity_id else found.entity_a
    return Waiting(found.suggestion_id, entity_of(other), found.score, found.why)
