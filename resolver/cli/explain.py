"""`resolver explain`: everything that speaks for or against two names being one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from resolver.cli.evidence import name_given
from resolver.cli.options import kind_option
from resolver.mention import Kind

if TYPE_CHECKING:
    from resolver.compare import Comparison
    from resolver.names import Name

_FORMS_SHOWN = 6


@click.command()
@click.argument("name_a")
@click.argument("name_b")
@kind_option
def explain(name_a: str, name_b: str, kind: Kind | None) -> None:
    """Show how two names are read and every rule that speaks for or against them.

    \b
    Examples:
      resolver explain Movlaev Мовлаев
      resolver explain Kazakhstaan Kyrgyzstan --kind place

    First comes each word with its part in the name and its readings: what it can be a
    spelling of, in a small alphabet of sound classes. Then each piece of evidence: a
    positive weight speaks for one name, a negative one for two; below it stand the rules
    it rests on. The score is the sum of the weights on a scale from 0 to 1.
    """
    from resolver.compare import compare as compare_names

    kind = kind or Kind.PERSON
    names = name_given(name_a, kind, "NAME_A"), name_given(name_b, kind, "NAME_B")
    comparison = compare_names(*names)
    for name in names:
        for line in _read_as(name):
            click.echo(line)
    click.echo(f"\n{comparison.why()}\n")
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


def _evidence(comparison: Comparison) -> Iterator[str]:
    for item in comparison.evidence:
        yield f"{item.weight:+7.2f}  {item.text}"
        for rule in item.rules:
            yield f"         rule {rule}"
    yield f"score {comparison.score:.4f}: {comparison.verdict}"
