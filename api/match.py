"""`POST /match/{dataset}` in the shape of yente, so that its clients can be pointed here.

Entities of FollowTheMoney are taken by their names and by the few properties that the
resolver weighs; what else they hold is passed over. There is one dataset, `default`.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query
from pydantic import ValidationError

from api import examples_match as examples
from api.json_body import JsonRoute
from api.problems import ASKING, NOT_FOUND, Refused, documented
from api.schemas import MentionIn
from api.schemas_match import MatchIn, QueryIn
from api.serving import Serving
from resolver.errors import BadName
from resolver.mention import Kind
from resolver.resolve import Candidate
from resolver.service import Service

router = APIRouter(prefix="/match", tags=["match"], route_class=JsonRoute)

DATASET = "default"
ALGORITHM = "name-resolver"
_CUTOFF = 0.5
_MOST_NAMES = 20
_KINDS = {
    "Person": Kind.PERSON,
    "Company": Kind.ORGANIZATION,
    "Organization": Kind.ORGANIZATION,
    "LegalEntity": Kind.ORGANIZATION,
    "PublicBody": Kind.ORGANIZATION,
}
_SCHEMATA = {Kind.PERSON: "Person", Kind.ORGANIZATION: "Organization", Kind.PLACE: "Address"}
_NAMES = ("name", "alias", "weakAlias", "previousName")
_ATTRIBUTES = {"birthDate": "birth_date", "country": "country", "nationality": "country",
               "jurisdiction": "country"}  # fmt: skip


def _names(query: QueryIn) -> list[str]:
    """The names of an entity, or one put together from its parts."""
    properties = query.properties
    found = [name for each in _NAMES for name in properties.get(each, [])]
    if not found:
        parts = ("firstName", "middleName", "fatherName", "lastName")
        whole = " ".join(properties[part][0] for part in parts if properties.get(part))
        found = [whole] if whole else []
    return list(dict.fromkeys(found))[:_MOST_NAMES]


def _mention(query: QueryIn, name: str, kind: Kind) -> MentionIn:
    found: dict[str, Any] = {"name": name, "kind": kind}
    for theirs, ours in _ATTRIBUTES.items():
        for value in query.properties.get(theirs, [])[:1]:
            try:
                MentionIn.model_validate({**found, ours: value})
            except ValidationError:
                continue
            found.setdefault(ours, value)
    return MentionIn.model_validate(found)


def _result(found: Candidate, threshold: float) -> dict[str, Any]:
    reasons = {
        f"{item.part}:{item.code}": {"score": round(item.weight, 4), "detail": item.text}
        for item in found.evidence
    }
    return {
        "id": found.entity_id,
        "caption": found.name,
        "schema": _SCHEMATA[found.kind],
        "properties": {"name": list(dict.fromkeys([found.name, found.judgement.b.text]))},
        "datasets": [DATASET],
        "referents": [],
        "target": True,
        "score": round(found.score, 4),
        "match": found.score >= threshold,
        "features": {name: reason["score"] for name, reason in reasons.items()},
        "explanations": reasons,
    }


def _matches(
    service: Service, query: QueryIn, limit: int, threshold: float, cutoff: float
) -> dict[str, Any]:
    """The best of all names of one query. A query without a usable name has no results."""
    kind = _KINDS.get(query.schema_)
    best: dict[str, Candidate] = {}
    for name in _names(query) if kind else []:
        try:
            answer = service.resolve(_mention(query, name, kind).mention(), limit)  # type: ignore[arg-type]
        except BadName:
            continue
        for found in answer.candidates:
            known = best.get(found.entity_id)
            if found.score >= cutoff and (known is None or found.score > known.score):
                best[found.entity_id] = found
    ordered = sorted(best.values(), key=lambda found: (-found.score, found.entity_id))[:limit]
    return {
        "status": 200,
        "results": [_result(found, threshold) for found in ordered],
        "total": {"value": len(ordered), "relation": "eq"},
        "query": query.model_dump(by_alias=True, exclude_none=True),
    }


@router.post(
    "/{dataset}",
    operation_id="match",
    summary="Match entities of FollowTheMoney, as yente does",
    response_model=None,
    responses={200: examples.ANSWERS, **documented(NOT_FOUND, *ASKING)},
)
def match(
    asked: Annotated[MatchIn, Body(openapi_examples=examples.MATCH)],
    service: Serving,
    dataset: Annotated[str, Path(openapi_examples=examples.DATASET)],
    limit: Annotated[int, Query(ge=1, le=50, openapi_examples=examples.LIMIT)] = 5,
    threshold: Annotated[float, Query(ge=0, le=1, openapi_examples=examples.THRESHOLD)] = 0.7,
    cutoff: Annotated[float, Query(ge=0, le=1, openapi_examples=examples.CUTOFF)] = _CUTOFF,
) -> dict[str, Any]:
    """Persons, companies and organizations, at most 100 at once; the client's keys come back.

    Names, dates of birth and countries are used, all other properties passed over; a query
    without a usable name, or of another schema, has no results. There is one algorithm.
    """
    if dataset != DATASET:
        raise Refused(NOT_FOUND.problem(f"There is one dataset here, `{DATASET}`."))
    return {
        "responses": {
            key: _matches(service, query, limit, threshold, cutoff)
            for key, query in asked.queries.items()
        },
        "matcher": {ALGORITHM: {"description": "Evidence of names, see /v1/rules"}},
        "limit": limit,
    }
