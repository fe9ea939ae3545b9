"""An archive of mentions whose people are known, to measure deduplication on.

python -m tests.benchmarks.archive --mentions 200000 --seed 7 full200k.csv
python -m tests.benchmarks.archive --mentions 200000 --seed 7 --mixed mixed200k.csv

A *full* archive always shows given name, patronymic and surname; a *mixed* one drops and
abbreviates. `--growth 5` widens the stock of surnames with the archive; without it a larger
archive is a denser one. `truth` is the person's number; strip the column before clustering.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from resolver.romanize import romanize

from .archive_people import Person, Supply

COLUMNS = ("id", "name", "truth", "form", "scheme", "birth_year")
CYRILLIC = 0.25
MEAN_FURTHER, MOST_MENTIONS = 3.45, 13
SURNAME_TYPOS, GIVEN_TYPOS = 0.15, 0.08
SWAPPED = 0.03
_SCHEMES = {"icao": 28, "bgn": 28, "gost": 10, "alalc": 10, "iso9": 8, "fr": 8, "de": 8}
_RUSSIAN = {
    "icao": "icao-9303", "bgn": "bgn-pcgn-1947", "gost": "gost-7.79-b", "alalc": "ala-lc",
    "iso9": "iso9-1995", "fr": "mvd-310-fr", "de": "press-de",
}  # fmt: skip
_UKRAINIAN = {
    **_RUSSIAN, "icao": "uk-passport-2007", "bgn": "uk-bgn-pcgn-1965", "alalc": "uk-ala-lc",
    "fr": "press-fr-uk", "de": "press-de-uk",
}  # fmt: skip
_MARKED = frozenset({"iso9", "alalc", "bgn", "kk"})
_TO_RUSSIAN = str.maketrans(
    "іїєґәғқңөұүһІЇЄҐӘҒҚҢӨҰҮҺ", "ииегагкноуухИИЕГАГКНОУУХ"
)  # letter by letter only
_FORMS = {"full": 53, "no_patronymic": 30, "initials": 12, "initial": 5}


@dataclass(frozen=True, slots=True)
class Mention:
    """One row; `form` is one of full, no_patronymic, initials, initial. The last three are the
    words as they stand in columns of a register: in 3 % given name and surname exchanged."""

    number: int
    name: str
    person: Person
    form: str
    scheme: str
    given: str
    patronymic: str
    surname: str

    def cells(self) -> tuple[str, ...]:
        """In the order of COLUMNS."""
        person = self.person
        return (str(self.number), self.name, str(person.key), self.form, self.scheme,
                str(person.birth_year))  # fmt: skip


@lru_cache(maxsize=500_000)
def _spelled(word: str, scheme: str, language: str) -> str:
    if scheme == "cyrillic":
        return word
    if scheme == "uk-national":
        return romanize(word, by="kmu-55-2010")
    if scheme == "kk":
        return romanize(word, by="kk-2021")
    return romanize(word, by=(_UKRAINIAN if language == "uk" else _RUSSIAN)[scheme])


def _unmarked(text: str) -> str:
    plain = text.replace("ı", "i").translate(str.maketrans("", "", "ʹʺ’ʼ"))
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _typo(word: str, chance: random.Random) -> str:
    """One slip, never in the first or last letter: what a typist does, 25 % a letter lost."""
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    cyrillic = ord(word[at]) > 0x370
    letters = "абвгдежзиклмнопрстуфхцчш" if cyrillic else string.ascii_lowercase
    kind = chance.choices(range(5), (25, 20, 20, 20, 15))[0]
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2 and at + 1 < len(word) - 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind in (2, 3):
        return word[:at] + chance.choice(letters) + word[at + 1 :]
    return word[:at] + chance.choice(letters) + word[at:]


def _scheme(language: str, chance: random.Random) -> str:
    if chance.random() < CYRILLIC:
        return "cyrillic"
    if language == "uk" and chance.random() < 0.5:
        return "uk-national"
    if language == "kk" and chance.random() < 0.3:
        return "kk"
    return chance.choices(list(_SCHEMES), list(_SCHEMES.values()))[0]


def _initial(word: str) -> str:
    return f"{word[:1].upper()}."


def spelling(
    person: Person, form: str, scheme: str, chance: random.Random
) -> tuple[str, str, str, str]:
    """One way to write a person, by one convention, with the slips of a typist: the whole and
    its words as given name, patronymic and surname."""
    words = [person.given, person.patronymic, person.surname]
    if person.language in ("uk", "kk") and scheme != "kk" and chance.random() < 0.35:
        words = [word.translate(_TO_RUSSIAN) for word in words]
    if scheme == "cyrillic" and chance.random() < 0.6:
        words = [word.replace("ё", "е").replace("Ё", "Е") for word in words]
    words = [_spelled(word, scheme, person.language) for word in words]
    if scheme in _MARKED and chance.random() < 0.5:
        words = [_unmarked(word) for word in words]
    given, patronymic, surname = words
    if chance.random() < SURNAME_TYPOS:
        surname = _typo(surname, chance)
    if chance.random() < GIVEN_TYPOS:
        given = _typo(given, chance)
    if form in ("initials", "initial"):
        given = _initial(given)
        patronymic = _initial(patronymic) if form == "initials" else ""
    if form == "no_patronymic":
        patronymic = ""
    return _arranged(given, patronymic, surname, chance)


def _arranged(
    given: str, patronymic: str, surname: str, chance: random.Random
) -> tuple[str, str, str, str]:
    if chance.random() < SWAPPED:
        given, surname = surname, given
    case = chance.random()
    if case < 0.12:
        given, patronymic, surname = given.upper(), patronymic.upper(), surname.upper()
    elif case < 0.20:
        given, patronymic, surname = given.lower(), patronymic.lower(), surname.lower()
    elif case < 0.30:
        surname = surname.upper()
    order = chance.random()
    if order < 0.45:
        parts = [given, patronymic, surname]
    elif order < 0.75:
        parts = [surname, given, patronymic]
    else:
        parts = [f"{surname},", given, patronymic]
    return " ".join(part for part in parts if part), given, patronymic, surname


def mentions(count: int, seed: int, *, mixed: bool = False, growth: float = 1.0) -> list[Mention]:
    """An archive of `count` mentions, shuffled; the same for the same arguments."""
    chance = random.Random(seed)
    made: list[tuple[tuple[str, str, str, str], Person, str, str]] = []
    for person in Supply(chance, growth):
        often = min(MOST_MENTIONS, 1 + math.floor(chance.expovariate(1 / MEAN_FURTHER)))
        for _ in range(often):
            form = chance.choices(list(_FORMS), list(_FORMS.values()))[0] if mixed else "full"
            scheme = _scheme(person.language, chance)
            made.append((spelling(person, form, scheme, chance), person, form, scheme))
        if len(made) >= count:
            break
    del made[count:]
    chance.shuffle(made)
    return [
        Mention(number, words[0], person, form, scheme, *words[1:])
        for number, (words, person, form, scheme) in enumerate(made, start=1)
    ]


def rows(archive: list[Mention]) -> Iterator[tuple[str, ...]]:
    """The header and the rows of an archive."""
    yield COLUMNS
    yield from (mention.cells() for mention in archive)


def write(path: Path, archive: list[Mention]) -> None:
    """As CSV."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows(archive))


def main() -> None:
    """Make one and write it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--mentions", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--mixed", action="store_true")
    parser.add_argument("--growth", type=float, default=1.0, help="of the stock of surnames")
    options = parser.parse_args()
    write(
        options.output,
        mentions(options.mentions, options.seed, mixed=options.mixed, growth=options.growth),
    )


if __name__ == "__main__":
    main()
