"""The questions and records of an archive: what the command line and the API call."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from resolver.errors import BadInput, BadName, NotFound
from resolver.keys import keys_of
from resolver.mention import Kind, Mention
from resolver.names import Name, analyze
from resolver.resolve import Answer, Candidate, Outcome, Ranking, candidates_of, rank
from resolver.rules import rules_version
from resolver.store.protocol import (
    Entity,
    EntityFounded,
    MentionRecorded,
    Reader,
    Store,
    StoredMention,
    SuggestionRaised,
    Writer,
)
from resolver.weights import weights

CHUNK = 1000
# A batch that never pauses starves a clerk who waits for the write lock beside it.
PAUSE_SECONDS = 0.005
CANDIDATES = 30
MAX_SUGGESTIONS = 5
SUGGESTED = 0.3


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where a recorded mention went. `how` is `founded`, `joined` or `given`."""

    mention_id: str
    entity_id: str
    entity_name: str
    how: str
    score: float | None
    suggestions: int


class Service:
    """Resolve and record over a store. Safe to share between threads as the store is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.rules_version = rules_version()
        self._outcomes = dict.fromkeys(Outcome, 0)

    def warm(self) -> None:
        """Read what is read at the first use of each letter, so that no request waits for it."""
        for letter in "абвгдежзиклмнопрстуфхцчшщэюяabcdefghijklmnopqrstuvwxyz":
            for ending in ("ова", "ов") if letter > "z" else ("ova", "ov"):
                name = (
                    f"{letter}нна {letter}ван{ending}"
                    if letter > "z"
                    else f"{letter}van {letter}an{ending}"
                )
                keys_of(analyze(name.title()))

    def resolve(self, mention: Mention, limit: int = 5) -> Answer:
        """Which entity a mention is; changes nothing. Raises BadName."""
        name = analyze(mention.name, mention.kind)
        with self._store.reading() as reader:
            ranking = _rank(reader, name)
            found = candidates_of(ranking, mention.kind, limit)
            named = tuple(_named(reader, candidate) for candidate in found)
        self._outcomes[ranking.outcome] += 1
        return Answer(ranking.outcome, named, self.rules_version, name.removed)

    def suggest(self, start: str, limit: int) -> list[Entity]:
        """Entities by id, by name in any spelling, and by how a word of a name begins."""
        with self._store.reading() as reader:
            ids = [start] if reader.has_entity(start) else []
            for kind in Kind:
                with suppress(BadName):
                    best = _rank(reader, analyze(start, kind)).best
                    ids += [entity_id for entity_id, found, _ in best if found.score >= SUGGESTED]
            ids += reader.starting(start, limit)
            return [reader.entity(entity_id) for entity_id in list(dict.fromkeys(ids))[:limit]]

    def counted(self) -> Iterator[tuple[str, float]]:
        """How many questions had each outcome since the start."""
        yield from ((str(outcome), count) for outcome, count in self._outcomes.items())

    def held(self) -> Iterator[tuple[str, float]]:
        """How much of everything the store holds."""
        with self._store.reading() as reader:
            yield from reader.counts().items()

    def check(self) -> None:
        """Answer and write nothing, as far as the store can. Raises StoreBusy, DamagedData."""
        analyze("Мовлаев")
        with self._store.writing():
            return

    def record(self, mention: Mention, entity_id: str | None = None) -> Recorded:
        """Record one mention; with `entity_id` it is known to be that entity.

        Raises BadName, BadInput for an unusable id, StoreBusy.
        """
        name = _usable(_analysed(mention))
        with self._store.writing() as writer:
            return _record(writer, mention, name, entity_id)

    def record_many(
        self, mentions: Iterable[tuple[Mention, str | None]]
    ) -> Iterator[Recorded | BadName | BadInput]:
        """Record in order, CHUNK mentions a transaction; a bad row is returned, not raised.

        Results appear only after the transaction that holds them is durable.
        """
        rows = iter(mentions)
        while chunk := list(islice(rows, CHUNK)):
            analysed = [(mention, entity_id, _analysed(mention)) for mention, entity_id in chunk]
            results: list[Recorded | BadName | BadInput] = []
            with self._store.writing() as writer:
                for mention, entity_id, name in analysed:
                    try:
                        usable = _usable(name)
                        results.append(_record(writer, mention, usable, entity_id))
                    except (BadName, BadInput) as problem:
                        results.append(problem)
            yield from results
            time.sleep(PAUSE_SECONDS)

    def entity(self, entity_id: str) -> tuple[Entity, list[StoredMention]]:
        """An entity and its mentions. Raises NotFound."""
        with self._store.reading() as reader:
            return reader.entity(entity_id), reader.mentions(entity_id)


def _analysed(mention: Mention) -> Name | BadName | BadInput:
    """The analysed name, with its blocking keys in the cache, or what is wrong with it.

    Done before the write lock is taken: a clerk must not wait for it.
    """
    try:
        for value in (mention.language, mention.birth_date, mention.country, mention.context):
            _check_attribute(value)
        for value in (mention.source, mention.date, mention.external_id):
            _check_attribute(value)
        name = analyze(mention.name, mention.kind)
    except (BadName, BadInput) as problem:
        return problem
    keys_of(name)
    return name


def _check_attribute(value: str | None) -> None:
    if value is not None and ("\0" in value or (not value.isascii() and _has_surrogate(value))):
        raise BadInput(
            "an attribute contains a NUL or half a surrogate pair; re-encode it as UTF-8"
        )


def _has_surrogate(value: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in value)


def _usable(name: Name | BadName | BadInput) -> Name:
    if isinstance(name, Name):
        return name
    raise name


def _rank(reader: Reader, name: Name) -> Ranking:
    return rank(name, reader.candidates(name.kind, keys_of(name), CANDIDATES))


def _named(reader: Reader, candidate: Candidate) -> Candidate:
    """The candidate under its entity's canonical name."""
    name = reader.entity(candidate.entity_id).name
    return Candidate(candidate.entity_id, name, candidate.kind, candidate.judgement)


