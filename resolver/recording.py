"""A mention arrives: it joins an entity, founds one, or founds one and raises suggestions.

Everything here happens in one transaction of the caller. What people have decided stands:
a mention joins one entity, so it never bridges two that are kept apart, and a suggestion
that was decided comes back only with evidence that is new.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from resolver.attributes import NOTHING, Facts, facts, missing
from resolver.compare import Judgement
from resolver.errors import BadInput
from resolver.keys import keys_of
from resolver.ledger.review import OPEN, news
from resolver.mention import Mention
from resolver.names import Name, analyze
from resolver.resolve import Outcome, Ranking, rank
from resolver.sieve import NameSieve
from resolver.store.protocol import (
    EntityFounded,
    MentionRecorded,
    Reader,
    StoredName,
    SuggestionRaised,
    Writer,
)
from resolver.weights import weights

CANDIDATES = 30
MAX_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where a recorded mention went. `how` is `founded`, `joined` or `given`."""

    mention_id: str
    entity_id: str
    entity_name: str
    how: str
    score: float | None
    suggestions: int


class Analysed(NamedTuple):
    """A mention with what can be known of it before the store is asked."""

    mention: Mention
    name: Name
    facts: Facts


def analysed(mention: Mention) -> Analysed:
    """Analyse a mention, its blocking keys included. Raises BadName or BadInput.

    Done before the write lock is taken: a clerk must not wait for it.
    """
    check_attributes(mention)
    name = analyze(mention.name, mention.kind)
    keys_of(name)
    return Analysed(mention, name, facts(mention))


def ranked(
    reader: Reader, one: Analysed, *, thorough: bool = False
) -> tuple[Ranking, list[StoredName]]:
    """The entities that a mention may be, and the spellings they were found by.

    What was called no name is not ranked. Names are read from the store as far as the ranking
    looks at them; what a source knows besides the name needs all of them.
    """
    name = one.name
    stored: list[StoredName] = []
    sieve = NameSieve(name, every=bool(one.facts))
    likely = reader.likely(name.kind, keys_of(name), CANDIDATES, sieve)
    usable: Iterable[StoredName] = (found for found in _kept(likely, stored) if not found.junk)
    known: Mapping[str, Facts] = {}
    if one.facts:
        usable = [*usable]
        known = reader.facts(list(dict.fromkeys(found.entity_id for found in usable)))
    return rank(name, usable, one.facts, known, sieve=sieve, thorough=thorough), stored


def _kept(found: Iterable[StoredName], stored: list[StoredName]) -> Iterator[StoredName]:
    for one in found:
        stored.append(one)
        yield one


def record(writer: Writer, one: Analysed, entity_id: str | None) -> Recorded:
    """Record a mention; with `entity_id` the source says which entity it is."""
    if entity_id is not None:
        return _record_given(writer, one, entity_id)
    found = placement(writer, one)
    if found.node_id is None:
        recorded = _founded(writer, one, _new_id("e"), "founded")
    else:
        recorded = _joined(writer, one, found.node_id, found.score, found.why)
    return _counted(recorded, suggest_after(writer, recorded.entity_id, found))


class Placement(NamedTuple):
    """Where a mention belongs: at `node_id`, with the score and reason of that, or nowhere yet,
    and it founds an entity."""

    node_id: str | None
    score: float | None
    why: str
    ranking: Ranking
    facts: Facts


def placement(reader: Reader, one: Analysed) -> Placement:
    """Ask where a mention belongs; changes nothing."""
    ranking, stored = ranked(reader, one, thorough=True)
    junk = next((n for n in stored if n.junk and n.name == one.mention.name), None)
    if junk is not None and ranking.outcome is not Outcome.MATCH:
        why = "spelled like what is not a name"
        return Placement(junk.node_id, None, why, ranking, one.facts)
    if ranking.outcome is Outcome.MATCH:
        entity, judgement, _ = ranking.best[0]
        node, why = _node_of(stored, entity, judgement), judgement.explained().why()
        return Placement(node, judgement.score, why, ranking, one.facts)
    return Placement(None, None, "", ranking, one.facts)


def suggest_after(writer: Writer, entity_id: str, found: Placement) -> int:
    """Suggest what else a mention may be that was placed in an entity; how many it is."""
    if found.node_id is None:
        return _suggest(writer, entity_id, found.facts, found.ranking)
    if found.ranking.outcome is Outcome.MATCH:
        return _suggest_again(writer, entity_id, found.facts, found.ranking)
    return 0


