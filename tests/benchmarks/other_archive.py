"""An archive of mentions by another hand than `archive`: nothing of it is the product's.

python -m tests.benchmarks.other_archive --mentions 200000 --seed 1 other.csv
python -m tests.benchmarks.other_archive --mentions 100000 --form mixed --with press,ocr other.csv

Lists of names, patronymics and romanization are its own (`other_people`, `other_spelling`), so
that it can find what the product writes and reads wrong alike. `--with` adds what `archive` has
not: press (Polish, German, French and Spanish newspapers), homoglyphs, ocr, counterparts (of
Ukrainians in Russian: Олексій, Алексей), others (Armenians, Georgians, Uzbeks, Tajiks) and homonyms
(people who share all three names). `truth` is the person's number.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from .other_people import FOLDER, OTHERS, Person, Supply, patronymic
from .other_spelling import bare, russified, spelled

COLUMNS = ("id", "name", "truth", "language", "form", "scheme", "wrong")
VARIANTS = ("press", "homoglyphs", "ocr", "counterparts", "others", "homonyms")
CYRILLIC, WITHOUT_DOTS, RUSSIFIED = 0.25, 0.6, 0.35
MEAN_FURTHER, MOST_MENTIONS = 3.45, 13
SURNAME_TYPOS, GIVEN_TYPOS, SWAPPED = 0.15, 0.08, 0.03
PRESS, HOMOGLYPHS, OCR, NATIVE = 0.4, 0.15, 0.12, 0.5
_SCHEMES = {"icao": 28, "bgn": 28, "gost": 10, "alalc": 10, "iso9": 8, "fr": 8, "de": 8}
_PRESSES = ("press-pl", "press-de", "press-fr", "press-es")
_MARKED = frozenset({"iso9", "alalc", "bgn", "kk-2021", "kk-qazaqparat", *_PRESSES})
_FORMS = {"full": 53, "no patronymic": 30, "initials": 12, "initial": 5}
_TYPOS = {"lost": 25, "doubled": 20, "exchanged": 20, "another": 20, "more": 15}
_LATIN, _CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшыюя"
_TWINS = str.maketrans("аеорсухАЕОРСХКМНВТіІ", "aeopcyxAEOPCXKMHBTiI")
_TWINS_BACK = {latin: cyrillic for cyrillic, latin in _TWINS.items()}
_SCANNED_LATIN = "rn:m m:rn l:1 i:l o:0 cl:d e:c h:b u:ii n:ri v:y k:lc O:0 I:l S:5 B:8"
_SCANNED = "н:и и:н п:л л:п ш:щ щ:ш о:0 з:3 ь:ъ е:с й:и м:ы О:0 З:3 б:6 ч:4 в:з"
_INITIAL = re.compile("Shch|Tch|Sch|Dzh|Zh|Kh|Ts|Ch|Sh|[YIJ][uae]|Yo")
_IS_CYRILLIC = re.compile("[а-яА-Я]")
Words = tuple[str, str, str]


def typo(word: str, chance: random.Random) -> str:
    """A lower-case word with a slip, not in its first or last letter."""
    if len(word) < 4:
        return word
    kind = chance.choices([*_TYPOS], [*_TYPOS.values()])[0]
    at = chance.randrange(1, len(word) - 1)
    if kind == "exchanged" and len(word) > 4:
        at = min(at, len(word) - 3)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind in {"lost", "exchanged"}:
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[:at] + word[at] + word[at:]
    letter = chance.choice(_CYRILLIC if _IS_CYRILLIC.search(word) else _LATIN)
    return word[:at] + letter + word[at + (kind == "another") :]


def scanned(text: str, chance: random.Random) -> str:
    """A text in which one letter was read wrong by a machine."""
    pairs = _SCANNED if _IS_CYRILLIC.search(text) else _SCANNED_LATIN
    places = [
        (at, right, wrong)
        for right, wrong in (pair.split(":") for pair in pairs.split())
        for at in range(1, len(text))
        if text.startswith(right, at)
    ]
    if not places:
        return text
    at, right, wrong = chance.choice(places)
    return text[:at] + wrong + text[at + len(right) :]


def _with_twins(word: str, chance: random.Random) -> str:
    twins = _TWINS if _IS_CYRILLIC.search(word) else _TWINS_BACK
    share = chance.choice((0.1, 0.3, 1.0))
    return "".join(
        chr(twins[ord(c)]) if ord(c) in twins and chance.random() < share else c for c in word
    )


@cache
def _in_russian() -> dict[str, str]:
    """Given names of Ukrainians by those of Russians."""
    words = (FOLDER / "counterparts.txt").read_text(encoding="utf-8").split()
    return dict(word.split("=") for word in words)


def _russian(person: Person) -> Words:
    given = _in_russian().get(person.given, person.given)
    father = _in_russian().get(person.father, person.father)
    surname = re.sub("([сц])ьк(ий|а)$", lambda m: m[1] + ("кий" if m[2] == "ий" else "кая"),
                     person.surname)  # fmt: skip
    letters = str.maketrans("иіїєґʼ", "ыииегъ")
    surname = surname.replace("ьо", "ё").replace("йо", "ё").translate(letters)
    surname = re.sub("([гкхжшчщ])ы", r"\1и", surname)
    return given, patronymic(father, "ru", woman=person.woman), surname


def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def written(
    person: Person, chance: random.Random, variants: frozenset[str], native: dict[str, str]
) -> tuple[Words, str]:
    """The words of a mention (given name, patronymic, surname), and the scheme."""
    words: Words = (person.given, person.patronymic, person.surname)
    language = "ru" if person.language in {"ce", "hy", "ka"} else person.language
    if language == "uk" and "counterparts" in variants and chance.random() < RUSSIFIED:
        words, language = _russian(person), "ru"
    elif language != "ru" and chance.random() < RUSSIFIED:
        words, language = _each(words, russified), "ru"
    if chance.random() < CYRILLIC:
        if chance.random() < WITHOUT_DOTS:
            words = _each(words, lambda word: word.replace("ё", "е"))
        return words, "cyrillic"
    if person.language in OTHERS and chance.random() < NATIVE:
        man = native.get(person.surname.removesuffix("а"), "")
        surname = native.get(person.surname) or (man and man + "a")
        if person.given in native and surname:
            middle = spelled(russified(person.patronymic), "icao", "ru")
            return (native[person.given], middle, surname), "native"
    scheme = chance.choices([*_SCHEMES], [*_SCHEMES.values()])[0]
    if "press" in variants and chance.random() < PRESS:
        scheme = chance.choice(_PRESSES)
    elif language == "uk" and chance.random() < 0.5:
        scheme = "kmu"
    elif language == "kk" and chance.random() < 0.3:
        scheme = chance.choice(("kk-2021", "kk-qazaqparat"))
    words = _each(words, lambda word: spelled(word, scheme, language))
    if scheme in _MARKED and chance.random() < 0.5:
        return _each(words, bare), scheme + " bare"
    return words, scheme


def _each(words: Words, change: Callable[[str], str]) -> Words:
    given, middle, surname = map(change, words)
    return given, middle, surname


def _short(word: str, chance: random.Random) -> str:
    found = _INITIAL.match(word)
    return (found[0] if found and chance.random() < 0.5 else word[:1]) + "."


def mention(words: Words, form: str, chance: random.Random) -> tuple[str, str]:
    """A name as it is written, and what is wrong with it."""
    given, middle, surname = words
    wrong = []
    if chance.random() < SURNAME_TYPOS:
        surname = typo(surname, chance)
        wrong.append("surname")
    if chance.random() < GIVEN_TYPOS:
        given = typo(given, chance)
        wrong.append("given")
    if chance.random() < SWAPPED:
        given, surname = surname, given
        wrong.append("swapped")
    given, middle, surname = map(_capital, (given, middle, surname))
    case = chance.random()
    surname = surname.upper() if case > 0.9 else surname
    if form.startswith("initial"):
        given, middle = _short(given, chance), _short(middle, chance)
    front = given if form in {"no patronymic", "initial"} else f"{given} {middle}"
    shape = chance.choices(("{1} {0}", "{0} {1}", "{0}, {1}"), (45, 30, 25))[0]
    text = shape.format(surname, front)
    text = text.upper() if case < 0.12 else text.lower() if case < 0.2 else text
    return text, " ".join(wrong)


def rows(count: int, seed: int, *, form: str, variants: frozenset[str]) -> Iterator[list[str]]:
    """In the order of COLUMNS; `form` is full or mixed."""
    chance = random.Random(seed)
    supply = Supply(seed, others="others" in variants, homonyms="homonyms" in variants)
    found: list[list[str]] = []
    while len(found) < count:
        person = supply.next()
        for _ in range(min(MOST_MENTIONS, 1 + int(chance.expovariate(1 / MEAN_FURTHER)))):
            words, scheme = written(person, chance, variants, supply.native)
            shown = chance.choices([*_FORMS], [*_FORMS.values()])[0] if form == "mixed" else "full"
            text, wrong = mention(words, shown, chance)
            if "homoglyphs" in variants and chance.random() < HOMOGLYPHS:
                text = " ".join(_with_twins(word, chance) for word in text.split(" "))
            if "ocr" in variants and chance.random() < OCR:
                text = scanned(text, chance)
            found.append([text, str(person.key), person.language, shown, scheme, wrong])
    del found[count:]
    chance.shuffle(found)
    for number, row in enumerate(found, start=1):
        yield [str(number), *row]


def main() -> None:
    """Write an archive."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--mentions", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--form", choices=("full", "mixed"), default="full")
    parser.add_argument("--with", dest="variants", default="", help=", ".join(VARIANTS))
    options = parser.parse_args()
    variants = frozenset(filter(None, options.variants.split(",")))
    if unknown := variants.difference(VARIANTS):
        parser.error(f"no such variant: {', '.join(sorted(unknown))}")
    with options.path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows(options.mentions, options.seed, form=options.form, variants=variants))


if __name__ == "__main__":
    main()
