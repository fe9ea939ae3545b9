"""The clusters of a whole archive go into a store: entities, their mentions, suggestions.

What `record` decides mention by mention was decided here for all of them at once, so that
nothing is looked up or compared again. A mention goes by an id made of what it is: recorded
before, it stays where it is, wherever people have put it since, and the rest of its cluster
goes there, too. Recording an archive twice therefore changes nothing, and one that was
interrupted goes on. Transactions are short: a clerk works beside it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import astuple
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import Generic, NamedTuple, Protocol, TypeVar

from resolver.errors import BadInput, Conflict
from resolver.ledger.events import EntityFounded, MentionRecorded, SuggestionRaised
from resolver.mention import Kind, Mention
from resolver.recording import Placement, suggest_after
from resolver.store.protocol import Arrival, Reader, Store, Writer
from resolver.text import clean

ACTOR = "dedupe"
WHY = "clustered with its archive"
HOLD_SECONDS = 0.006
"""A lot takes so long: who waits may wait for the rest of one, and for what went before it to
reach the disk."""
LONGEST_SECONDS, TIMES_ALONE, ALONE_SECONDS = 0.04, 3, 1.0
"""So long a transaction goes on where nobody waits, and three times as long where nobody has
waited for a second: the more is in one, the less is written, and waited for. Who comes meanwhile
waits for no more than a lot of it, and for what went before to reach the disk."""
FEWEST_AT_ONCE, FIRST_AT_ONCE, MOST_AT_ONCE = 20, 100, 500

_Of = TypeVar("_Of")
_Made = TypeVar("_Made", covariant=True)


class Clustered(NamedTuple):
    """A mention with its own id, and the entity that it was found to be of, which is called by
    that name, or else as the first of its mentions."""

    mention_id: str
    mention: Mention
    entity_id: str
    entity_name: str


def mention_id_of(mention: Mention) -> str:
    """An id that depends on all that is known of a mention, its external id first of all."""
    return "m" + sha256(repr(astuple(mention)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def homes(reader: Reader, rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Where clusters are already: of (mention id, entity) rows, the first that is recorded."""
    found: dict[str, str] = {}
    waiting = iter(rows)
    while chunk := list(islice(waiting, MOST_AT_ONCE)):
        there = reader.entities_of([mention_id for mention_id, _ in chunk])
        for mention_id, entity_id in chunk:
            if mention_id in there:
                found.setdefault(entity_id, there[mention_id])
    return found


def record_clusters(
    store: Store,
    chunks: Iterable[Sequence[Clustered]],
    home: dict[str, str],
    placed: Mapping[str, Placement] | None = None,
    actor: str | None = ACTOR,
) -> Iterator[int]:
    """Record what is not there yet; how many mentions each transaction recorded, as soon as
    they are durable. `home` maps clusters to entities of the store, and gets those founded, and
    those where another load of the same has put a mention meanwhile; `placed` says of clusters
    without a home what the store says of them.
    """
    record = partial(_record, home=home, placed={} if placed is None else placed, met=set())
    return _in_lots(store, chunks, actor, _Unseen(record, looks=placed is not None))


def record_given(
    store: Store, chunks: Iterable[Sequence[Clustered]], kinds: dict[str, Kind], actor: str | None
) -> Iterator[tuple[int, list[Clustered]]]:
    """Record mentions of entities that their source names: how many each transaction recorded,
    and those that are of another kind than their entity. `kinds` keeps what is known of these."""
    give = partial(_give, kinds=kinds)
    return _in_lots(store, chunks, actor, _Unseen(give, looks=False))


class _Recording(Protocol[_Made]):
    def __call__(self, writer: Writer, lot: Sequence[Clustered], *, looks: bool) -> _Made: ...


class _Unseen(Generic[_Made]):
    """Records lots without a look at what of them is there, until the store says that something
    is: of most files nothing is. No id is twice in a store, so that nothing is recorded twice."""

    def __init__(self, record: _Recording[_Made], *, looks: bool) -> None:
        self._record = record
        self._looks = looks

    def __call__(self, writer: Writer, lot: Sequence[Clustered]) -> _Made:
        if not self._looks:
            try:
                return self._record(writer, lot, looks=False)
            except Conflict:
                self._looks = True
        return self._record(writer, lot, looks=True)


def _in_lots(
    store: Store,
    chunks: Iterable[Sequence[Clustered]],
    actor: str | None,
    record: Callable[[Writer, Sequence[Clustered]], _Of],
) -> Iterator[_Of]:
    """In transactions that end as soon as somebody waits for that."""
    size, somebody_came = FIRST_AT_ONCE, -math.inf
    for chunk in chunks:
        done = 0
        while done < len(chunk):
            found: list[_Of] = []
            with store.writing(actor) as writer:
                begun = time.monotonic()
                is_alone = begun - somebody_came > ALONE_SECONDS
                longest = LONGEST_SECONDS * (TIMES_ALONE if is_alone else 1)
                while done < len(chunk):
                    lot, since = chunk[done : done + size], time.monotonic()
                    found.append(record(writer, lot))
                    done += len(lot)
                    now = time.monotonic()
                    size = max(FEWEST_AT_ONCE, min(MOST_AT_ONCE, _fitting(len(lot), now - since)))
                    if writer.is_awaited():
                        somebody_came = now
                        break
                    if now - begun > longest:
                        break
            yield from found


