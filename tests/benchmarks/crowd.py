"""Made-up people in any number: names as an archive of the region spreads them.

Surnames and given names follow a power law, as real ones do: a few are borne by thousands,
most by a handful. A third is written in Latin letters, each by one of several conventions.
Nobody's name is taken from anywhere: roots are syllables, given names are rules of ours.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, product

from resolver.romanize import romanize
from resolver.rules import table
from resolver.standards import standard

SURNAMES = 120_000
GIVEN = 600
STANDARDS = ("icao-9303", "bgn-pcgn-1947", "press-de", "press-fr", "press-pl", "iso9-1995")
_ONSETS = (*"бвгджзклмнпрстфхчш", "бр", "гр", "др", "кр", "мр", "пр", "ст", "тр", "хл", "шв")
_VOWELS = tuple("аоуиеюя")
_CODAS = (*"бвгджзклмнпрстхш", "рд", "нд", "лк", "рк", "рт", "нк")
_ENDINGS = ("ов", "ов", "ов", "ин", "енко", "ский", "чук", "ян", "швили", "аев", "баев", "ич")


@cache
def _surnames() -> tuple[tuple[str, ...], tuple[float, ...]]:
    rng = random.Random(11)
    roots = ["".join(root) for root in product(_ONSETS, _VOWELS, _CODAS)]
    longer = ["".join(root) for root in product(roots[::5], _VOWELS[:3], _CODAS[::2])]
    found = list({(root + end).capitalize() for root in roots + longer for end in set(_ENDINGS)})
    found.sort()
    rng.shuffle(found)
    found = found[:SURNAMES]
    return tuple(found), _power_law(len(found), 0.75)


@cache
def _given() -> tuple[tuple[str, ...], tuple[float, ...]]:
    rows = [
        row["form"]
        for row in table("given_names")
        if row["language"] == "ru" and row["relation"] == "same" and row["gender"] == "m"
        if row["form"].isalpha() and row["form"][-1] not in "аяйь" and len(row["form"]) > 3
    ]
    found = sorted(set(rows))
    random.Random(12).shuffle(found)
    found = found[:GIVEN]
    return tuple(found), _power_law(len(found), 0.9)


def _power_law(count: int, slope: float) -> tuple[float, ...]:
    return tuple(accumulate(1 / rank**slope for rank in range(1, count + 1)))


def people(count: int, seed: int = 1) -> Iterator[str]:
    """Names of `count` people in Cyrillic: given name, often a patronymic, surname."""
    rng = random.Random(seed)
    surnames, often = _surnames()
    given, common = _given()
    for _ in range(count):
        (surname,) = rng.choices(surnames, cum_weights=often)
        first, father = rng.choices(given, cum_weights=common, k=2)
        middle = f" {father}ович" if rng.random() < 0.6 else ""
        yield f"{first}{middle} {surname}"


def spelled(name: str, rng: random.Random) -> str:
    """The name by some convention: as it is, or in Latin letters, sometimes surname first."""
    if rng.random() < 0.15:
        *rest, surname = name.split()
        name = f"{surname}, {' '.join(rest)}"
    return romanize(name, standard(rng.choice(STANDARDS))) if rng.random() < 0.35 else name


def mentions(count: int, seed: int = 1) -> Iterator[str]:
    """One spelling of each of `people`."""
    rng = random.Random(seed + 1000)
    for name in people(count, seed):
        yield spelled(name, rng)


def misspelled(name: str, rng: random.Random) -> str:
    """One letter of the surname doubled, dropped or swapped with its neighbour."""
    at = rng.randrange(max(len(name) - 5, 1), len(name) - 1)
    return rng.choice(
        (
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )
