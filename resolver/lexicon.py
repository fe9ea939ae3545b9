"""What tables know about whole words: given names, patronymic endings, name words.

Given names are grouped: forms of one group are the same name in another language, a
variant, or a diminutive, and each pair of relations gives the relation between two forms.
Patronymics are stripped to the father's stem, which leads back to the father's group:
Николаевич, Миколайович and Mikalaevich have one father.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from resolver.readings import fold, readings
from resolver.rules import table
from resolver.script import script_of

_STRENGTH = ("same", "counterpart", "variant", "western", "diminutive")
_VOWELS = "аеиоу"


@dataclass(frozen=True, slots=True)
class Patronymic:
    """A token read as a patronymic: stems of the father's name, gender, father's groups."""

    stems: frozenset[str]
    gender: str
    fathers: frozenset[str]


def weaker(a: str, b: str) -> str:
    """The relation between two forms of a group, from each one's relation to it."""
    if a == b == "same":
        return "same"
    return max(a, b, "counterpart", key=_STRENGTH.index)


def letters_of(word: str) -> str:
    """Lower-case letters of a word alone."""
    return "".join(filter(str.isalpha, word.lower()))


def _forms(word: str) -> tuple[str, ...]:
    letters = letters_of(word)
    found = readings(letters, "cyrillic" if script_of(letters) == "cyrillic" else "latin")
    return tuple(form for form, reading in found.items() if not reading.switches)


@dataclass(frozen=True, slots=True)
class GivenNames:
    """Groups by folded reading and by exact Latin spelling; gender of each group."""

    by_form: Mapping[str, Mapping[str, str]]
    by_word: Mapping[str, Mapping[str, str]]
    gender: Mapping[str, str]
    stems: Mapping[str, frozenset[str]]


def _add(index: dict[str, dict[str, str]], key: str, group: str, relation: str) -> None:
    known = index.setdefault(key, {})
    if group not in known or _STRENGTH.index(relation) < _STRENGTH.index(known[group]):
        known[group] = relation


@cache
def given_names() -> GivenNames:
    """The table `given_names`, indexed.

    A Latin spelling adds its readings only where no Cyrillic form claims them: `Joan` must
    not become Иоанн because one convention reads j as й.
    """
    by_form: dict[str, dict[str, str]] = {}
    by_word: dict[str, dict[str, str]] = {}
    genders: dict[str, set[str]] = {}
    latin: list[tuple[str, str, str]] = []
    for row in table("given_names"):
        word, group, relation = row["form"], row["group"], row["relation"]
        if relation != "diminutive":
            genders.setdefault(group, set()).add(row["gender"])
        _add(by_word, letters_of(word), group, relation)
        if script_of(word) == "cyrillic":
            for form in _forms(word):
                _add(by_form, form, group, relation)
        else:
            latin.append((word, group, relation))
    claimed = frozenset(by_form)
    for word, group, relation in latin:
        for form in _forms(word):
            if form not in claimed:
                _add(by_form, form, group, relation)
    gender = {group: next(iter(found)) for group, found in genders.items() if len(found) == 1}
    return GivenNames(by_form, by_word, gender, _father_stems(by_form, gender))


def _father_stems(
    by_form: Mapping[str, Mapping[str, str]], gender: Mapping[str, str]
) -> Mapping[str, frozenset[str]]:
    stems: dict[str, set[str]] = {}
    for form, groups in by_form.items():
        fathers = {
            group
            for group, relation in groups.items()
            if relation in {"same", "counterpart", "variant"} and gender.get(group) != "f"
        }
        if fathers:
            for stem in {form, form[:-1]} if form[-1] in _VOWELS else {form}:
                stems.setdefault(stem, set()).update(fathers)
    for row in table("irregular_patronymics"):
        fathers = {
            group
            for form in _forms(row["father"])
            for group, relation in by_form.get(form, {}).items()
            if relation in {"same", "counterpart"}
        }
        for stem in _forms(row["stem"]):
            stems.setdefault(stem, set()).update(fathers)
    return {stem: frozenset(fathers) for stem, fathers in stems.items()}


@cache
def _patronymic_endings() -> tuple[tuple[tuple[str, str], ...], Mapping[str, str]]:
    joined: dict[str, str] = {}
    apart: dict[str, str] = {}
    for row in table("patronymics"):
        for form in _forms(row["ending"]):
            if row["placement"] in {"joined", "both"}:
                joined[form] = row["gender"]
            if row["placement"] in {"apart", "both"}:
                apart[form] = row["gender"]
    ordered = sorted(joined.items(), key=lambda item: (-len(item[0]), item[0]))
    return tuple(ordered), apart


def patronymic_suffix(forms: Mapping[str, object]) -> str | None:
    """The gender that a separate word (`улы`, `qizi`, `oğlu`) marks, if it is one."""
    _, apart = _patronymic_endings()
    for form in forms:
        if form in apart:
            return apart[form]
    return None


def _stem(form: str, ending: str) -> str:
    return form[: -len(ending)].rstrip("и")


def _known_stem(stem: str) -> bool:
    return stem in given_names().stems


def patronymic(forms: Mapping[str, object]) -> Patronymic | None:
    """Read a token as a patronymic.

    The bare endings -ич and -ична count only with the stem of a known father (Ильич,
    Никитич), since many surnames end so.
    """
    joined, _ = _patronymic_endings()
    stems: set[str] = set()
    gender = ""
    for form in forms:
        for ending, marked in joined:
            if not form.endswith(ending) or len(form) - len(ending) < 2:
                continue
            stem = _stem(form, ending)
            if len(ending) <= 2 and not _known_stem(stem):
                continue
            stems.add(stem)
            gender = gender or marked
            break
    if not stems:
        return None
    return Patronymic(frozenset(stems), gender, fathers_of(stems))


def fathers_of(stems: frozenset[str] | set[str]) -> frozenset[str]:
    """Groups of given names that a patronymic's stems may come from."""
    known = given_names().stems
    return frozenset(group for stem in stems for group in known.get(stem, ()))


@cache
def surname_genders() -> tuple[tuple[str, str], ...]:
    """(feminine, masculine) endings in folded sounds, longest first."""
    pairs = set()
    for row in table("surname_genders"):
        for feminine in _forms(row["feminine"]):
            for masculine in _forms(row["masculine"]) if letters_of(row["masculine"]) else ("",):
                if len(feminine) > 1:
                    pairs.add((feminine, masculine))
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@cache
def name_words() -> Mapping[str, str]:
    """Lower-case word -> role (`title`, `generation`, `particle`, `stop`)."""
    return {row["word"].lower(): row["role"] for row in table("name_words")}


__all__ = [
    "GivenNames",
    "Patronymic",
    "fathers_of",
    "fold",
    "given_names",
    "letters_of",
    "name_words",
    "patronymic",
    "patronymic_suffix",
    "surname_genders",
    "weaker",
]
