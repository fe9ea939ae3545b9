"""The patronymics of a father's name: Николай -> Николаевич, Миколайович, Мікалаевіч.

Sources: Rules of Russian orthography (1956), § on patronymics; Ukrainian orthography
(2019), § 32; rules of Belarusian spelling (2008). Fathers with a stem of their own
(Павел, Павловна) are in `rules/irregular_patronymics.csv`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from resolver.rules import table

LANGUAGES = ("ru", "uk", "be")

_CONSONANTS = "бвгґджзйклмнпрстфхцчшщ"


class Patronyms(NamedTuple):
    """The form of a son and that of a daughter."""

    son: str
    daughter: str


_DAUGHTERS = (
    ("ович", "овна"),
    ("евич", "евна"),
    ("авіч", "аўна"),
    ("овіч", "оўна"),
    ("евіч", "еўна"),
)


def daughter_of_son(son: str, language: str) -> str | None:
    """Петрович -> Петровна; None for the endings -ич and -іч, whose daughters differ."""
    if language == "uk":
        for ending, vowel in (("йович", "ї"), ("ьович", "і"), ("ович", "і")):
            if son.endswith(ending):
                return son[: -len(ending)] + vowel + "вна"
        return None
    for ending, daughter in _DAUGHTERS:
        if son.endswith(ending):
            return son[: -len(ending)] + daughter
    return None


@cache
def _irregular() -> Mapping[tuple[str, str], tuple[Patronyms, ...]]:
    """(language, father) -> what the table gives, with ё as е."""
    sons: dict[tuple[str, str], str] = {}
    daughters: dict[tuple[str, str], str] = {}
    for row in table("irregular_patronymics"):
        example = row["example"]
        language = _language_of(example, row["father"])
        key = (language, plain(row["father"]))
        if example.endswith(("вна", "ўна", "чна")):
            daughters[key] = example
            continue
        sons.setdefault(key, example)
        daughter = daughter_of_son(example, language)
        if daughter:
            daughters.setdefault(key, daughter)
    return {key: (Patronyms(son, daughters.get(key, "")),) for key, son in sons.items()}


def _language_of(example: str, father: str) -> str:
    if example.endswith(("іч", "ічна")) and father != "Ілля":
        return "be"
    return "uk" if set(example + father) & set("іїє") or father in _UKRAINIAN else "ru"


_UKRAINIAN = frozenset({"Микола", "Хома", "Сава"})


def plain(word: str) -> str:
    """Lower case, ё as е."""
    return word.lower().replace("ё", "е")


def _russian(name: str) -> list[Patronyms]:
    stem, last = name[:-1], name[-1]
    if name.endswith("ий"):
        root = name[:-2]
        clustered = root[-1:] in "кгх" or (root[-2:-1] in _CONSONANTS and root[-1:] != "н")
        soft, full = root + "ьев", root + "иев"
        stems = [full, soft] if clustered and not root.endswith("ент") else [soft, full]
        return [Patronyms(s + "ич", s + "на") for s in stems]
    if last in "йь":
        return [Patronyms(stem + "евич", stem + "евна")]
    if last in "жшчщц":
        return [Patronyms(name + "евич", name + "евна")]
    if last in _CONSONANTS:
        return [Patronyms(name + "ович", name + "овна")]
    if last in "ая":
        return [
            Patronyms(name + "евич", name + "евна"),
            Patronyms(stem + "ович", stem + "овна"),
        ]
    return [Patronyms(name + "евич", name + "евна")]


def _ukrainian(name: str) -> list[Patronyms]:
    stem, last = name[:-1], name[-1]
    if last == "й":
        return [Patronyms(stem + "йович", stem + "ївна")]
    if last == "ь":
        return [Patronyms(stem + "ьович", stem + "івна")]
    if last in _CONSONANTS:
        return [Patronyms(name + "ович", name + "івна")]
    if name.endswith("ола"):
        return [Patronyms(name + "йович", name + "ївна"), Patronyms(stem + "ович", stem + "івна")]
    if last in "оа":
        return [Patronyms(stem + "ович", stem + "івна")]
    return [Patronyms(name + "йович", name + "ївна")]


def _belarusian(name: str) -> list[Patronyms]:
    stem, last = name[:-1], name[-1]
    if name.endswith(("ый", "ій")):
        root = name[:-2]
        if root[-2:-1] in _CONSONANTS or root[-1:] in "гкх":
            return [Patronyms(stem + "евіч", stem + "еўна")]
        sign = "ь" if root[-1:] in "лнсзц" else "’"
        return [Patronyms(root + sign + "евіч", root + sign + "еўна")]
    if last == "ь":
        return [Patronyms(name + "евіч", name + "еўна")]
    if last == "й":
        return [Patronyms(stem + "евіч", stem + "еўна")]
    if last in _CONSONANTS:
        return [Patronyms(name + "авіч", name + "аўна")]
    if last in "ао":
        return [Patronyms(stem + "авіч", stem + "аўна")]
    return [Patronyms(name + "евіч", name + "еўна")]


_REGULAR: Mapping[str, Callable[[str], list[Patronyms]]] = {
    "ru": _russian,
    "uk": _ukrainian,
    "be": _belarusian,
}


def patronyms(father: str, language: str) -> tuple[Patronyms, ...]:
    """Patronymics of a father's given name in lower case, the usual one first.

    >>> patronyms("Юрий", "ru")[0]
    Patronyms(son='юрьевич', daughter='юрьевна')

    Empty for languages without patronymics of this kind and for names of one letter.
    """
    name = plain(father) if language == "ru" else father.lower()
    if language not in _REGULAR or len(name) < 2:
        return ()
    regular = _REGULAR[language](name)
    found = [
        Patronyms(each.son.lower(), each.daughter.lower())
        for each in _irregular().get((language, plain(father)), ())
    ]
    if found and not (language == "uk" and name.endswith(("ола", "ій"))):
        return tuple(found)
    if name.endswith("ола"):
        return tuple(dict.fromkeys([*regular[:1], *found, *regular[1:]]))
    return tuple(dict.fromkeys([*found, *regular]))
