"""All recorded mentions clustered at once, as `dedupe` clusters a file, and put into effect.

Recording decides mention by mention, with the company that was there at the time; clustering
sees all of it. What people decided stands: a cluster that a decision in force is about stays
whole (others may join it), put apart stays apart, and what sources know under different ids
never becomes one. The rest is clustered as if it were a file, and brought about by events:

    an entity whose mentions are of several clusters   keeps the largest; the others move
    a cluster in several entities                      these are joined; the oldest id stays
    a join of the machine that no longer holds         is undone first
    two clusters that may be one                       are suggested, unless they were before

Every event is valid on its own, so that an interruption leaves nothing half done and clerks
work beside it; where one of them was quicker, the machine's event is left out.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from resolver.attributes import facts, missing
from resolver.dedupe import Archive, Profile
from resolver.errors import BadName, Conflict
from resolver.ledger.events import (
    DecisionUndone,
    EntitiesJoined,
    EntityFounded,
    Event,
    MentionsMoved,
    SuggestionRaised,
)
from resolver.mention import Kind
from resolver.names import analyze
from resolver.partition import Limits, Link
from resolver.recording import codes
from resolver.store.protocol import Reader, Store, StoredMention, Writer

HOLD_SECONDS = 0.006
_ALL = 2**60


@dataclass(slots=True)
class Reclustered:
    """How many events of each kind it took."""

    joined: int = 0
    moved: int = 0
    undone: int = 0
    suggested: int = 0


@dataclass(slots=True)
class _Found:
    """The mentions of one kind by profile, and what is settled about them."""

    mentions: dict[Profile, list[StoredMention]] = field(default_factory=lambda: defaultdict(list))
    decided: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    apart: set[tuple[str, str]] = field(default_factory=set)
    order: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Target:
    """A cluster to be: its mentions, and the nodes that it keeps."""

    mentions: list[StoredMention]
    nodes: list[str] = field(default_factory=list)


def recluster(store: Store, kind: Kind) -> Reclustered:
    """Cluster all mentions of a kind anew and record what changes."""
    done = Reclustered()
    with store.reading() as reader:
        found = _gather(reader, kind)
    archive = Archive({profile: len(found.mentions[profile]) for profile in found.mentions})
    partition = archive.partition(_limits(archive, found))
    by_root: dict[int, _Target] = {}
    for node, root in enumerate(partition.cluster_of):
        target = by_root.setdefault(root, _Target([]))
        target.mentions += found.mentions[archive.profiles[node]]
    targets = [by_root[root] for root in sorted(by_root)]
    _assign(targets, found)
    _apply(store, _undoing(store, targets, found), done)
    for target in targets:
        _apply(store, _events(target, found), done)
    _apply(store, _suggestions(archive, partition.suggestions, by_root, partition.cluster_of), done)
    return done


def _gather(reader: Reader, kind: Kind) -> _Found:
    found = _Found()
    for entity in reader.entities(kind):
        for place, node_id in enumerate((entity.entity_id, *entity.members)):
            found.order.setdefault(node_id, len(found.order) + place)
        if entity.not_a_name:
            continue
        unit = ""
        if reader.is_decided(entity.entity_id):
            unit = f"d:{entity.entity_id}"
            found.decided.add(entity.entity_id)
            apart = reader.apart_from(entity.entity_id)
            found.apart |= {(unit, f"d:{other}") for other in apart}
        for stored in reader.mentions(entity.entity_id, _ALL):
            try:
                name = analyze(stored.mention.name, kind)
            except BadName:  # recorded under older rules
                continue
            given = f"g:{stored.node_id}" if stored.how == "given" else ""
            own = unit or given
            if given:
                found.known.add(own)
            found.mentions[Profile.of(name, facts(stored.mention), own)].append(stored)
    return found


def _limits(archive: Archive, found: _Found) -> Limits:
    units: dict[str, list[int]] = defaultdict(list)
    for node, profile in enumerate(archive.profiles):
        if profile.unit:
            units[profile.unit].append(node)
    apart = [(units[a][0], units[b][0]) for a, b in sorted(found.apart) if units[a] and units[b]]
    known = frozenset(node for unit in found.known for node in units[unit])
    return Limits([nodes for nodes in units.values() if nodes], apart, known)


def _assign(targets: Sequence[_Target], found: _Found) -> None:
    """Each node goes to the target that has most of it; what is settled counts first."""
    shares: dict[str, Counter[int]] = defaultdict(Counter)
    for number, target in enumerate(targets):
        for stored in target.mentions:
            settled = stored.how == "given" or stored.entity_id in found.decided
            shares[stored.node_id][number] += _ALL if settled else 1
    for node_id, counted in shares.items():
        number = min(counted, key=lambda number: (-counted[number], number))
        targets[number].nodes.append(node_id)
    for target in targets:
        target.nodes.sort(key=lambda node_id: found.order[node_id])


def _undoing(store: Store, targets: Sequence[_Target], found: _Found) -> Iterator[Event]:
    """The machine's joins between nodes that go to different targets."""
    target_of = {node: number for number, target in enumerate(targets) for node in target.nodes}
    entities: dict[str, set[int]] = defaultdict(set)
    for target in targets:
        for stored in target.mentions:
            entities[stored.entity_id].add(target_of[stored.node_id])
    with store.reading() as reader:
        mixed = [one for one, there in entities.items() if len(there) > 1]
        joins = {seq for one in mixed if one not in found.decided for seq in reader.joins_of(one)}
    yield from (DecisionUndone(seq) for seq in sorted(joins))