def codes(judgement: Judgement) -> tuple[str, ...]:
    """What speaks for or against, in short: to tell later whether evidence is new."""
    return tuple(sorted({item.code for item in judgement.items if item.code != "base"}))


def _node_of(stored: Sequence[StoredName], entity_id: str, judgement: Judgement) -> str:
    """The id under which the spelling is kept that the mention matched."""
    for found in stored:
        if found.entity_id == entity_id and found.name in (judgement.a.text, judgement.b.text):
            return found.node_id or entity_id
    return entity_id


def _joined(writer: Writer, one: Analysed, node_id: str, score: float | None, why: str) -> Recorded:
    event = MentionRecorded(_new_id("m"), node_id, one.mention, "joined", score)
    writer.append(event, why)
    return _recorded(writer, event)


def _record_given(writer: Writer, one: Analysed, entity_id: str) -> Recorded:
    if not entity_id.strip() or len(entity_id) > 200:
        raise BadInput("an entity id must have 1 to 200 characters")
    if not writer.has_entity(entity_id):
        return _founded(writer, one, entity_id, "given")
    if writer.entity(entity_id).kind is not one.mention.kind:
        raise BadInput("the entity of that id is of another kind; give this one its own id")
    event = MentionRecorded(_new_id("m"), entity_id, one.mention, "given")
    writer.append(event)
    return _recorded(writer, event)


def _founded(writer: Writer, one: Analysed, entity_id: str, how: str) -> Recorded:
    writer.append(EntityFounded(entity_id, one.mention.kind, one.name.text))
    event = MentionRecorded(_new_id("m"), entity_id, one.mention, how)
    writer.append(event)
    return _recorded(writer, event)


def _suggest(writer: Writer, entity_id: str, own: Facts, ranking: Ranking) -> int:
    review = weights()["threshold.review"]
    close = [row for row in ranking.best[:MAX_SUGGESTIONS] if row[1].score >= review]
    known = writer.facts([other for other, _, _ in close]) if close else {}
    for other, judgement, _ in close:
        writer.append(_suggestion(entity_id, other, judgement, own, known.get(other, NOTHING)))
    return len(close)


def _suggest_again(writer: Writer, entity_id: str, own: Facts, ranking: Ranking) -> int:
    """Of what was decided about an entity, raise again what the mention tells new."""
    review = weights()["threshold.review"]
    close = {row[0]: row[1] for row in ranking.best[1:] if row[1].score >= review}
    if not close:
        return 0
    raised = 0
    for known in writer.suggestions_of(entity_id):
        other = known.entity_b if known.entity_a == entity_id else known.entity_a
        judgement = close.pop(other, None)
        if judgement is None or known.state == OPEN or known.answered is None:
            continue
        if news(judgement.score, codes(judgement), known.score, known.evidence):
            of_other = writer.facts([other]).get(other, NOTHING)
            writer.append(_suggestion(entity_id, other, judgement, own, of_other))
            raised += 1
    return raised


def _suggestion(
    entity_id: str, other: str, judgement: Judgement, own: Facts, of_other: Facts
) -> SuggestionRaised:
    why = judgement.explained().why()
    lacking = missing(own, of_other)
    return SuggestionRaised(entity_id, other, judgement.score, why, codes(judgement), lacking)


def check_attributes(mention: Mention) -> None:
    """Raises BadInput for an attribute that cannot be written down."""
    for value in (
        mention.language, mention.birth_date, mention.country, mention.context, mention.source,
        mention.date, mention.external_id,
    ):  # fmt: skip
        if value is None:
            continue
        if "\0" in value or (not value.isascii() and _has_surrogate(value)):
            raise BadInput(
                "an attribute contains a NUL or half a surrogate pair; re-encode it as UTF-8"
            )


def _has_surrogate(value: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in value)


def _recorded(reader: Reader, event: MentionRecorded) -> Recorded:
    entity = reader.entity(event.entity_id)
    return Recorded(event.mention_id, entity.entity_id, entity.name, event.how, event.score, 0)


def _counted(recorded: Recorded, suggestions: int) -> Recorded:
    return Recorded(
        recorded.mention_id,
        recorded.entity_id,
        recorded.entity_name,
        recorded.how,
        recorded.score,
        suggestions,
    )


def _new_id(prefix: str) -> str:
    return prefix + uuid.uuid4().hex[:16]


__all__ = [
    "Analysed",
    "Placement",
    "Recorded",
    "analysed",
    "check_attributes",
    "codes",
    "placement",
    "ranked",
    "record",
    "suggest_after",
]
