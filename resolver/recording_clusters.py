"""The clusters of a whole archive go into a store: entities, their mentions, suggestions.

What `record` decides mention by mention was decided here for all of them at once, so that
nothing is looked up or compared again. A mention goes by an id made of what it is: recorded
before, it stays where it is, wherever people have put it since, and the rest of its cluster
goes there, too. Recording an archive twice therefore changes nothing, and one that was
interrupted goes on. Transactions are short: a clerk works beside it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple
from hashlib import sha256
from typing import NamedTuple

from resolver.errors import BadInput, Conflict
from resolver.ledger.events import EntityFounded, MentionRecorded, SuggestionRaised
from resolver.mention import Mention
from resolver.recording_batch import HOLD_SECONDS, PAUSE_SECONDS
from resolver.store.protocol import Reader, Store, Writer

ACTOR = "dedupe"
WHY = "clustered with its archive"


class Clustered(NamedTuple):
    """A mention with its own id, and the entity that it was found to be of."""

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
    for mention_id, entity_id in rows:
        if entity_id not in found:
            home = reader.entity_of(mention_id)
            if home is not None:
                found[entity_id] = home
    return found


def record_clusters(
    store: Store, chunks: Iterable[Sequence[Clustered]], home: dict[str, str]
) -> Iterator[int]:
    """Record what is not there yet; how many mentions each transaction recorded, as soon as
    they are durable. `home` maps clusters to entities of the store, and gets those founded."""
    for chunk in chunks:
        done = 0
        while done < len(chunk):
            recorded = 0
            with store.writing(ACTOR) as writer:
                until = time.monotonic() + HOLD_SECONDS
                while done < len(chunk):
                    recorded += _record(writer, chunk[done], home)
                    done += 1
                    if time.monotonic() > until:
                        break
            yield recorded
            time.sleep(PAUSE_SECONDS)


def _record(writer: Writer, one: Clustered, home: dict[str, str]) -> bool:
    if writer.entity_of(one.mention_id) is not None:
        return False
    entity = home.get(one.entity_id)
    how = "joined" if entity is not None else "founded"
    if entity is None:
        # A cluster of another archive may have the very same spellings.
        taken = writer.has_entity(one.entity_id)
        entity = f"{one.entity_id}-{one.mention_id[1:9]}" if taken else one.entity_id
        writer.append(EntityFounded(entity, one.mention.kind, one.entity_name), WHY)
        home[one.entity_id] = entity
    writer.append(MentionRecorded(one.mention_id, entity, one.mention, how), WHY)
    return True


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
        time.sleep(PAUSE_SECONDS)
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
