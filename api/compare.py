"""Are two spellings one name? No store is asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from api import examples
from api.answers import ComparisonOut
from api.json_body import JsonRoute
from api.problems import ASKING, Refused, bad_name, documented
from api.schemas import CompareIn
from api.serving import Serving
from resolver.compare import compare
from resolver.errors import BadName
from resolver.mention import Kind
from resolver.names import Name, analyze

router = APIRouter(prefix="/compare", tags=["compare"], route_class=JsonRoute)


def _name(raw: str, kind: Kind, pointer: str) -> Name:
    try:
        return analyze(raw, kind)
    except BadName as error:
        raise Refused(bad_name(error, pointer)) from error


@router.post(
    "",
    operation_id="compareNames",
    summary="Compare two spellings",
    response_description="The comparison",
    response_model_exclude_defaults=True,
    responses={200: examples.COMPARE_ANSWERS, **documented(*ASKING)},
)
def compare_names(
    pair: Annotated[CompareIn, Body(openapi_examples=examples.COMPARE)], service: Serving
) -> ComparisonOut:
    """Score, verdict (`match`, `review` or `different`) and the evidence for it."""
    name_a = _name(pair.name_a, pair.kind, "/name_a")
    name_b = _name(pair.name_b, pair.kind, "/name_b")
    removed = [*name_a.removed, *name_b.removed]
    return ComparisonOut.of(compare(name_a, name_b), service.rules_version, removed)
