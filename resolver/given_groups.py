"""The given names that a word can be, by its spelling and by its readings."""

from __future__ import annotations

from typing import Final

from resolver import lexicon
from resolver.readings import Reading
from resolver.script import is_cyrillic

_RARE_READING: Final = 8  # so many times as many conventions read it otherwise
_FULL: Final = frozenset({"same", "counterpart"})
NO_GROUPS: Final[dict[str, str]] = {}
_A: Final = ord("а")


def given_groups(
    word: str,
    forms: dict[str, Reading],
    best: str,
    in_a: bool,  # noqa: FBT001 - known of the endings
) -> dict[str, str]:
    """Groups of given names a word can belong to; `in_a`: a reading of it ends in а.

    A spelling that is listed counts as listed, and as a pet form if it reads as one: `Misha`
    is Михаил, but `Daniela` is not Данила, though one convention could read it so. A
    Cyrillic spelling that is listed as a full name, and as no foreign one, is read in no other
    way: `Алия` is no `Аля`. Else the readings that are full names silence those that are not:
    Aleh is Олег, and no pet form.
    """
    exact = lexicon.groups_of_word(word)
    if exact and is_cyrillic(word[0]) and is_native(exact):
        return exact
    full, pet = _groups_as_read(forms, best)
    if not exact:
        return full or pet or (_feminine_of(forms) if in_a else NO_GROUPS)
    if not full and not pet:
        return exact
    pets = {group: kind for group, kind in {**pet, **full}.items() if kind == "diminutive"}
    return {**pets, **exact} if pets else exact


def _groups_as_read(forms: dict[str, Reading], best: str) -> tuple[dict[str, str], dict[str, str]]:
    """The groups of the readings that are full names, and of those that are none."""
    if len(forms) == 1:
        found = lexicon.groups_of_form(best)
        if not found or forms[best].switches > 1:
            return NO_GROUPS, NO_GROUPS
        return (NO_GROUPS, found) if _is_pet(found) else (found, NO_GROUPS)
    known: list[tuple[int, dict[str, str]]] = []
    usual = 0
    for form, reading in forms.items():
        if reading.switches <= 1 and (found := lexicon.groups_of_form(form)):
            count = reading.conventions.bit_count()
            usual = max(usual, count)
            known.append((count, found))
    if not known:
        return NO_GROUPS, NO_GROUPS
    full: dict[str, str] = {}
    pet: dict[str, str] = {}
    for count, found in known:
        if count * _RARE_READING < usual:
            continue  # one convention in twenty reads Misha as Мижа
        kept = pet if _is_pet(found) else full
        for group, relation in found.items():
            kept.setdefault(group, relation)
    return full, pet


def _is_pet(groups: dict[str, str]) -> bool:
    return not any(relation in _FULL for relation in groups.values())


def is_native(groups: dict[str, str]) -> bool:
    """Whether a full name is among them that is no foreign one, as those with a dash are."""
    return any(kind in _FULL and "-" not in group for group, kind in groups.items())


def _feminine_of(forms: dict[str, Reading]) -> dict[str, str]:
    """`Stanislava`, `Romana`: a woman's name made from a man's, in a group of its own."""
    made: dict[str, str] | None = None
    for form in forms:
        if ord(form[len(form) - 1]) != _A:
            continue
        for group, relation in lexicon.groups_of_form(form[:-1]).items():
            if relation in _FULL and lexicon.gender_of_group(group) == "m":
                if made is None:
                    made = {}
                made[f"{group}+{lexicon.FEMININE}"] = "same"
    return NO_GROUPS if made is None else made


def gender_of(groups: dict[str, str]) -> str:
    """`m`, `f`, or `u` where the groups are of both or none."""
    gender = ""
    for group in groups:
        found = lexicon.gender_of_group(group)
        if gender and found != gender:
            return "u"
        gender = found
    return gender or "u"
