"""What clerks do: take a card, decide, merge, split, rename, and take any of it back.

Each act is one event in one transaction, together with the answer to its idempotency key, so
that an act answered is an act kept and a retry never acts twice. `seen` is the state that
the clerk looked at (the `changed` of an entity, or of both, the greater): where a decision
has come in between, the act is refused as Stale, with that decision. Mentions that came in
between refuse nothing: they would make a running import stop every clerk.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from resolver.errors import BadInput, NotFound, Stale
from resolver.ledger.events import (
    Decided,
    DecisionUndone,
    EntitiesMerged,
    EntitySplit,
    Event,
    NameCorrected,
    Ruling,
)
from resolver.ledger.review import OPEN
from resolver.once import Once
from resolver.pool import Pool
from resolver.store.protocol import Reader, Store, StoredCollision, StoredSuggestion
from resolver.text import clean

LEASE_SECONDS = 300.0
MAX_ENTITIES = 100
MAX_MENTIONS = 10_000
MAX_CLERKS = 50
"""So many cards of a pool can be held at a time."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, why, having seen what, and under which idempotency key."""

    actor: str
    reason: str = ""
    seen: int | None = None
    key: str | None = None

    def once(self, *asked: str) -> Once | None:
        """What makes a request of this act take effect once, if it has a key. BadInput for a
        bad key."""
        return None if self.key is None else Once.of(self.key, self.actor, self.reason, *asked)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an act: the number of its event, the ids that its entities now go by,
    and the decision that stands against it, if one does: then it has no effect as yet."""

    decision: int
    entity_ids: tuple[str, ...]
    blocked_by: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What a clerk is to decide: a suggestion, or two decisions that collide."""

    number: int
    suggestion: StoredSuggestion | None = None
    collision: StoredCollision | None = None


class Desk:
    """The acts of clerks over a store. Safe to share between threads as the store is."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take(
        self, clerk: str, seconds: float = LEASE_SECONDS, pool: Pool | None = None
    ) -> Card | None:
        """The most urgent card (of a pool) that nobody else holds, held for this clerk."""
        among = None
        if pool:
            # Looked for before the lock is taken: a search may take longer than others can wait.
            with self._store.reading() as reader:
                among = [one.suggestion_id for one in reader.suggestions(MAX_CLERKS, pool)]
        with self._store.writing() as writer:
            number = writer.lease(clerk, seconds, among)
            return None if number is None else card(writer, number)

    def decide(self, verdict: Ruling, entity_a: str, entity_b: str | None, act: Act) -> Done:
        """Two entities are the same, different or nobody knows; or one is not a name."""
        if (entity_b is None) is not (verdict is Ruling.NOT_A_NAME):
            raise BadInput("not_a_name is about one entity, every other verdict about two")
        named = [entity_a] if entity_b is None else [entity_a, entity_b]

        def event(reader: Reader) -> Event:
            asked = None if entity_b is None else _open_between(reader, entity_a, entity_b)
            return Decided(verdict, entity_a, entity_b, asked)

        return self._perform(act, named, event, ["decide", verdict, *named])

    def answer(self, suggestion: int, verdict: Ruling, act: Act) -> Done:
        """Decide a suggestion. Stale where it is no longer open."""

        def event(writer: Reader) -> Event:
            found = writer.suggestion(suggestion)
            if found.state != OPEN:
                raise Stale(found.answered or _last_decision(writer, found))
            other = None if verdict is Ruling.NOT_A_NAME else found.entity_b
            return Decided(verdict, found.entity_a, other, suggestion)

        return self._perform(act, (), event, ["answer", str(suggestion), verdict], suggestion)

    def merge(self, entity_ids: Sequence[str], act: Act) -> Done:
        """Entities are one. The oldest id stays, the others redirect to it."""
        named = tuple(dict.fromkeys(entity_ids))
        if not 2 <= len(named) <= MAX_ENTITIES:
            raise BadInput(f"a merge takes 2 to {MAX_ENTITIES} different entities")
        return self._perform(act, named, lambda _: EntitiesMerged(named), ["merge", *named])

    def split(self, entity_id: str, mention_ids: Sequence[str], act: Act) -> Done:
        """Some mentions of an entity become an entity of their own, kept apart from it."""
        moving = tuple(dict.fromkeys(mention_ids))
        if not 1 <= len(moving) <= MAX_MENTIONS:
            raise BadInput(f"a split takes 1 to {MAX_MENTIONS:,} mentions")
        new = "e" + uuid.uuid4().hex[:16]
        event = EntitySplit(entity_id, moving, new)
        return self._perform(
            act, [entity_id], lambda _: event, ["split", entity_id, *moving], also=[new]
        )

    def rename(self, entity_id: str, name: str, act: Act) -> Done:
        """An entity is called so, whatever its mentions say. Raises BadName."""
        event = NameCorrected(entity_id, clean(name).text)
        return self._perform(act, [entity_id], lambda _: event, ["rename", entity_id, name])

    def undo(self, decision: int, act: Act) -> Done:
        """A decision, of any age, no longer holds. An undo can be undone."""

        def event(reader: Reader) -> Event:
            state = reader.decision(decision)
            if state.undone_by is not None:
                raise Stale(state.undone_by)
            return DecisionUndone(decision)

        return self._perform(act, (), event, ["undo", str(decision)])

    def _perform(
        self,
        act: Act,
        named: Sequence[str],
        event_of: Callable[[Reader], Event],
        request: Sequence[str],
        card_number: int | None = None,
        also: Sequence[str] = (),
    ) -> Done:
        once = act.once(*request)
        with self._store.writing(act.actor) as writer:
            known = None if once is None else once.recalled(writer)
            if known is not None:
                return Done(known["decision"], tuple(known["entity_ids"]), known["blocked_by"])
            event = event_of(writer)
            named = named or _named(writer, event)
            _check_seen(writer, named, act.seen)
            seq = writer.append(event, act.reason)
            ids = (writer.entity(entity_id).entity_id for entity_id in (*named, *also))
            done = Done(seq, tuple(dict.fromkeys(ids)), _blocked(writer, seq))
            if once is not None:
                once.keep(writer, asdict(done))
            if card_number is not None:
                writer.release(card_number)
        return done


def card(reader: Reader, number: int) -> Card:
    """The card of a number: a suggestion's, or that of a decision which another is against."""
    try:
        return Card(number, suggestion=reader.suggestion(number))
    except NotFound:
        pass
    state = reader.decision(number)
    if state.blocked_by is None:
        raise NotFound("there is no card of this number")
    found = next(one for one in reader.collisions() if one.decision == number)
    return Card(number, collision=found)


