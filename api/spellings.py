"""How a name is spelled: in Latin letters, in the original, and everywhere else."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from api import examples_questions as examples
from api.answers_questions import (
    OriginalOut,
    OriginalsOut,
    RomanizationOut,
    RomanizationsOut,
    StandardRef,
    VariantOut,
    VariantsOut,
)
from api.json_body import JsonRoute
from api.named import cleaned, known_language, known_standard
from api.problems import ASKING, documented
from api.schemas_questions import OriginalIn, RomanizeIn, VariantsIn
from resolver.original import originals
from resolver.romanize import romanize, romanize_all
from resolver.variants import query, variants

router = APIRouter(tags=["spellings"], route_class=JsonRoute)


@router.post(
    "/romanize",
    operation_id="romanizeName",
    summary="Write a Cyrillic name in Latin letters",
    response_description="The Latin spellings",
    response_model_exclude_defaults=True,
    responses={200: examples.ROMANIZE_ANSWERS, **documented(*ASKING)},
)
def romanize_name(
    question: Annotated[RomanizeIn, Body(openapi_examples=examples.ROMANIZE)],
) -> RomanizationsOut:
    """By one standard, or by every standard of the name's language."""
    name = cleaned(question.name)
    language = known_language(question.language)
    if question.standard is not None:
        by = known_standard(question.standard)
        spelled = [(by, romanize(name.text, by))]
    else:
        spelled = list(romanize_all(name.text, language))
    return RomanizationsOut(
        romanizations=[
            RomanizationOut(latin=latin, standard=StandardRef.of(item), status=item.status)
            for item, latin in spelled
        ],
        removed=list(name.removed),
    )


@router.post(
    "/original",
    operation_id="findOriginals",
    summary="Find the Cyrillic originals of a Latin spelling",
    response_description="The likely originals",
    response_model_exclude_defaults=True,
    responses={200: examples.ORIGINAL_ANSWERS, **documented(*ASKING)},
)
def find_originals(
    question: Annotated[OriginalIn, Body(openapi_examples=examples.ORIGINAL)],
) -> OriginalsOut:
    """The scores of one language add up to at most 1."""
    name = cleaned(question.name)
    found = originals(name.text, known_language(question.language), question.limit)
    return OriginalsOut(
        originals=[OriginalOut.of(each) for each in found], removed=list(name.removed)
    )


@router.post(
    "/variants",
    operation_id="listVariants",
    summary="List the spellings that an archive may hold",
    response_description="The spellings",
    response_model_exclude_defaults=True,
    responses={200: examples.VARIANTS_ANSWERS, **documented(*ASKING)},
)
def list_variants(
    question: Annotated[VariantsIn, Body(openapi_examples=examples.VARIANTS)],
) -> VariantsOut:
    """And, where asked for, one search query that finds all of them."""
    name = cleaned(question.name)
    found = variants(name.text, question.limit, known_language(question.language))
    return VariantsOut(
        variants=[VariantOut.of(each) for each in found],
        query=query(found, question.query) if question.query else None,
        removed=list(name.removed),
    )
