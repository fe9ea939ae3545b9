"""All that a store says, as lines of JSON: the same lines from every store of the same log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from resolver.store.audited import AuditedStore
from resolver.store.protocol import Reader

_ALL = 2**60
_PAGE = 1_000


def exported(store: AuditedStore) -> Iterator[str]:
    """Events in their order, then entities with what belongs to them, then the queue."""
    for row in store.log():
        yield _line("event", row)
    with store.reading() as reader:
        yield from _entities(reader)
        for number, suggestion in enumerate(reader.suggestions(_ALL)):
            yield _line("suggestion", {"place": number, **asdict(suggestion)})
        for collision in reader.collisions(_ALL):
            yield _line("collision", asdict(collision))
        for seq in reader.decisions(0, _ALL):
            yield _line("decision", asdict(reader.decision(seq)))


def _entities(reader: Reader) -> Iterator[str]:
    for entity in reader.entities():
        entity_id = entity.entity_id
        facts = reader.facts([entity_id]).get(entity_id)
        yield _line(
            "entity",
            {
                **asdict(entity),
                "facts": asdict(facts) if facts is not None else {},
                "apart_from": sorted(reader.apart_from(entity_id)),
                "mention_ids": [one.mention_id for one in reader.mentions(entity_id, _ALL)],
            },
        )


def _line(what: str, fields: object) -> str:
    return json.dumps({what: fields}, ensure_ascii=False, sort_keys=True)