def _blocked(reader: Reader, seq: int) -> int | None:
    """What stands against a decision, or against what an undo has put back in force."""
    state = reader.decision(seq)
    while state.target is not None and state.blocked_by is None:
        state = reader.decision(state.target)
    return state.blocked_by


def _named(reader: Reader, event: Event) -> tuple[str, ...]:
    if isinstance(event, Decided):
        return tuple(filter(None, (event.entity_a, event.entity_b)))
    if isinstance(event, DecisionUndone):
        return subjects(reader, event.seq)
    return ()


def subjects(reader: Reader, seq: int) -> tuple[str, ...]:
    """The entities that a decision is about, as it named them."""
    event = reader.event(seq)
    payload: Mapping[str, Any] = event["payload"]
    if event["kind"] == "decision_undone":
        return subjects(reader, payload["seq"])
    single = (payload.get(name) for name in ("entity_id", "entity_a", "entity_b", "new_entity_id"))
    return tuple(filter(None, (*single, *payload.get("entity_ids", ()))))


def _check_seen(reader: Reader, entity_ids: Iterable[str], seen: int | None) -> None:
    """NotFound for an unknown entity, Stale where one was decided on since it was seen."""
    latest = max((reader.entity(entity_id).decided for entity_id in entity_ids), default=0)
    if seen is not None and latest > seen:
        raise Stale(latest)


def _open_between(reader: Reader, entity_a: str, entity_b: str) -> int | None:
    """The open suggestion that a decision on two entities answers, if there is one."""
    a, b = reader.entity(entity_a).entity_id, reader.entity(entity_b).entity_id
    found = (
        known.suggestion_id
        for known in reader.suggestions_of(a)
        if known.state == OPEN and {known.entity_a, known.entity_b} == {a, b}
    )
    return next(found, None)


def _last_decision(reader: Reader, found: StoredSuggestion) -> int:
    return max(reader.entity(one).decided for one in (found.entity_a, found.entity_b))
