"""`resolver explain`: everything that speaks for or against two names being one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from resolver.cli.evidence import as_dict, name_given
from resolver.cli.options import kind_option
from resolver.mention import Kind

if TYPE_CHECKING:
    from resolver.alignment import Alignment
    from resolver.compare import Comparison
    from resolver.names import Name

_FORMS_SHOWN = 6
_NONE = "-"


@click.command()
@click.argument("name_a")
@click.argument("name_b")
@kind_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON: score, verdict, evidence, alignment."
)
def explain(*, name_a: str, name_b: str, kind: Kind | None, as_json: bool) -> None:
    """Show how two names are read and every rule that speaks for or against them.

    \b
    Examples:
      resolver explain Movlaev Мовлаев
      resolver explain Movlaev Mowlajew --json
      resolver explain Kazakhstaan Kyrgyzstan --kind place

    First comes each word with its part in the name and its readings: what it can be a
    spelling of, in a small alphabet of sound classes. Then the reasons in a sentence or two,
    and each pair of words letter by letter: what both sides write, the sound that it stands
    for, and the rule. Last comes each piece of evidence: a positive weight speaks for one
    name, a negative one for two; below it stand the standards and rules it rests on. The
    score is the sum of the weights on a scale from 0 to 1.
    """
    from resolver.alignment import alignments
    from resolver.compare import judge
    from resolver.explain import Naming

    kind = kind or Kind.PERSON
    names = name_given(name_a, kind, "NAME_A"), name_given(name_b, kind, "NAME_B")
    judgement = judge(*names)
    comparison, aligned = judgement.explained(Naming.ORIGINALS), alignments(judgement.items)
    if as_json:
        answer = {
            **as_dict(comparison),
            "summary": comparison.summary(),
            "alignment": [asdict(each) for each in aligned],
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for name in names:
        for line in _read_as(name):
            click.echo(line)
    click.echo(f"\n{comparison.summary()}\n")
    for each in aligned:
        for line in _letter_by_letter(each):
            click.echo(line)
    for line in _evidence(comparison):
        click.echo(line)


def _read_as(name: Name) -> Iterator[str]:
    """The name, then each word with its part and the source forms it can be read as."""
    yield name.text
    for token, part in zip(name.tokens, name.parts, strict=True):
        role = str(part) if name.kind is Kind.PERSON else "word"
        # Forms that need no change of convention within the word come first.
        forms = sorted(token.forms, key=lambda form: (token.forms[form].switches, form))
        more = f" and {len(forms) - _FORMS_SHOWN} more" if len(forms) > _FORMS_SHOWN else ""
        yield f"  {role:<10}  {token.word}: {', '.join(forms[:_FORMS_SHOWN])}{more}"


def _letter_by_letter(found: Alignment) -> Iterator[str]:
    """A row for each segment: both sides, the sounds and the rule, in columns."""
    yield f"{found.part}: {found.a} | {found.b}"
    rows = [(it.a or _NONE, it.b or _NONE, it.sounds or _NONE, it.rule) for it in found.segments]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    for *cells, rule in rows:
        columns = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield f"  {'  '.join(columns)}  {rule}".rstrip()
    yield ""


def _evidence(comparison: Comparison) -> Iterator[str]:
    for item in comparison.evidence:
        yield f"{item.weight:+7.2f}  {item.text}"
        for rule in item.rules:
            yield f"         rule {rule}"
    yield f"score {comparison.score:.4f}: {comparison.verdict}"
