"""Are two spellings one name, and why? No store is asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from api import examples, examples_questions
from api.answers import ComparisonOut, EvidenceOut
from api.answers_questions import AlignmentOut, ExplanationOut
from api.json_body import JsonRoute
from api.named import analysed
from api.problems import ASKING, documented
from api.schemas import CompareIn
from api.serving import Serving
from resolver.alignment import alignments
from resolver.compare import compare, judge
from resolver.explain import Naming
from resolver.names import Name

router = APIRouter(tags=["compare"], route_class=JsonRoute)


def _both(pair: CompareIn) -> tuple[Name, Name, list[str]]:
    name_a = analysed(pair.name_a, pair.kind, "/name_a")
    name_b = analysed(pair.name_b, pair.kind, "/name_b")
    return name_a, name_b, [*name_a.removed, *name_b.removed]


@router.post(
    "/compare",
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
    name_a, name_b, removed = _both(pair)
    return ComparisonOut.of(compare(name_a, name_b), service.rules_version, removed)


@router.post(
    "/explain",
    operation_id="explainNames",
    summary="Compare two spellings letter by letter",
    response_description="The comparison, in sentences and aligned",
    response_model_exclude_defaults=True,
    responses={200: examples_questions.EXPLAIN_ANSWERS, **documented(*ASKING)},
)
def explain_names(
    pair: Annotated[CompareIn, Body(openapi_examples=examples.COMPARE)], service: Serving
) -> ExplanationOut:
    """As /v1/compare, with the reasons in a sentence or two, the standards that write each
    spelling, and the letters of both side by side with the rule behind each. Takes some
    milliseconds more.
    """
    name_a, name_b, removed = _both(pair)
    judgement = judge(name_a, name_b)
    comparison = judgement.explained(Naming.ORIGINALS)
    return ExplanationOut(
        score=comparison.score,
        verdict=comparison.verdict,
        evidence=[EvidenceOut.of(item) for item in comparison.evidence],
        rules_version=service.rules_version,
        removed=removed,
        summary=comparison.summary(),
        alignment=[AlignmentOut.of(each) for each in alignments(judgement.items)],
    )
