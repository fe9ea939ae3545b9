"""Queries of the reconciliation protocol, answered by the resolver.

Nothing that one query of a batch holds may spoil the others: a client marks all of them as
failed where the answer is an error. What cannot be used of a query is passed over; a query
without a usable name has no candidates, and says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from pydantic import ValidationError
from rapidfuzz.distance import Levenshtein

from api.problems import bad_name
from api.reconcile_manifest import PROPERTIES, TYPES, Cell, commonest
from api.schemas import MentionIn
from resolver.errors import BadInput, BadName
from resolver.mention import Kind
from resolver.resolve import Candidate
from resolver.script import script_of
from resolver.service import Answer, Outcome, Service

MOST_CANDIDATES = 50
_DEFAULT_LIMIT = 5
_ATTRIBUTES = ("language", "birth_date", "country", "context")
_SPELLINGS_SHOWN = 4


def answer(service: Service, query: object) -> dict[str, Any]:
    """The result of one query, whatever it is."""
    if not isinstance(query, Mapping):
        return {"result": []}
    name = query.get("query")
    limit = _limit(query.get("limit"))
    kinds = _kinds(query)
    if not isinstance(name, str) or not kinds:
        return {"result": []}
    found = _by_id(service, name, kinds)
    known = {each["id"] for each in found}
    try:
        answers = [service.resolve(_mention(query, name, kind).mention(), limit) for kind in kinds]
    except BadName as error:
        problem = bad_name(error, "/query").model_dump(exclude_defaults=True)
        return {"result": found} if found else {"result": [], "error": problem}
    sure = [each for each in answers if each.outcome is Outcome.MATCH]
    for each in answers:
        certain = not found and len(sure) == 1 and each is sure[0]
        found += [row for row in _rows(each, name, certain=certain) if row["id"] not in known]
    found.sort(key=lambda row: (-row["score"], not row["match"]))
    return {"result": found[:limit]}


def _limit(given: object) -> int:
    usable = isinstance(given, int | float) and not isinstance(given, bool) and given >= 1
    return min(int(given), MOST_CANDIDATES) if usable else _DEFAULT_LIMIT  # type: ignore[call-overload]


def _kinds(query: Mapping[str, Any]) -> list[Kind]:
    """The kinds asked for; all where none is asked for, or none of ours with leave to stray."""
    given = query.get("type")
    words = given if isinstance(given, list) else [given]
    known = [
        Kind(word.lower()) for word in words if isinstance(word, str) and word.lower() in TYPES
    ]
    if known:
        return list(dict.fromkeys(known))
    strict = query.get("type_strict") in ("any", "all") and any(words)
    return [] if strict else list(Kind)


def _mention(query: Mapping[str, Any], name: str, kind: Kind) -> MentionIn:
    """The query with those of its properties that can be used."""
    found = MentionIn(name=name, kind=kind)
    given = query.get("properties")
    for each in given if isinstance(given, list) else []:
        if not isinstance(each, Mapping) or each.get("pid") not in _ATTRIBUTES:
            continue
        value = _text(each.get("v"))
        try:
            more = {each["pid"]: value} if value else {}
            found = MentionIn.model_validate({**found.model_dump(), **more})
        except ValidationError:
            continue
    return found


def _text(value: object) -> str:
    """The first text in a property's value, which may be an entity or a list."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value)), "")
    if isinstance(value, Mapping):
        return _text(value.get("name") or value.get("id"))
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _by_id(service: Service, entity_id: str, kinds: list[Kind]) -> list[dict[str, Any]]:
    """The entity whose id was asked for by itself."""
    try:
        entity, _ = service.entity(entity_id)
    except BadInput:  # there is no such entity, or there cannot be
        return []
    if entity.kind not in kinds:
        return []
    row = {"id": entity.entity_id, "name": entity.name, "score": 100.0, "match": True}
    return [{**row, "type": [TYPES[entity.kind]], "features": []}]


def _rows(found: Answer, name: str, *, certain: bool) -> list[dict[str, Any]]:
    return [
        {
            "id": each.entity_id,
            "name": each.name,
            "score": round(each.score * 100, 2),
            "match": certain and each is found.entity,
            "type": [TYPES[each.kind]],
            "description": each.why()[:300],
            "features": _features(each, name),
        }
        for each in found.candidates
    ]


def _features(found: Candidate, name: str) -> list[dict[str, Any]]:
    """Measures of names that a client cannot take itself across scripts."""
    spelling = found.judgement.b.text
    apart = Levenshtein.distance(name.casefold(), spelling.casefold())
    return [
        {"id": "name_score", "value": round(found.score, 4)},
        {"id": "same_script", "value": script_of(name) == script_of(spelling)},
        {"id": "edit_distance", "value": apart},
    ]


def extended(service: Service, ids: list[str], wanted: list[dict[str, Any]]) -> dict[str, Any]:
    """Values of properties for entities; unknown ones of either have none."""
    rows: dict[str, dict[str, list[Cell]]] = {}
    for entity_id in ids:
        row: dict[str, list[Cell]] = {each["id"]: [] for each in wanted}
        rows[entity_id] = row
        try:
            entity, mentions = service.entity(entity_id)
        except BadInput:
            continue
        for each in wanted:
            if each["id"] in PROPERTIES:
                limit = _setting(each)
                values = PROPERTIES[each["id"]].values(entity, mentions)
                row[each["id"]] = values[:limit] if limit else values
    meta = [
        PROPERTIES[each["id"]].ref()
        if each["id"] in PROPERTIES
        else {"id": each["id"], "name": each["id"]}
        for each in wanted
    ]
    return {"meta": meta, "rows": rows}


def _setting(wanted: Mapping[str, Any]) -> int:
    settings = wanted.get("settings")
    given = settings.get("limit") if isinstance(settings, Mapping) else None
    try:
        return max(0, int(given or 0))
    except (TypeError, ValueError, OverflowError):
        return 0


def page(service: Service, entity_id: str) -> str:
    """An entity as a small page. Raises NotFound."""
    entity, _ = service.entity(entity_id)
    often = commonest(entity)
    rows = "".join(
        f"<li><bdi>{escape(name)}</bdi> <small>{entity.spellings[name]}</small></li>"
        for name in often[:_SPELLINGS_SHOWN]
    )
    more = len(often) - _SPELLINGS_SHOWN
    rest = f"<p>and {more} more spellings</p>" if more > 0 else ""
    title = escape(entity.name)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        "<style>body{font:14px system-ui,sans-serif;margin:12px;color:#1b1f24;background:#fff}"
        "h1{font-size:18px;margin:0}ul{padding-left:18px}</style></head>"
        f"<body><h1><bdi>{title}</bdi></h1>"
        f"<p>{escape(entity.kind.value)}, mentioned {entity.mentions} times</p>"
        f"<ul>{rows}</ul>{rest}</body></html>"
    )
