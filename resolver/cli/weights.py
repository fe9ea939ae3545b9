"""`resolver weights`: fit the tables that are fitted, so that anyone can do it again."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from resolver.cli.weights_evidence import check, fit
from resolver.errors import BadInput

_HEADER = ("grapheme", "sounds", "cost", "source")
_SOURCE = "fitted on labels of one person in two scripts"
_MOST_LETTERS = 16
_MOST_OF_ONE_PAIR = 3.0
# Letters alone explain these, and there are so many of them that they would drown the rest.
_NATIVE = (
    *("ов", "ев", "ски", "цки", "енко", "енка", "чук", "иук", "ович", "евич"),
    *("ова", "ева", "скаиа", "ава", "ав"),
)


@click.group()
def weights() -> None:
    """Fit the tables that are fitted on names of known people.

    \b
    Examples:
      resolver weights fit people.csv -o weights.csv
      resolver weights check people.csv
      resolver weights fit-transcription labels.csv -o transcription.csv
    """


weights.add_command(fit)
weights.add_command(check)


@weights.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", default="-", help="Where to write; - is standard output.")
def fit_transcription(files: tuple[str, ...], output: str) -> None:
    """Fit the table of transcriptions by ear (rules/transcription.csv).

    \b
    Examples:
      resolver weights fit-transcription labels.csv -o rules/transcription.csv
      resolver weights fit-transcription people.csv surnames.csv > new.csv

    Each FILE has columns entity_id and name; rows of one entity are spellings of one name, of
    which some are Latin and some Cyrillic. Takes a minute or so for ten thousand names.
    """
    from resolver.fitting import fit_transcription as fitted
    from resolver.tables_output import open_output

    pairs: Counter[tuple[str, str]] = Counter()
    for file in files:
        pairs.update(_pairs(_groups(file)))
    if not pairs:
        raise BadInput("no entity has both a Latin and a Cyrillic name; nothing can be fitted")
    click.echo(f"{len(pairs)} pairs of words", err=True)
    rows = fitted({pair: min(n, _MOST_OF_ONE_PAIR) for pair, n in pairs.items()})
    lines = [[row.grapheme, row.sounds, f"{row.cost:.2f}", _SOURCE] for row in rows]
    with open_output(output) as out:
        csv.writer(out, lineterminator="\n").writerows([_HEADER, *lines])
    click.echo(f"{len(lines)} rows written", err=True)


def _groups(file: str) -> Mapping[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    try:
        with Path(file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                groups[row["entity_id"]].append(row["name"])
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read as UTF-8 text") from error
    except KeyError as error:
        raise BadInput(f"{file} needs the columns entity_id and name") from error
    return groups


def _pairs(groups: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """(Latin word, Cyrillic sounds) of names with equally many words, in natural order."""
    from resolver.script import script_of

    for names in groups.values():
        latin = [_words(name) for name in names if script_of(name) == "latin"]
        cyrillic = [_words(name) for name in names if script_of(name) == "cyrillic"]
        found = {
            pair
            for left in latin
            for right in cyrillic
            if len(left) == len(right)
            for pair in zip(left, right, strict=True)
        }
        for left_word, right_word in sorted(found):
            usable = _usable(left_word, right_word)
            if usable:
                yield usable


def _words(name: str) -> list[str]:
    surname, comma, rest = name.partition(",")
    return f"{rest} {surname}".split() if comma else name.split()


def _usable(latin: str, cyrillic: str) -> tuple[str, str] | None:
    from resolver.tokens import token
    from resolver.transcription import spelled

    if "." in latin + cyrillic:
        return None
    left, right = token(latin), token(cyrillic)
    letters, sounds = spelled(left.word), right.best + "$"
    native = right.best.endswith(_NATIVE) or bool(left.bases) != bool(right.bases)
    if native or len(letters) < 2 or not right.best:
        return None
    if max(len(letters), len(sounds)) > _MOST_LETTERS + 1:
        return None
    return letters, sounds
