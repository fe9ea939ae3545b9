"""`resolver weights fit` and `check`: weights of evidence from names of known people."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TextIO

import click

from resolver.errors import BadInput, BadName
from resolver.tables import open_table

if TYPE_CHECKING:
    from resolver.weight_examples import LabelledPair
    from resolver.weight_fitting import Example

# Pairs made by hand stand for many that lists of people do not happen to hold.
BY_HAND = 3.0
BOUNDS = (0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.8, 0.85, 0.95, 0.99, 1.0)
_DECIMALS = 2

files = click.argument("files", nargs=-1, required=True, metavar="FILE...")
same_pairs = click.option(
    "--same", multiple=True, metavar="PAIRS", help="name_a,name_b that are one name; repeatable."
)
different_pairs = click.option(
    "--different", multiple=True, metavar="PAIRS", help="name_a,name_b that are two; repeatable."
)


@click.command()
@files
@same_pairs
@different_pairs
@click.option("--spread", default=0.15, show_default=True, help="Log-odds a weight may well move.")
@click.option("-o", "--output", default="-", help="Where to write; - is standard output.")
def fit(
    files: tuple[str, ...],
    same: tuple[str, ...],
    different: tuple[str, ...],
    spread: float,
    output: str,
) -> None:
    """Fit the weights of evidence (rules/weights.csv) to names of known people.

    \b
    Examples:
      resolver weights fit people.csv -o new-weights.csv
      resolver weights fit official.csv press.csv --same data/cases/variants.csv \\
          --different data/cases/lookalikes.csv -o rules/weights.csv

    Each FILE has columns entity_id and name; rows of one entity are spellings of one person's
    name. The pairs that a search among them would compare are judged, and the weights are
    moved from what they were set to by hand (rules/weights_by_hand.csv) so that a score of 0.9
    is right nine times in ten; how far a score is to be trusted is printed for the table in
    force and for the new one. Weights that the names say little about, and thresholds, stay.
    """
    from resolver.tables_output import open_output
    from resolver.weight_fitting import fit_weights
    from resolver.weights import weights, weights_by_hand

    if spread <= 0:
        raise BadInput("--spread must be more than 0")
    examples = [*_examples(files, same, different)]
    click.echo(f"{len(examples)} pairs", err=True)
    _tell(examples, weights())
    found = fit_weights(examples, weights_by_hand(), spread=spread)
    click.echo(f"loss {found.before:.5f} before, {found.after:.5f} after", err=True)
    _tell(examples, found.values)
    with open_output(output) as out:
        _write(out, found.values)


@click.command()
@files
@same_pairs
@different_pairs
def check(files: tuple[str, ...], same: tuple[str, ...], different: tuple[str, ...]) -> None:
    """Show how far scores are to be trusted: of the pairs with a score, how many are one name.

    \b
    Examples:
      resolver weights check people.csv

    Each FILE has columns entity_id and name; see `resolver weights fit`.
    """
    from resolver.weights import weights

    _tell([*_examples(files, same, different)], weights(), err=False)


def _examples(
    files: tuple[str, ...], same: tuple[str, ...], different: tuple[str, ...]
) -> Iterator[Example]:
    from resolver.weight_examples import example, labelled_pairs

    for file in files:
        groups = _groups(file)
        if not groups:
            raise BadInput(f"{file} has no usable row; it needs entity_id and name in each")
        yield from map(example, labelled_pairs(groups))
    for paths, one in ((same, True), (different, False)):
        for path in paths:
            yield from map(example, _pairs(path, same=one))


def _groups(file: str) -> Mapping[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    with open_table(file) as table:
        id_at, name_at = table.column("entity_id"), table.column("name")
        for row in table:
            if row.cell(id_at):
                groups[row.cell(id_at)].append(row.cell(name_at))
    return groups


def _pairs(file: str, *, same: bool) -> Iterator[LabelledPair]:
    """Pairs of personal names; of those that expect a clerk's decision nothing can be learnt."""
    from resolver.names import analyze
    from resolver.weight_examples import LabelledPair

    with open_table(file) as table:
        a_at, b_at = table.column("name_a"), table.column("name_b")
        kind_at, expect_at = table.find("kind"), table.find("expect")
        for row in table:
            other_kind = row.cell(kind_at) not in {"", "person"}
            if other_kind or row.cell(expect_at) == "review":
                continue
            try:
                a, b = analyze(row.cell(a_at)), analyze(row.cell(b_at))
            except BadName as problem:
                raise BadInput(f"{table.label}, row {row.number}: {problem}") from None
            yield LabelledPair(a, b, same, BY_HAND)


def _tell(examples: list[Example], values: Mapping[str, float], *, err: bool = True) -> None:
    from resolver.weight_fitting import log_odds, reliability
    from resolver.weights import probability

    scored = [(probability(log_odds(e.terms, values)), e.same, e.count) for e in examples]
    click.echo("   score        pairs   mean score   one name", err=err)
    for found in reliability(scored, BOUNDS):
        bounds = f"{found.low:.2f}-{found.high:.2f}"
        line = f"{bounds:>10} {found.count:12.0f} {found.score:12.3f} {found.right:10.3f}"
        click.echo(line, err=err)


def _write(out: TextIO, values: Mapping[str, float]) -> None:
    from resolver.rules import table

    rows = table("weights")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        value = round(values[row["name"]], _DECIMALS)
        kept = row["value"] if value == round(float(row["value"]), _DECIMALS) else str(value)
        writer.writerow({**row, "value": kept})
