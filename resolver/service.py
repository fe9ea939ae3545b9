"""The questions and records of an archive: what the command line and the API call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple
from itertools import islice, product

from resolver.attributes import NOTHING
from resolver.errors import BadInput, BadName, NotFound
from resolver.keys import keys_of
from resolver.mention import Kind, Mention
from resolver.names import analyze
from resolver.once import Once
from resolver.recording import Analysed, Recorded, analysed, ranked, record
from resolver.recording_batch import Given, recorded
from resolver.resolve import Answer, Candidate, Outcome, candidates_of
from resolver.rules import rules_version
from resolver.store.protocol import Entity, Reader, Store, StoredMention
from resolver.typed import typed_words

CHUNK = 1000
SUGGESTED = 0.3
UNHEARD_OF = ("Ыхтобруг, О", "Yhtobrug, O")
"""Names that no table knows, which is why every table is read for them."""


class Service:
    """Resolve and record over a store. Safe to share between threads as the store is."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.rules_version = rules_version()
        self._outcomes = dict.fromkeys(Outcome, 0)

    @property
    def answers_at_once(self) -> bool:
        """Whether one question waits for nothing but the processor and the disk, so that handing
        it to another thread would cost more than it spares."""
        return self.store.is_local

    def warm(self) -> None:
        """Read what is read at the first use of each letter and of each kind of name, so that
        no request waits for it: a second or two."""
        for name, kind in product(UNHEARD_OF, (Kind.PLACE, Kind.ORGANIZATION)):
            keys_of(analyze(name, kind))
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
        with self.asking(limit) as resolve:
            return resolve(mention)

    @contextmanager
    def asking(self, limit: int = 5) -> Iterator[Callable[[Mention], Answer]]:
        """`resolve` for many mentions, all at one moment of the store; of those that are alike
        the answer is found once."""
        known: dict[Mention, Answer] = {}
        with self.store.reading() as reader:

            def resolve(mention: Mention) -> Answer:
                answer = known.get(mention)
                if answer is None:
                    answer = known[mention] = self._answer(reader, mention, limit)
                self._outcomes[answer.outcome] += 1
                return answer

            yield resolve

    def _answer(self, reader: Reader, mention: Mention, limit: int) -> Answer:
        one = analysed(mention)
        ranking, stored = ranked(reader, one)
        titles = {spelling.entity_id: spelling.title for spelling in stored}
        found = candidates_of(ranking, mention.kind, limit, titles)
        return Answer(ranking.outcome, found, self.rules_version, one.name.removed)

    def suggest(self, start: str, limit: int) -> list[Entity]:
        """Entities by id, by name in any spelling, and by how a word of a name begins."""
        with self.store.reading() as reader:
            ids = [start] if reader.has_entity(start) else []
            for kind in Kind:
                with suppress(BadName):
                    one = Analysed(Mention(start, kind), analyze(start, kind), NOTHING)
                    best = ranked(reader, one)[0].best
                    ids += [entity_id for entity_id, found, _ in best if found.score >= SUGGESTED]
            ids += reader.starting(typed_words(start), limit)
            return [reader.entity(entity_id) for entity_id in list(dict.fromkeys(ids))[:limit]]

    def counted(self) -> Iterator[tuple[str, float]]:
        """How many questions had each outcome since the start."""
        yield from ((str(outcome), count) for outcome, count in self._outcomes.items())

    def held(self) -> Iterator[tuple[str, float]]:
        """How much of everything the store holds."""
        with self.store.reading() as reader:
            yield from reader.counts().items()

    def check(self) -> None:
        """Answer and write nothing, as far as the store can. Raises StoreBusy, DamagedData."""
        analyze("Мовлаев")
        with self.store.writing():
            return

    def record(
        self,
        mention: Mention,
        entity_id: str | None = None,
        *,
        actor: str | None = None,
        once: Once | None = None,
    ) -> Recorded:
        """Record one mention; with `entity_id` it is known to be that entity.

        `actor` signs it instead of the store's own; `once` makes it safe to be called again.
        Raises BadName, BadInput for an unusable id, KeyReused, StoreBusy.
        """
        one = analysed(mention)
        with self.store.writing(actor) as writer:
            kept = None if once is None else once.recalled(writer)
            if kept is not None:
                return Recorded(*kept)
            recorded = record(writer, one, entity_id)
            if once is not None:
                once.keep(writer, astuple(recorded))
        return recorded

    def record_many(
        self,
        mentions: Iterable[Given],
        *,
        actor: str | None = None,
        once: Once | None = None,
    ) -> Iterator[Recorded | BadName | BadInput]:
        """Record in order; a bad row is returned, not raised.

        Transactions are short, so that a clerk beside this batch hardly waits. Results
        appear only after the transaction that holds them is durable: after an error those
        that have appeared are kept, and no more. With `once`, the same batch again gives the
        results of what was kept and records the rest. Raises KeyReused, StoreBusy.
        """
        rows, done = iter(mentions), 0
        while chunk := list(islice(rows, CHUNK)):
            yield from recorded(self.store, chunk, done, actor, once)
            done += len(chunk)

    def entity(
        self, entity_id: str, limit: int = 1000, after: int = 0
    ) -> tuple[Entity, list[StoredMention]]:
        """An entity, or the one that took it in, and its mentions. Raises NotFound."""
        with self.store.reading() as reader:
            return reader.entity(entity_id), reader.mentions(entity_id, limit, after)

    def page(self, kind: Kind | None, limit: int, after: str | None = None) -> list[Entity]:
        """Entities in the order they were founded, from after one. Raises NotFound."""
        with self.store.reading() as reader:
            return list(islice(reader.entities(kind, after), limit))

    def search(
        self, name: str, kind: Kind, limit: int, after: str | None = None
    ) -> list[tuple[Entity, float]]:
        """Entities by name in any spelling, best first, with scores. Raises BadName.

        `after` is the id of the last entity of the page before.
        """
        one = Analysed(Mention(name, kind), analyze(name, kind), NOTHING)
        with self.store.reading() as reader:
            ranking, _ = ranked(reader, one)
            ids = [(entity_id, found.score) for entity_id, found, _ in ranking.best]
            if after is not None:
                known = [entity_id for entity_id, _ in ids]
                ids = ids[known.index(after) + 1 :] if after in known else []
            return [(reader.entity(entity_id), score) for entity_id, score in ids[:limit]]


__all__ = ["Answer", "Candidate", "NotFound", "Outcome", "Recorded", "Service"]