def _events(target: _Target, found: _Found) -> Iterator[Event]:
    kept = set(target.nodes)
    moving = [stored for stored in target.mentions if stored.node_id not in kept]
    home = target.nodes[0] if target.nodes else "e" + uuid.uuid4().hex[:16]
    if not target.nodes:
        first = target.mentions[0].mention
        yield EntityFounded(home, first.kind, first.name)
        target.nodes.append(home)
    if moving:
        yield MentionsMoved(home, tuple(stored.mention_id for stored in moving))
    roots = {stored.node_id: stored.entity_id for stored in target.mentions}
    if len(target.nodes) > 1:
        # Nodes that already are one entity by decisions need no joining.
        decided = {node: roots[node] for node in target.nodes if roots[node] in found.decided}
        fresh = [node for node in target.nodes if node not in decided]
        ids = sorted({*fresh, *decided.values()}, key=lambda node_id: found.order[node_id])
        if len(ids) > 1:
            yield EntitiesJoined(tuple(ids), 1.0)


def _suggestions(
    archive: Archive, links: Sequence[Link], by_root: dict[int, _Target], cluster_of: list[int]
) -> Iterator[Event]:
    for link in links:
        ends = [by_root[cluster_of[node]] for node in (link.a, link.b)]
        ids = [end.nodes[0] for end in ends if end.nodes]
        if len(ids) == 2:
            judgement = archive.judgement(link.a, link.b)
            own, other = (archive.profiles[node].facts for node in (link.a, link.b))
            yield SuggestionRaised(
                ids[0],
                ids[1],
                judgement.score,
                judgement.explained().why(),
                codes(judgement),
                missing(own, other),
            )


def _apply(store: Store, events: Iterator[Event], done: Reclustered) -> None:
    """Append events in short transactions; what meanwhile contradicts is left out."""
    waiting = list(events)
    while waiting:
        with store.writing() as writer:
            until = time.monotonic() + HOLD_SECONDS
            while waiting and time.monotonic() < until:
                event = waiting.pop(0)
                if _is_news(writer, event):
                    try:
                        writer.append(event, "clustered anew")
                    except Conflict:
                        continue
                    _count(done, event)


def _is_news(writer: Writer, event: Event) -> bool:
    """Whether an event would change anything that is not so already."""
    if isinstance(event, EntitiesJoined):
        return len({writer.entity(entity_id).entity_id for entity_id in event.entity_ids}) > 1
    if isinstance(event, SuggestionRaised):
        a, b = (writer.entity(one).entity_id for one in (event.entity_a, event.entity_b))
        known = ({one.entity_a, one.entity_b} for one in writer.suggestions_of(a))
        return a != b and {a, b} not in known and b not in writer.apart_from(a)
    return True


def _count(done: Reclustered, event: Event) -> None:
    match event:
        case EntitiesJoined():
            done.joined += 1
        case MentionsMoved():
            done.moved += len(event.mention_ids)
        case DecisionUndone():
            done.undone += 1
        case SuggestionRaised():
            done.suggested += 1
