"""What the reconciliation service says of itself (W3C Entity Reconciliation API 0.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from resolver import __version__
from resolver.mention import Kind
from resolver.store.protocol import Entity, StoredMention

BATCH_SIZE = 200
PREVIEW = {"width": 420, "height": 260}

Cell = Mapping[str, str | int]

TYPES = {
    kind.value: {"id": kind.value, "name": kind.value.capitalize()}
    for kind in (Kind.PERSON, Kind.PLACE, Kind.ORGANIZATION)
}


@dataclass(frozen=True, slots=True)
class Property:
    """Something known of an entity; `values` gives it as cells of a data extension."""

    id: str
    name: str
    description: str
    values: Callable[[Entity, Sequence[StoredMention]], list[Cell]]

    def ref(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name}


def commonest(entity: Entity) -> list[str]:
    """Its spellings, the commonest first."""
    return sorted(entity.spellings, key=lambda name: -entity.spellings[name])


def _strings(values: Iterable[str | None]) -> list[Cell]:
    return [{"str": value} for value in dict.fromkeys(values) if value]


PROPERTIES = {
    each.id: each
    for each in (
        Property("name", "Canonical name", "The name of the entity",
                 lambda entity, _: [{"str": entity.name}]),
        Property("spellings", "Spellings", "Every spelling, the commonest first",
                 lambda entity, _: _strings(commonest(entity))),
        Property("mentions", "Number of mentions", "How often it was recorded",
                 lambda entity, _: [{"int": entity.mentions}]),
        Property("birth_date", "Date of birth", "ISO 8601, as sources give it",
                 lambda _, mentions: _strings([each.mention.birth_date for each in mentions])),
        Property("country", "Country", "As sources give it",
                 lambda _, mentions: _strings([each.mention.country for each in mentions])),
        Property("language", "Language", "Languages of the sources",
                 lambda _, mentions: _strings([each.mention.language for each in mentions])),
        Property("source", "Source", "Who printed it",
                 lambda _, mentions: _strings([each.mention.source for each in mentions])),
        Property("context", "Context", "Words around the name",
                 lambda _, mentions: _strings([each.mention.context for each in mentions])),
    )
}  # fmt: skip

LIMIT_SETTING = {
    "name": "limit",
    "label": "At most",
    "type": "number",
    "default": 0,
    "help_text": "How many values of this property to fetch; 0 is all.",
}


def manifest(base: str, key: str, *, keyed: bool) -> dict[str, object]:
    """The manifest of the service at `base` (with a slash at the end).

    `key` is the key that came with the request's address; it is passed on to the addresses
    of the services below, because clients of this protocol can send no headers.
    """
    query = f"?api_key={quote(key)}" if key else ""
    root = f"{base}reconcile"

    def service(path: str) -> dict[str, str]:
        return {"service_url": root, "service_path": f"{path}{query}"}

    preview = f"{root}/preview/{{{{id}}}}{query}"
    found: dict[str, object] = {
        "versions": ["0.2"],
        "name": "name-resolver",
        "identifierSpace": f"{base}v1/entities/",
        "schemaSpace": f"{root}/types/",
        "serviceVersion": __version__,
        "defaultTypes": list(TYPES.values()),
        "view": {"url": preview},
        "batchSize": BATCH_SIZE,
        "preview": {"url": preview, **PREVIEW},
        "suggest": {
            "entity": service("/suggest/entity"),
            "property": service("/suggest/property"),
            "type": service("/suggest/type"),
        },
        "extend": {
            "propose_properties": service("/extend/propose"),
            "property_settings": [LIMIT_SETTING],
        },
    }
    if keyed:
        found["authentication"] = {"type": "apiKey", "name": "api_key", "in": "query"}
    return found


def suggested(rows: Sequence[Mapping[str, str]], prefix: str, cursor: int) -> dict[str, object]:
    """Those whose id or name begins with `prefix`, in any case."""
    start = prefix.casefold()
    found = [row for row in rows if any(v.casefold().startswith(start) for v in row.values())]
    return {"result": found[cursor:]}
