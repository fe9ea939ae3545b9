"""Endings that tell how the words of a name are declined, from the tables of rules.

- `case_endings`, where `tells` says that no surname and no patronymic in the nominative ends so,
  but for adjectives like Полевой, which are a man's; and its nominatives of men without a woman's
  form, Ковальчук and Шевченко.
- `surname_genders`: endings of men's surnames in Russian and Ukrainian with the women's.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from resolver.endings import Endings, places_of
from resolver.rules import table

LANGUAGES: Final = ("ru", "uk")
_VOWELS: Final = "аеёиоуыэюяіїє"
# Genitives that are surnames, Черных; they have no cases.
_GENITIVES: Final = ("ых", "их")
_WHOLE: Final = 4


def _pairs(language: str) -> list[tuple[str, str]]:
    rows = [row for row in table("surname_genders") if row["language"] == language]
    return [(row["masculine"], row["feminine"]) for row in rows]


def _is_telling(man: str, woman: str) -> bool:
    """Whether the endings alone show a surname: -ов and -ова, -ский and -ская, but not -ая."""
    return woman == man + "а" or len(woman) >= _WHOLE


@cache
def women_endings(language: str) -> tuple[str, ...]:
    """Endings that show a woman's surname in the nominative."""
    return tuple(woman for man, woman in _pairs(language) if _is_telling(man, woman))


@cache
def surname_endings(language: str) -> tuple[str, ...]:
    """Endings that show a surname in the nominative, men's and women's."""
    telling = [pair for pair in _pairs(language) if _is_telling(*pair)]
    return tuple(ending for pair in telling for ending in pair)


class Declension:
    """Endings of words in the nominative and in other cases, lower-case.

    `fathers` and `surnames` are those that stand in another case; `of_women` those of women's
    surnames that add -а to a man's; `own_rules` of words that are declined as surnames alone;
    `slavic` of Slavic surnames, and `one_form` of those that are alike for women or in all cases.
    `last_of_given` and `last_of_surnames`: last letters of words that may stand in another case.
    """

    __slots__ = (
        "fathers", "last_of_given", "last_of_surnames", "of_women", "one_form", "own_rules",
        "slavic", "surnames",
    )  # fmt: skip

    def __init__(self) -> None:
        rows = table("case_endings")
        pairs = [pair for language in LANGUAGES for pair in _pairs(language)]
        men = tuple(man for man, _ in pairs)
        telling = [ending for language in LANGUAGES for ending in surname_endings(language)]
        added = [woman for man, woman in pairs if woman == man + "а"]
        alone = [
            row["nominative"]
            for row in rows
            if row["kind"] == "surname"
            and row["gender"] == "m"
            and not row["nominative"].endswith(men)
        ]
        stems = [ending[:-1] for ending in alone if ending[-1] in _VOWELS]
        self.fathers: Final[Endings] = Endings(_told(rows, "patronymic"))
        self.surnames: Final[Endings] = Endings(_told(rows, "surname"))
        self.of_women: Final[Endings] = Endings(added)
        self.own_rules: Final[Endings] = Endings([*men, *added, *stems])
        self.slavic: Final[Endings] = Endings([*telling, *alone])
        self.one_form: Final[Endings] = Endings([*alone, *_GENITIVES])
        self.last_of_given: Final[bytes] = places_of(_last(rows, "given"))
        self.last_of_surnames: Final[bytes] = places_of(
            [*_last(rows, "surname"), *[ending[-1] for ending in (*alone, *_GENITIVES)]]
        )


def _told(rows: Iterable[dict[str, str]], kind: str) -> list[str]:
    return [row["ending"] for row in rows if row["kind"] == kind and row["tells"]]


def _last(rows: Iterable[dict[str, str]], kind: str) -> list[str]:
    return [row["ending"][-1] for row in rows if row["kind"] in (kind, "any")]


_read: Final[list[Declension]] = []


def declension() -> Declension:
    """That of the tables, the user's rows included."""
    if not _read:
        _read.append(Declension())
    return _read[0]
