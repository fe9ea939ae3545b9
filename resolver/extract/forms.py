"""What a word of a Russian or Ukrainian personal name can be the form of.

Кадырова is a woman's nominative and the genitive of Кадыров; Мельник does not change when
it is a woman's. Every possibility is a Form with gender, cases and a weight; which one is
meant, the rest of the name and its sentence decide (see `resolver.extract.declension`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from resolver.extract.vocabulary import ALL_CASES, NOMINATIVE, case_names, folded
from resolver.inflection import case_bases
from resolver.known_words import known_words
from resolver.rules import table
from resolver.script import script_of

KNOWN, FOREIGN, TYPICAL, PLAIN, ODD = 3.0, 2.0, 1.5, 0.6, 0.0

_UNCHANGED = 0.3  # that a name has no cases is the less likely reading of it
_VOWELS = "аеёиоуыэюяіїє"
_INDECLINABLE = "оеиуюэыіїє"
_FEMININE = (
    "ова",
    "ева",
    "ёва",
    "єва",
    "ина",
    "ына",
    "іна",
    "їна",
    "ская",
    "цкая",
    "ська",
    "цька",
    "зька",
)
_MASCULINE = (
    "ов",
    "ев",
    "ёв",
    "єв",
    "їв",
    "ин",
    "ын",
    "ін",
    "їн",
    "ский",
    "цкий",
    "ський",
    "цький",
)
_TYPICAL = (*_FEMININE, *_MASCULINE, "енко", "ко", "ук", "юк", "як", "ик", "ян", "янц", "дзе",
    "швили", "швілі", "идзе", "ия", "ава", "уа", "иани", "заде", "оглы", "оглу", "ли", "ич",
    "иш", "ер", "берг", "ман", "штейн", "ец", "ець", "ис", "ас", "иев", "ой", "ый",
    "ий")  # fmt: skip
# Endings that no nominative has: they are the endings of other cases.
_NO_NOMINATIVE = ("ового", "ову", "овым", "овой", "евой", "иной", "овая", "евая", "иная",
    "овый", "евый", "иный", "ового", "еву", "евым", "еве", "ове", "ёву", "ёвым", "єву", "євим",
    "овим", "евим", "ского", "скому", "ским", "ском", "ской", "скую", "ського", "ському",
    "ським", "ської", "ській", "ську", "ською", "вичу", "вича", "вичем", "овою", "евою", "єву",
    "євою", "єві", "иним", "іним", "іною", "ину", "иным", "овій", "овъ", "енкой", "овоя", "новой",
    "інн", "ченк", "енк", "ско", "ово", "ово")  # fmt: skip


class Form(NamedTuple):
    """A nominative that a word can stand for. `gender` is `m`, `f` or empty for either."""

    nominative: str
    gender: str
    cases: frozenset[str]
    weight: float


@cache
def _given(language: str) -> Mapping[str, Mapping[str, float]]:
    """Folded given name -> its genders, each with its weight: less for other languages."""
    found: dict[str, dict[str, float]] = {}
    for row in table("given_names"):
        if script_of(row["form"]) != "cyrillic":
            continue
        if row["relation"] == "western" and row["language"] != language:
            continue
        gender = row["gender"] if row["gender"] in {"m", "f"} else ""
        weight = KNOWN if row["language"] == language else FOREIGN
        genders = found.setdefault(folded(row["form"]), {})
        genders[gender] = max(weight, genders.get(gender, 0.0))
    return found


def is_given(word: str, language: str) -> bool:
    """Whether a word is a known given name in some case."""
    return any(True for _ in known_given(word, language))


def is_own_given(word: str, language: str) -> bool:
    """Whether a word is a given name of the language itself, in some case."""
    return any(form.weight > FOREIGN for form in known_given(word, language))


@lru_cache(maxsize=16384)
def known_given(word: str, language: str) -> tuple[Form, ...]:
    """The known given names a word can be a form of."""
    names = _given(language)
    found: list[Form] = []
    own = folded(word)
    for gender, weight in sorted(names.get(own, {}).items()):
        unchanged = own[-1] in _INDECLINABLE or (gender == "f" and own[-1] not in _VOWELS + "ь")
        cases = ALL_CASES if unchanged else NOMINATIVE
        found.append(Form(word, gender, cases, weight - _UNCHANGED * unchanged))
    for base in case_bases(word):
        if base.language != language or base.kind not in {"any", "given"}:
            continue
        for gender, weight in sorted(names.get(folded(base.nominative), {}).items()):
            masculine = base.gender == "m" or (not base.gender and gender == "m")
            if base.gender and gender and base.gender != gender:
                continue
            nominative = base.nominative
            if gender == "f" and nominative[-1] not in "аяьАЯЬ":
                continue
            found.append(
                Form(
                    nominative, gender or ("m" if masculine else ""), case_names(base.cases), weight
                )
            )
    return tuple(found)


@lru_cache(maxsize=16384)
def given_forms(word: str, language: str) -> tuple[Form, ...]:
    """The forms of a word that stands where a given name does, known ones alone if any."""
    known = known_given(word, language)
    return known or tuple(_unknown(word, language, "given"))


_PATRONYMIC = ("вич", "ьич", "мич", "тич", "вна", "чна", "ична", "ївна", "івна")


@lru_cache(maxsize=8192)
def patronymic_forms(word: str, language: str) -> tuple[Form, ...]:
    """The patronymics a word can be a form of; none if it is no patronymic."""
    found = []
    if folded(word).endswith(_PATRONYMIC) and len(word) > 5:
        found.append(Form(word, "f" if word[-1] in "аА" else "m", NOMINATIVE, KNOWN))
    for base in case_bases(word):
        lower = folded(base.nominative)
        if base.language != language or not lower.endswith(_PATRONYMIC) or len(lower) <= 5:
            continue
        gender = "f" if lower[-1] == "а" else "m"
        if base.gender in {"", gender}:
            found.append(Form(base.nominative, gender, case_names(base.cases), KNOWN))
    return tuple(dict.fromkeys(found))


def _surname_weight(nominative: str, language: str) -> float:
    lower = nominative.lower()
    if lower.endswith(_NO_NOMINATIVE):
        return ODD - 1.0
    if lower in known_words(language):
        return KNOWN
    if lower.endswith(_TYPICAL):
        return TYPICAL
    if lower[-1] in "ьяоіїє" or lower[-2:] in {"ый", "ой"}:
        return ODD
    return PLAIN


def _own(word: str, language: str, weight: float) -> Iterator[Form]:
    """The word taken as a nominative."""
    lower = word.lower()
    if lower.endswith(_FEMININE):
        yield Form(word, "f", NOMINATIVE, weight)
    elif lower.endswith(_MASCULINE):
        yield Form(word, "m", NOMINATIVE, weight)
    elif language == "uk" and lower.endswith("ко"):
        yield Form(word, "m", NOMINATIVE, weight)
        yield Form(word, "f", ALL_CASES, weight)
    elif lower[-1] in _INDECLINABLE:
        yield Form(word, "", ALL_CASES, weight)
    elif lower[-1] in _VOWELS:
        yield Form(word, "", NOMINATIVE, weight)
    elif lower.endswith(("ых", "их")):
        yield Form(word, "", ALL_CASES, weight)
    elif lower.endswith(("ий", "ый", "ой")):
        yield Form(word, "m", NOMINATIVE, weight)
    else:
        yield Form(word, "m", NOMINATIVE, weight)
        yield Form(word, "f", ALL_CASES, weight - 0.2)


def _unknown(word: str, language: str, kind: str) -> Iterator[Form]:
    yield from _own(word, language, _surname_weight(word, language))
    for base in case_bases(word):
        if base.language != language or base.kind not in {"any", kind}:
            continue
        weight = _surname_weight(base.nominative, language)
        if base.kind == "surname" or weight > ODD:
            gender = base.gender
            lower = base.nominative.lower()
            if lower.endswith(_MASCULINE) and base.kind == "any":
                continue  # their own rules know their cases better
            yield Form(base.nominative, gender, case_names(base.cases), weight)


@lru_cache(maxsize=16384)
def surname_forms(word: str, language: str) -> tuple[Form, ...]:
    """The surnames a word can be a form of, itself among them."""
    if "-" in word:
        return tuple(_double(word, language))
    best: dict[tuple[str, str, frozenset[str]], Form] = {}
    for form in _unknown(word, language, "surname"):
        if form.weight < ODD and form.nominative != word:
            continue
        key = form.nominative, form.gender, form.cases
        if key not in best or best[key].weight < form.weight:
            best[key] = form
    return tuple(best.values())


def _double(word: str, language: str) -> Iterator[Form]:
    """Both halves of a double surname change together, or only the second one does."""
    first, _, second = word.partition("-")
    if not first or not second or "-" in second:
        yield from _own(word, language, PLAIN)
        return
    for last in surname_forms(second, language):
        for head in (*surname_forms(first, language), Form(first, "", ALL_CASES, ODD)):
            same = not head.gender or not last.gender or head.gender == last.gender
            cases = head.cases & last.cases
            if same and cases:
                weight = (head.weight + last.weight) / 2
                nominative = f"{head.nominative}-{last.nominative}"
                yield Form(nominative, last.gender or head.gender, cases, weight)


def is_typical_surname(word: str, language: str) -> bool:
    """Whether a word has the ending of a Slavic or other well-known surname in some case."""
    return any(
        form.weight >= TYPICAL
        and (form.nominative.lower().endswith(_STRONG) or form.weight >= KNOWN)
        and len(form.nominative) > _SHORTEST
        for form in surname_forms(word, language)
    )


_SHORTEST = 4
_STRONG = (*_FEMININE, *_MASCULINE, "енко", "чук", "нюк", "щук", "швили", "швілі", "дзе", "дзе",
    "янц", "ян", "заде", "оглы", "оглу", "ович", "евич", "євич", "яну", "єв")  # fmt: skip