def _fitting(count: int, took: float) -> int:
    """How many would take as long as is good; never many times more than the last."""
    return int(count * max(0.5, min(2.0, HOLD_SECONDS / max(took, 1e-6)))) + 1


def _record(
    writer: Writer,
    lot: Sequence[Clustered],
    *,
    home: dict[str, str],
    placed: Mapping[str, Placement],
    met: set[str],
    looks: bool,
) -> int:
    """`met` gets the clusters that are at home where mentions of theirs were found. Nothing is
    changed by a Conflict."""
    there = writer.entities_of([one.mention_id for one in lot]) if looks else {}
    if there:
        _meet(lot, there, home, met)
    known = set(there)
    homeless = dict.fromkeys(one.entity_id for one in lot if one.entity_id not in home)
    taken = writer.have_entities(list(homeless)) if looks and homeless else set()
    events: list[Arrival] = []
    new: dict[str, str] = {}
    asked: list[str] = []
    for one in lot:
        if one.mention_id in known:
            continue
        known.add(one.mention_id)
        found = None if one.entity_id in met else placed.get(one.entity_id)
        joins = found is not None and found.node_id is not None
        entity = home.get(one.entity_id) or new.get(one.entity_id)
        how = "joined" if joins or entity is not None else "founded"
        if entity is None:
            if found is not None:
                asked.append(one.entity_id)
            if found is not None and found.node_id is not None:
                entity = found.node_id
            else:
                entity = _unlike(taken, one)
                events.append(EntityFounded(entity, one.mention.kind, one.entity_name))
            new[one.entity_id] = entity
        score = found.score if found is not None else None
        events.append(MentionRecorded(one.mention_id, entity, one.mention, how, score))
    if events:
        writer.append_all(events, WHY)
    home.update(new)
    for cluster in asked:
        suggest_after(writer, writer.entity(home[cluster]).entity_id, placed[cluster])
    return sum(isinstance(event, MentionRecorded) for event in events)


def _meet(
    lot: Sequence[Clustered], there: Mapping[str, str], home: dict[str, str], met: set[str]
) -> None:
    for one in lot:
        if one.entity_id not in home and one.mention_id in there:
            home[one.entity_id] = there[one.mention_id]
            met.add(one.entity_id)


def _unlike(taken: set[str], one: Clustered) -> str:
    """The id of a new entity: a cluster of another archive may have the very same spellings."""
    return f"{one.entity_id}-{one.mention_id[1:9]}" if one.entity_id in taken else one.entity_id


def _give(
    writer: Writer, lot: Sequence[Clustered], *, kinds: dict[str, Kind], looks: bool
) -> tuple[int, list[Clustered]]:
    """Nothing is changed by a Conflict."""
    known: Set[str] = set()
    if looks:
        known = writer.entities_of([one.mention_id for one in lot]).keys()
        unheard = dict.fromkeys(one.entity_id for one in lot if one.entity_id not in kinds)
        for entity_id in writer.have_entities(list(unheard)):
            kinds[entity_id] = writer.entity(entity_id).kind
    new: dict[str, Kind] = {}
    events: list[Arrival] = []
    refused: list[Clustered] = []
    for one in lot:
        mention_id, mention, entity_id, entity_name = one
        if mention_id in known:
            continue
        kind = kinds.get(entity_id) or new.get(entity_id)
        if kind is None:
            kind = new[entity_id] = mention.kind
            name = entity_name or clean(mention.name).text
            events.append(EntityFounded(entity_id, kind, name))
        if kind is not mention.kind:
            refused.append(one)
            continue
        events.append(MentionRecorded(mention_id, entity_id, mention, "given"))
    if events:
        writer.append_all(events)
    kinds.update(new)
    return sum(isinstance(event, MentionRecorded) for event in events), refused


def raise_suggestions(
    store: Store, suggestions: Iterable[SuggestionRaised], home: Mapping[str, str]
) -> int:
    """Suggest what clusters may be one, unless that was asked before; how many are new."""
    raised = 0
    waiting = list(suggestions)
    at = 0
    while at < len(waiting):
        with store.writing(ACTOR) as writer:
            until = time.monotonic() + HOLD_SECONDS
            while at < len(waiting) and time.monotonic() < until:
                raised += _suggest(writer, waiting[at], home)
                at += 1
    return raised


def _suggest(writer: Writer, one: SuggestionRaised, home: Mapping[str, str]) -> bool:
    if one.entity_a not in home or one.entity_b not in home:
        raise BadInput("a suggestion is about entities that were not recorded")
    a, b = home[one.entity_a], home[one.entity_b]
    known = ({other.entity_a, other.entity_b} for other in writer.suggestions_of(a))
    if a == b or {a, b} in known or b in writer.apart_from(a):
        return False
    with suppress(Conflict):  # people have joined the two meanwhile
        writer.append(SuggestionRaised(a, b, one.score, one.why, one.evidence, one.missing), WHY)
        return True
    return False