def _record(writer: Writer, mention: Mention, name: Name, entity_id: str | None) -> Recorded:
    if entity_id is not None:
        return _record_given(writer, mention, name, entity_id)
    ranking = _rank(writer, name)
    if ranking.outcome is Outcome.MATCH:
        entity, judgement, _ = ranking.best[0]
        recorded = MentionRecorded(_new_id("m"), entity, mention, "joined", judgement.score)
        writer.append(recorded)
        return _recorded(writer, recorded, 0)
    recorded = _found(writer, mention, name, _new_id("e"), "founded")
    return _recorded(writer, recorded, _suggest(writer, recorded.entity_id, ranking))


def _record_given(writer: Writer, mention: Mention, name: Name, entity_id: str) -> Recorded:
    if not entity_id.strip() or len(entity_id) > 200:
        raise BadInput("an entity id must have 1 to 200 characters")
    if not writer.has_entity(entity_id):
        return _recorded(writer, _found(writer, mention, name, entity_id, "given"), 0)
    if writer.entity(entity_id).kind is not mention.kind:
        raise BadInput("the entity of that id is of another kind; give this one its own id")
    recorded = MentionRecorded(_new_id("m"), entity_id, mention, "given")
    writer.append(recorded)
    return _recorded(writer, recorded, 0)


def _found(
    writer: Writer, mention: Mention, name: Name, entity_id: str, how: str
) -> MentionRecorded:
    writer.append(EntityFounded(entity_id, mention.kind, name.text))
    recorded = MentionRecorded(_new_id("m"), entity_id, mention, how)
    writer.append(recorded)
    return recorded


def _suggest(writer: Writer, entity_id: str, ranking: Ranking) -> int:
    review = weights()["threshold.review"]
    raised = 0
    for other, judgement, _ in ranking.best[:MAX_SUGGESTIONS]:
        if judgement.score >= review:
            why = judgement.explained().why()
            writer.append(SuggestionRaised(entity_id, other, judgement.score, why))
            raised += 1
    return raised


def _recorded(writer: Reader, event: MentionRecorded, suggestions: int) -> Recorded:
    name = writer.entity(event.entity_id).name
    return Recorded(event.mention_id, event.entity_id, name, event.how, event.score, suggestions)


def _new_id(prefix: str) -> str:
    return prefix + uuid.uuid4().hex[:16]


__all__ = ["Answer", "Candidate", "NotFound", "Outcome", "Recorded", "Service"]
