"""How comparisons are shown, and how names given as arguments become Names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from resolver.errors import BadInput, BadName

if TYPE_CHECKING:
    from resolver.compare import Comparison
    from resolver.mention import Kind
    from resolver.names import Name


def name_given(raw: str, kind: Kind, argument: str) -> Name:
    """The analysed argument; BadInput says which argument cannot be used and why."""
    from resolver.names import analyze
    from resolver.text import clean

    try:
        cleaned = clean(raw)
        name = analyze(cleaned.text, kind)
    except BadName as error:
        raise BadInput(f"{argument}: {error}") from None
    if cleaned.removed:
        click.echo(
            f"note: invisible characters were removed from {argument}: "
            f"{', '.join(cleaned.removed)}",
            err=True,
        )
    return name


def as_dict(comparison: Comparison) -> dict[str, object]:
    """The comparison as JSON shows it, here and over HTTP."""
    return {
        "score": comparison.score,
        "verdict": str(comparison.verdict),
        "evidence": [
            {
                "part": item.part,
                "code": item.code,
                "weight": item.weight,
                "text": item.text,
                "rules": list(item.rules),
            }
            for item in comparison.evidence
        ],
    }


def lines_of(comparison: Comparison) -> Iterator[str]:
    """One line for each piece of evidence: its weight and the sentence."""
    for item in comparison.evidence:
        yield f"  {item.weight:+6.2f}  {item.text}"
