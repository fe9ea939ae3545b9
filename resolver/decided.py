"""What the people of a store decided, as constraints on the mentions of a file.

An entity that a decision in force is about is a unit: its mentions are one, and apart from
those of every entity that a decision keeps it apart from. A mention of a file belongs to it
by its id, or without a known id by a spelling that no other entity of the store has; of a
spelling that leaves open who is meant (initials, a lone surname) nothing follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from resolver.constraints import Constraints, Named
from resolver.entities import SHORT, standing_of
from resolver.errors import NotFound
from resolver.keys import keys_of
from resolver.mention import Kind, Mention
from resolver.names import analyze
from resolver.store.protocol import Reader, Store

_PAGE = 500
_MOST = 100
_ALL = 2**60


def decided(store: Store) -> Constraints:
    """The constraints of all decisions in force."""
    ids: dict[str, str] = {}
    twice: set[str] = set()
    named: dict[tuple[Kind, str], Named] = {}
    apart: set[tuple[str, str]] = set()
    with store.reading() as reader:
        units = dict.fromkeys(_entities(reader))
        for unit in units:
            apart |= {(unit, other) for other in reader.apart_from(unit) if other in units}
            dates: set[str] = set()
            names: set[tuple[Kind, str]] = set()
            for mention in _mentions(reader, unit):
                if mention.external_id:
                    known = ids.setdefault(mention.external_id, unit)
                    twice |= {mention.external_id} if known != unit else set()
                if mention.birth_date:
                    dates.add(mention.birth_date)
                names.add((mention.kind, mention.name))
            for kind, name in names:
                if _is_own(reader, unit, kind, name):
                    named[kind, name] = Named(unit, tuple(sorted(dates)))
    for one in twice:
        del ids[one]
    return Constraints(ids, frozenset(apart | {(b, a) for a, b in apart}), named)


def _entities(reader: Reader) -> Iterator[str]:
    """The entities that decisions in force are about, as they are called now."""
    after = 0
    while numbers := reader.decisions(after, _PAGE):
        for number in numbers:
            state = reader.decision(number)
            if state.undone_by is None and state.blocked_by is None and state.target is None:
                for named in _about(reader.event(number)["payload"]):
                    try:
                        entity = reader.entity(named)
                    except NotFound:
                        continue
                    if not entity.not_a_name and reader.is_decided(entity.entity_id):
                        yield entity.entity_id
        after = numbers[-1]


def _about(payload: dict[str, object]) -> Iterator[str]:
    for key in ("entity_a", "entity_b", "entity_id", "new_entity_id", "entity_ids"):
        value = payload.get(key)
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from map(str, value)


def _mentions(reader: Reader, entity_id: str) -> Iterator[Mention]:
    yield from (stored.mention for stored in reader.mentions(entity_id, _ALL))


def _is_own(reader: Reader, unit: str, kind: Kind, name: str) -> bool:
    """Whether a spelling says who is meant, and no other entity has it."""
    if standing_of(name, kind)[0] >= SHORT:
        return False
    found = reader.candidates(kind, keys_of(analyze(name, kind)), _MOST)
    return Counter(one.entity_id for one in found if one.name == name).keys() == {unit}
